"""Who wants to know, in the same transaction, that a case was judged from above the county.

Slices above register here.
"""

import datetime as dt
from typing import Protocol


class CaseJudged(Protocol):
    """A function called after a re-check or a relapse of `day` changed how a county stands."""

    def __call__(self, *, sheet: str, county_id: int, day: dt.date, at: dt.datetime) -> None:
        """Bring up to date what is computed from the county's rows of the sheet since the day."""


CASE_JUDGED: list[CaseJudged] = []


def on_case_judged(function: CaseJudged) -> CaseJudged:
    """Call `function` whenever a case is judged; registering twice calls it once."""
    if function not in CASE_JUDGED:
        CASE_JUDGED.append(function)
    return function
