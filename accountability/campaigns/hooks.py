"""Who wants to know, in the same transaction, that what counts as done in time has changed."""

import datetime as dt
from collections.abc import Collection
from typing import Protocol


class Counted(Protocol):
    """A function called after a confirmation, a postponement or an amendment."""

    def __call__(
        self, *, county_ids: Collection[int], days: Collection[dt.date], at: dt.datetime
    ) -> None:
        """Bring up to date what counts tasks of these counties that are or were due these days."""


LISTENERS: list[Counted] = []


def on_counted(function: Counted) -> Counted:
    """Call `function` whenever the count changes; registering twice calls it once."""
    if function not in LISTENERS:
        LISTENERS.append(function)
    return function


def tell(*, county_ids: Collection[int], days: Collection[dt.date], at: dt.datetime) -> None:
    """Tell all who want to know."""
    for listener in LISTENERS:
        listener(county_ids=county_ids, days=days, at=at)
