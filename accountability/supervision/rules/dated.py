"""Which version of a dated rule holds on a day."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol, TypeVar


class Dated(Protocol):
    """A rule in force from one day to another (end excluded)."""

    @property
    def valid_from(self) -> dt.date: ...

    @property
    def valid_to(self) -> dt.date | None: ...


Version = TypeVar("Version", bound=Dated)


def version_on(versions: Sequence[Version], day: dt.date) -> Version:
    """Return what holds on `day`; before the first version, the first."""
    found = [
        version
        for version in versions
        if version.valid_from <= day and (version.valid_to is None or day < version.valid_to)
    ]
    return found[0] if found else versions[0]
