"""What slices above put on the pages of a village, a person, a unit or an area.

    @register_section(Page.VILLAGE, tab="fortress", key="weak-case", order=10,
                      permission=Permission.VILLAGE_VIEW)
    def weak_case(reader: Reader, village: Division, on: dt.date) -> Section | None: ...

A section asks a fixed number of queries, through `visible_to(reader)`, where the reader names the
counties in which the permission holds; None leaves it out. It is built only when its tab is shown.
Every fact says where it comes from: the last column of a table of facts is 来源.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.safestring import SafeString

from portal.access.models import User
from portal.access.reader import Narrowed, Reader
from portal.access.roles import Permission
from portal.ui.palette import Tone
from portal.ui.parts import Entry, Moment, Tab


class Page(StrEnum):
    """The pages that take sections."""

    VILLAGE = "village"
    PERSON = "person"
    UNIT = "unit"
    AREA = "area"


OVERVIEW = ""
TABS: dict[Page, dict[str, str]] = {
    Page.VILLAGE: {
        OVERVIEW: "概览",
        "fortress": "战斗堡垒",
        "support": "帮扶力量",
        "shortfalls": "补齐短板",
        "supervision": "督查问责",
        "history": "沿革",
    },
    Page.PERSON: {
        OVERVIEW: "概览",
        "presence": "驻村记录",
        "assessment": "考核",
        "measures": "奖惩",
    },
    Page.UNIT: {OVERVIEW: "概览", "people": "派出干部"},
    Page.AREA: {OVERVIEW: "概览"},
}


@dataclass(frozen=True)
class Text:
    """What stands in one cell of a section's table; a tone makes it a mark."""

    words: str
    url: str = ""
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Source:
    """Where a fact comes from: words, and the page of the file's cell where there is one."""

    words: str
    url: str = ""

    @property
    def text(self) -> Text:
        """Return it as a cell of a table."""
        return Text(self.words, self.url)


@dataclass(frozen=True)
class Section:
    """One card of a page: terms, a chart, a table, a timeline, in this order.

    `rows` fit `headers`; `chart` is SVG of portal.ui.charts; `empty` is said where there is
    nothing of all that.
    """

    title: str
    note: str = ""
    entries: Sequence[Entry] = ()
    chart: str = ""
    headers: Sequence[str] = ()
    rows: Sequence[Sequence[Text | str]] = ()
    moments: Sequence[Moment] = ()
    empty: str = "没有记录"
    more_url: str = ""
    more_label: str = ""

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to show."""
        return not (self.entries or self.chart or self.rows or self.moments)

    @property
    def picture(self) -> SafeString:
        """Return the chart as markup; portal.ui.charts escapes the words in it."""
        return SafeString(self.chart)

    @property
    def lines(self) -> list[list[tuple[str, Text]]]:
        """Return the table row by row: each cell with its heading."""
        return [
            [
                (header, cell if isinstance(cell, Text) else Text(cell))
                for header, cell in zip(self.headers, row, strict=True)
            ]
            for row in self.rows
        ]


@dataclass(frozen=True)
class Badge:
    """A mark beside the name of a village or person."""

    words: str
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Dated:
    """One point of the page's timeline; the latest comes first. `when` says more than the day."""

    on: dt.date
    words: str
    note: str = ""
    bad: bool = False
    when: str = ""

    @property
    def moment(self) -> Moment:
        """Return it as the timeline shows it."""
        return Moment(self.when or f"{self.on:%Y-%m-%d}", self.words, self.note, self.bad)


Build = Callable[[Reader, Any, dt.date], Section | None]
Badges = Callable[[Reader, Any, dt.date], Iterable[Badge]]
Moments = Callable[[Reader, Any, dt.date], Iterable[Dated]]


@dataclass(frozen=True)
class _Registered:
    """One function of a slice, with where its result goes and who may see it."""

    key: str
    tab: str
    order: int
    permission: Permission
    build: Callable[[Reader, Any, dt.date], Any]
    of_offices: bool = False


