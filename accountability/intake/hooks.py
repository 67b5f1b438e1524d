"""Who wants to know, in the same transaction, that a pointer moved. Slices above register here."""

import datetime as dt
from typing import Protocol

from accountability.intake.models import Submission


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
