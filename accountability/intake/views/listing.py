"""The problem list beside the spreadsheet: by cause, each entry leading to its cell."""

from dataclasses import dataclass, replace
from typing import Protocol

from accountability.intake.models import ReturnMark, Revision
from accountability.intake.queries.grid import (
    GridPage,
    ListedProblem,
    listed_problems,
    open_marks_of,
)
from accountability.intake.rules import Severity
from accountability.intake.views.beside import Counterpart, counterparts
from accountability.intake.views.sheet import address_of

BESIDE = "beside"


class Link(Protocol):
    """Gives the address of the page with parts of its look changed."""

    def __call__(self, **changed: object) -> str:
        """Return the query string."""


@dataclass(frozen=True)
class ListEntry:
    """One entry of the problem list."""

    address: str
    url: str
    who: str
    sentence: str
    remedy: str
    proposal: str | None
    explanation: str
    counterpart: Counterpart | None = None


@dataclass(frozen=True)
class ListGroup:
    """Entries of one cause."""

    title: str
    entries: list[ListEntry]

    @property
    def wants_words(self) -> bool:
        """Say whether an entry is still without an explanation."""
        return any(not entry.explanation for entry in self.entries)


def groups_of(revision: Revision, page: GridPage, tab: str, url: Link) -> list[ListGroup]:
    """Return the problems of the tab's severity by cause, return marks first among errors.

    BESIDE lists what other sheets contradict, of whatever severity.
    """
    if tab not in {*Severity, BESIDE}:
        return []
    groups: dict[str, list[ListEntry]] = {}
    if tab == Severity.ERROR:
        marks = open_marks_of(revision)
        groups |= {"退回意见": [_of_mark(mark, url) for mark in marks]} if marks else {}
    names = [leaf.name for leaf in page.leaves]
    problems = listed_problems(revision, "" if tab == BESIDE else tab)
    others = counterparts([one.problem for one in problems])
    for listed in problems:
        leaf = names.index(listed.problem.sheet_name) if listed.problem.sheet_name in names else 0
        entry = _of_problem(listed, url, leaf=leaf, elsewhere=leaf != page.leaf)
        entry = replace(entry, counterpart=others.get(listed.problem.pk))
        groups.setdefault(listed.problem.cause, []).append(entry)
    return [ListGroup(title, entries) for title, entries in groups.items()]


def _of_mark(mark: ReturnMark, link: Link) -> ListEntry:
    return ListEntry(
        address=mark.address or "整表",
        url=link(cell=mark.address),
        who=mark.step.by.full_name if mark.step.by else "",
        sentence=mark.text,
        remedy="改正后自动销去；不改的请在办理页答复。",
        proposal=None,
        explanation="",
    )


def _of_problem(listed: ListedProblem, link: Link, *, leaf: int, elsewhere: bool) -> ListEntry:
    one = listed.problem
    return ListEntry(
        address=address_of(one, elsewhere=elsewhere),
        url=link(sheet=leaf, page=1, cell=one.address),
        who=one.row_label,
        sentence=one.sentence,
        remedy=one.remedy,
        proposal=one.proposal,
        explanation=listed.explanation,
    )
