"""Who wants to know, in the same transaction, that a pointer moved or a revision was staged.

Slices above register here.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from accountability.intake.models import Submission
from accountability.intake.rules import Period


class PointerMoved(Protocol):
    """A function called after the pointer of `submission` moved and its sheet was projected."""

    def __call__(self, *, submission: Submission, at: dt.datetime) -> None:
        """Bring up to date what is computed from the rows of the submission."""


POINTER_MOVED: list[PointerMoved] = []


def on_pointer_moved(function: PointerMoved) -> PointerMoved:
    """Call `function` whenever a pointer moves; registering twice calls it once."""
    if function not in POINTER_MOVED:
        POINTER_MOVED.append(function)
    return function


@dataclass(frozen=True)
class Staged:
    """A revision whose rows are in the database; its own row may not be there yet."""

    revision_id: int
    submission_id: int
    county_id: int
    sheet_code: str
    period: Period
    columns: dict[str, dict[str, str]]


class Comparison(Protocol):
    """Compares a staged revision with other sheets and writes what contradicts as problems."""

    def causes(self, sheet_code: str) -> Sequence[str]:
        """Return the causes of the problems it may write: a later run replaces those."""

    def compare(self, staged: Staged) -> None:
        """Write the problems, each with its counterpart."""


COMPARISONS: list[Comparison] = []


def on_staged(comparison: Comparison) -> Comparison:
    """Let `comparison` look at every staged revision; registering twice calls it once."""
    if comparison not in COMPARISONS:
        COMPARISONS.append(comparison)
    return comparison
