"""Writes of the assessment slice."""

import datetime as dt

from accountability.assessment.rollup import recompute, touched
from accountability.intake.models import Submission
from accountability.intake.rules import Period


def refresh_rollups(*, submission: Submission, at: dt.datetime) -> None:
    """Compute the indicators that read a county's sheet anew; called where its pointer moves."""
    moved = Period.parse(submission.task.period)
    for code, period in touched(submission.task.sheet_code, moved):
        recompute(code, period, counties=[submission.county_id], at=at)
