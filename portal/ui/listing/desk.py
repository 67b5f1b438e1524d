"""What a list keeps for its users, and what they do with it: done by portal.lists, above."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.http import HttpResponseBase

from portal.access.guards import Request
from portal.access.models import User
from portal.ui.listing.asked import Asked
from portal.ui.listing.declare import Listing


@dataclass(frozen=True)
class Kept:
    """One saved filter as the list shows it; `is_mine` may be dropped."""

    pk: int
    name: str
    url: str
    note: str
    is_mine: bool
    current: bool = False


@dataclass(frozen=True)
class Refusal:
    """Why an act was refused, in a sentence."""

    sentence: str


class Desk(Protocol):
    """Keeps columns and filters, and hands out exports."""

    def columns(self, user: User, listing: Listing) -> frozenset[str] | None:
        """Return the columns the user chose, None while they chose none."""

    def filters(self, asked: Asked) -> Sequence[Kept]:
        """Return the filters the user may use here."""

    def act(self, request: Request, asked: Asked) -> HttpResponseBase | Refusal:
        """Do what a POST to the list asks for."""


_desk: list[Desk] = []


def open_desk(desk: Desk) -> None:
    """Let `desk` serve all lists."""
    _desk[:] = [desk]


def desk() -> Desk:
    """Return who serves the lists."""
    return _desk[0]
