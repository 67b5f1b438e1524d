"""From a checked workbook to an immutable revision in the database, and back to its raw cells."""

from accountability.intake.staging.crosschecks import Counts, causes_of, run_cross_checks
from accountability.intake.staging.restore import amend, restore
from accountability.intake.staging.revisions import stage

__all__ = ["Counts", "amend", "causes_of", "restore", "run_cross_checks", "stage"]