_sections: dict[tuple[Page, str], _Registered] = {}
_badges: dict[tuple[Page, str], _Registered] = {}
_moments: dict[tuple[Page, str], _Registered] = {}


def register_section(
    page: Page,
    *,
    key: str,
    permission: Permission,
    tab: str = OVERVIEW,
    order: int = 50,
    of_offices: bool = False,
) -> Callable[[Build], Build]:
    """Put a section on a page; `of_offices` also on that of a city's own offices.

    Raises: KeyError where the page has no such tab.
    """
    _ = TABS[page][tab]

    def keep(build: Build) -> Build:
        _sections[page, key] = _Registered(key, tab, order, permission, build, of_offices)
        return build

    return keep


def register_badges(
    page: Page, *, permission: Permission, order: int = 50
) -> Callable[[Badges], Badges]:
    """Put marks beside the name a page is about."""

    def keep(build: Badges) -> Badges:
        key = f"{build.__module__}.{build.__qualname__}"
        _badges[page, key] = _Registered(key, OVERVIEW, order, permission, build)
        return build

    return keep


def register_moments(page: Page, *, permission: Permission) -> Callable[[Moments], Moments]:
    """Put moments on the timeline of a page's overview."""

    def keep(build: Moments) -> Moments:
        key = f"{build.__module__}.{build.__qualname__}"
        _moments[page, key] = _Registered(key, OVERVIEW, 50, permission, build)
        return build

    return keep


@dataclass(frozen=True)
class Composed:
    """What a page shows of the slices above it."""

    tab: str
    tabs: list[Tab]
    sections: list[Section]
    badges: list[Badge]
    moments: list[Dated]


@dataclass(frozen=True)
class Asked:
    """Whose page, read by whom, on which day; `counties` are those the subject belongs to.

    An area of several counties names all of them.
    """

    page: Page
    subject: Any
    user: User
    on: dt.date
    counties: frozenset[int]

    def readers(self, registered: Iterable[_Registered]) -> list[tuple[_Registered, Reader]]:
        """Return what the user may see of what is registered, each with its reader, in order."""
        found: list[tuple[_Registered, Reader]] = []
        for one in sorted(registered, key=lambda one: (one.order, one.key)):
            reader = Narrowed(self.user, one.permission)
            if self.user.may(one.permission) and reader.county_ids & self.counties:
                found.append((one, reader))
        return found

    def of(self, registry: dict[tuple[Page, str], _Registered]) -> list[tuple[_Registered, Reader]]:
        """Return what is registered for the page and open to the user."""
        is_office = self.page == Page.AREA and self.subject.is_city_own
        return self.readers(
            one
            for (page, _), one in registry.items()
            if page == self.page and (one.of_offices or not is_office)
        )


def compose(
    asked: Asked, *, tab: str, own_tabs: Iterable[str] = (OVERVIEW,), query: str = ""
) -> Composed:
    """Build the tab of a page that is asked for, the overview where there is no such tab.

    `own_tabs` are those the page fills itself; `query` (on=2020-05-31) stays in their addresses.
    """
    sections = asked.of(_sections)
    shown = {*own_tabs, *(one.tab for one, _ in sections)}
    labels = {key: label for key, label in TABS[asked.page].items() if key in shown}
    current = tab if tab in labels else OVERVIEW
    built = [
        one.build(reader, asked.subject, asked.on) for one, reader in sections if one.tab == current
    ]
    return Composed(
        current,
        _tabs(labels, current, query) if len(labels) > 1 else [],
        [section for section in built if section is not None],
        _all(asked, _badges),
        sorted(_all(asked, _moments), key=lambda one: one.on, reverse=True)
        if current == OVERVIEW
        else [],
    )


def _tabs(labels: dict[str, str], current: str, query: str) -> list[Tab]:
    kept = f"&{query}" if query else ""
    return [
        Tab(label, f"?tab={key}{kept}", current=key == current) for key, label in labels.items()
    ]


def _all(asked: Asked, registry: dict[tuple[Page, str], _Registered]) -> list[Any]:
    return [
        found
        for one, reader in asked.of(registry)
        for found in one.build(reader, asked.subject, asked.on)
    ]
