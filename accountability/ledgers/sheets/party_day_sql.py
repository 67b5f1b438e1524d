"""Cross-checks of T17 against divisions and the quarter before, in SQL."""

from typing import Final

from accountability.intake.rules import Severity
from accountability.ledgers.sheets.likeness_sql import same_as_before
from accountability.ledgers.sheets.village_sql import every_village

_TABLE: Final = "accountability_partydayrow"

CROSS_CHECKS: Final = (
    *every_village(_TABLE, "T17-MISS", "docs/sources.md#t17"),
    same_as_before(_TABLE, "T17", Severity.NOTICE, whole=True),
)
