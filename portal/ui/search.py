"""The search: each slice says what of its own can be found, and how.

    register_source(Source(key="villages", label="村", icon="home-2", order=20,
                           permission=Permission.VILLAGE_VIEW, find=find_villages))

`find` gets a reader that names the counties in which the permission holds, the words, and how many
hits are wanted; it asks one query, along an index, through `visible_to(reader)`.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from portal.access.models import User
from portal.access.reader import Narrowed, Reader
from portal.access.roles import Permission

LONGEST = 40
FEW, MANY = 5, 20


@dataclass(frozen=True)
class Words:
    """What is looked for: the words in front say where, the last one says what.

    >>> words = Words.read(" 嵩北　双河 ")
    >>> words.last, words.before
    ('双河', ('嵩北',))
    """

    last: str
    before: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> "Words | None":
        """Read what somebody typed, full-width letters as half-width ones; nothing is None."""
        parts = unicodedata.normalize("NFKC", text).replace("\0", "")[:LONGEST].split()
        return cls(parts[-1], tuple(parts[:-1])) if parts else None

    @property
    def is_latin(self) -> bool:
        """Say whether the last word can be first letters or a code."""
        return self.last.isascii()

    @property
    def says_little(self) -> bool:
        """Say whether the last word is a single letter or digit: thousands begin with it."""
        return self.is_latin and len(self.last) == 1

    @property
    def all(self) -> tuple[str, ...]:
        """Return every word."""
        return (*self.before, self.last)


@dataclass(frozen=True)
class Hit:
    """One thing found: what it is called, where it belongs, where it lies."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Source:
    """Things of one kind that can be found, for who has `permission`."""

    key: str
    label: str
    icon: str
    permission: Permission
    find: Callable[[Reader, Words, int], list[Hit]]
    order: int = 50
    is_personal: bool = False
    """Whether a hit is about a person, so that the search is noted in the audit trail."""


@dataclass(frozen=True)
class Group:
    """The hits of one kind."""

    source: Source
    hits: list[Hit]


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Let the search find things of one more kind."""
    _sources[source.key] = source


def search(user: User, words: Words, *, limit: int = FEW) -> list[Group]:
    """Return what `user` may find, by kind; one query a kind."""
    groups = []
    for source in sorted(_sources.values(), key=lambda one: one.order):
        if user.may(source.permission):
            hits = source.find(Narrowed(user, source.permission), words, limit)
            if hits:
                groups.append(Group(source, hits))
    return groups
