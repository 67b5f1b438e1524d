"""Writes of the overview: that somebody looked for persons."""

import datetime as dt
from collections.abc import Sequence

from portal.access.models import User
from portal.audit.trail import record
from portal.lists.exporting import without_ids
from portal.ui.search import Group


def note_search(*, words: str, groups: Sequence[Group], by: User, at: dt.datetime) -> None:
    """Note a search that showed persons, an ID number in its words masked."""
    asked = without_ids(words)[:40]
    record(
        "person.search", None, by=by, at=at, words=asked,
        found={group.source.key: len(group.hits) for group in groups},
        sentence=f"{by.full_name} 搜索了“{asked}”",
    )  # fmt: skip
