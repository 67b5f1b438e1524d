"""Writes of the assessment slice."""

import datetime as dt

from accountability.assessment.rollup import indicators_of, recompute
from accountability.intake.models import Submission
from accountability.intake.rules import Period


def refresh_rollups(*, submission: Submission, at: dt.datetime) -> None:
    """Compute the indicators of a county's sheet anew; called where its pointer moves."""
    period = Period.parse(submission.task.period)
    for code in indicators_of(submission.task.sheet_code, period):
        recompute(code, period, counties=[submission.county_id], at=at)
