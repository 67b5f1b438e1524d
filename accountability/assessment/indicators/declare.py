"""How an indicator is declared: what it counts, from which sheets, under which document.

A declaration is one value in one file of this package; rollup, listing, board, pages and the list
of rules know no indicator by name. Pure: the SQL stands here as text and is run elsewhere.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from accountability.intake.rules import Period, PeriodKind


class Topic(StrEnum):
    """Where the speech puts an indicator: the three supports and the shortfalls."""

    CADRES = "骨干队伍"
    BRANCHES = "战斗堡垒"
    HELPERS = "帮扶力量"
    GAPS = "补齐短板"
    WORK = "工作推进"


class Direction(StrEnum):
    """Whether a higher or a lower value is better; information only gets no colour."""

    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"


class Span(StrEnum):
    """Which revisions of a sheet an indicator of a period reads.

    SAME: of that period; LATEST: the last one up to its end; YEAR and TERM: all of the calendar
    year, or since `since`, up to its end.
    """

    SAME = "same"
    LATEST = "latest"
    YEAR = "year"
    TERM = "term"


@dataclass(frozen=True)
class Needs:
    """One sheet an indicator reads. Without a `required` one a county has no value (未报)."""

    sheet: str
    span: Span = Span.SAME
    required: bool = True
    since: dt.date = dt.date(2015, 1, 1)

    def reads(self, period: Period, own: Period) -> bool:
        """Say whether an indicator of the period `own` reads the sheet of `period`."""
        if self.span == Span.SAME:
            return period == own
        if period.last_day > own.last_day:
            return False
        if self.span == Span.YEAR:
            return period.first_day.year == own.first_day.year
        return period.last_day >= self.since


@dataclass(frozen=True)
class Indicator:
    """One definition of one indicator, valid between two dates (end excluded).

    `numerator` and `denominator` say in words what is counted. A county has a value once the first
    of `needs` is current for the period itself.

    `things` is the one statement: it selects what is counted, one row a thing, with the columns
    county_id, met, weight, part, label, why, row_no, sheet_name, revision_id. Weights sum to the
    denominator, met to the numerator; a thing of weight 0 is listed and not counted. `part` names
    a further count, `row_no` is NULL where no row of a file says it; a page of coverage also wants
    `place_id`, the place it is about. It reads the relations
    `current` (county_id, revision_id, sheet, period, last_day, is_own) and `reported` (county_id)
    and the values %(first)s, %(last)s, %(year)s (1 January) and one for each of `parameters`; a
    literal percent sign is doubled. `field` is the column whose cell a listed row links to.

    `registry` names the sheets whose acceptance moves the registry the statement counts from, in
    whatever month: then every period is computed anew, or figure and rows would part.

    An indicator of the portal's own rows has no `needs`: its things carry a `subject_id` whose page
    is `page`, `concerned` selects the county_id of every county it says something about, and the
    statements read %(today)s and %(zone)s besides. What it counted is kept with the figure.
    """

    code: str
    name: str
    short: str
    topic: Topic
    numerator: str
    denominator: str
    formula: str
    rule: str
    source: str
    valid_from: dt.date
    needs: tuple[Needs, ...] = ()
    things: str = ""
    field: str = ""
    concerned: str = ""
    page: str = ""
    registry: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    valid_to: dt.date | None = None
    period_kind: PeriodKind = PeriodKind.MONTH
    direction: Direction = Direction.HIGHER
    unit: str = "%"
    caution: str = ""

    @property
    def sheets(self) -> tuple[str, ...]:
        """Return the sheets from whose current revisions it is computed."""
        return tuple(need.sheet for need in self.needs)

    @property
    def is_of_own_rows(self) -> bool:
        """Say whether it counts what is written in the portal itself, not rows of sheets."""
        return bool(self.concerned)

    @property
    def lower_is_better(self) -> bool:
        """Say whether a low value is the good one."""
        return self.direction == Direction.LOWER

    def period_at(self, period: Period) -> Period:
        """Return the period of this indicator that a page about `period` shows.

        A yearly figure is known only when the year has ended: May 2020 shows 2019.
        """
        if period.kind == self.period_kind:
            return period
        own = Period.containing(period.first_day, self.period_kind)
        return own if own.last_day <= period.last_day else own.previous()

    def touched_by(self, sheet: str, moved: Period, own: Iterable[Period]) -> list[Period]:
        """Return which of its periods `own` read the sheet's revision of the period `moved`."""
        return [
            period
            for period in own
            if period.kind == self.period_kind
            and (
                sheet in self.registry
                or any(need.sheet == sheet and need.reads(moved, period) for need in self.needs)
            )
        ]


DIRECTION_WORDS = {
    Direction.HIGHER: "越高越好",
    Direction.LOWER: "越低越好",
    Direction.NONE: "只作情况反映，不评红黄绿",
}
