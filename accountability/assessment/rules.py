"""Indicators: what each one counts, under which document, and what its value means in colour.

Nothing here is a constant of the code that decides: every indicator has the dates between which
its definition holds and the document it cites.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from accountability.intake.rules import Period, PeriodKind


class Lamp(StrEnum):
    """What a value means, as a word and a colour."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    NONE = "none"


LAMP_WORDS = {Lamp.GREEN: "绿", Lamp.YELLOW: "黄", Lamp.RED: "红", Lamp.NONE: "未报"}


class NoSuchIndicatorError(KeyError):
    """No definition of this indicator holds on this day."""


@dataclass(frozen=True)
class Indicator:
    """One definition of one indicator, valid between two dates (end excluded).

    `sheets` are the sheets from whose current revisions it is computed; `numerator` and
    `denominator` say in words what is counted.
    """

    code: str
    name: str
    numerator: str
    denominator: str
    formula: str
    sheets: tuple[str, ...]
    rule: str
    source: str
    valid_from: dt.date
    valid_to: dt.date | None = None
    period_kind: PeriodKind = PeriodKind.MONTH
    caution: str = ""

    def period_at(self, period: Period) -> Period:
        """Return the period of this indicator that a page about `period` shows.

        A yearly figure is known only when the year has ended: May 2020 shows 2019.
        """
        if period.kind == self.period_kind:
            return period
        return Period.containing(period.first_day, self.period_kind).previous()


COVERAGE, PRESENCE, TIMELINESS, GRADES = "coverage", "presence", "timeliness", "grades"

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        code=COVERAGE,
        name="第一书记覆盖率",
        numerator="期末有且只有1名在任第一书记的应派村",
        denominator="期末应派第一书记的村（贫困村和整顿中的软弱涣散村）",
        formula="有且只有1名在任第一书记的应派村数 ÷ 应派村数",
        sheets=("T1",),
        rule="E-01/2015",
        source="中组部等《关于做好选派机关优秀干部到村任第一书记工作的通知》（2015年4月）",
        valid_from=dt.date(2015, 4, 1),
        caution="应派村按期末当日的村类型认定。",
    ),
    Indicator(
        code=PRESENCE,
        name="五天四夜达标率",
        numerator="驻村天数和夜数均达到要求的人周",
        denominator="应驻村的人周",
        formula="达标人周数 ÷ 应驻人周数",
        sheets=("T2",),
        rule="E-05/2018",
        source="省委组织部驻村第一书记“五天四夜”工作要求（文号待核）",
        valid_from=dt.date(2015, 4, 1),
        caution="每周应驻天数按法定节假日和调休调整；请假、公差按日抵减；跨月的周计入其周四所在月。",
    ),
    Indicator(
        code=TIMELINESS,
        name="报送及时率",
        numerator="在截止时间前上报的份数",
        denominator="本期应报的份数",
        formula="按时上报份数 ÷ 应报份数",
        sheets=(),
        rule="K-02/2024",
        source="采集任务规定的截止时间",
        valid_from=dt.date(2015, 4, 1),
        caution="以县级提交时刻为准；经退回的，仍以首次提交时刻为准。",
    ),
    Indicator(
        code=GRADES,
        name="第一书记考核优秀比例",
        numerator="考核等次为优秀的第一书记",
        denominator="参加考核并已定等次的第一书记",
        formula="优秀人数 ÷ 已定等次人数",
        sheets=("T3",),
        rule="D-04/2018",
        source="第一书记年度（期满）考核，等次名额见当期考核方案",
        valid_from=dt.date(2015, 4, 1),
        period_kind=PeriodKind.YEAR,
        caution="只反映分布，不作排名依据。",
    ),
)


def indicators_on(day: dt.date) -> tuple[Indicator, ...]:
    """Return the definitions in force on `day`."""
    return tuple(
        item
        for item in INDICATORS
        if item.valid_from <= day and (item.valid_to is None or day < item.valid_to)
    )


def indicator_on(code: str, day: dt.date) -> Indicator:
    """Return the definition of `code` in force on `day`. Raises: NoSuchIndicatorError."""
    for item in indicators_on(day):
        if item.code == code:
            return item
    raise NoSuchIndicatorError(code)


@dataclass(frozen=True)
class Thresholds:
    """From which rate on a value is green or yellow; `is_official` False marks an example."""

    green_at: float
    yellow_at: float
    source: str
    is_official: bool


SMALL_NUMBER = 5  # under five cases a share says nothing (docs/sources.md#small-numbers)


def lamp(ratio: "Ratio | None", thresholds: Thresholds | None) -> Lamp:
    """Say what a ratio means; none reported, too few cases or no thresholds gives no colour.

    >>> lamp(Ratio(93, 100), Thresholds(0.95, 0.90, "", False)).value
    'yellow'
    >>> lamp(Ratio(0, 2), Thresholds(0.95, 0.90, "", False)).value
    'none'
    """
    if ratio is None or thresholds is None or ratio.denominator < SMALL_NUMBER:
        return Lamp.NONE
    rate = ratio.numerator / ratio.denominator
    if rate >= thresholds.green_at:
        return Lamp.GREEN
    return Lamp.YELLOW if rate >= thresholds.yellow_at else Lamp.RED


@dataclass(frozen=True)
class Ratio:
    """A numerator over a denominator; a sum over nothing is not zero but not reported."""

    numerator: int
    denominator: int

    @property
    def rate(self) -> float | None:
        """Return the share (0-1), or None where nothing was counted."""
        return self.numerator / self.denominator if self.denominator else None

    def __add__(self, other: "Ratio") -> "Ratio":
        return Ratio(self.numerator + other.numerator, self.denominator + other.denominator)


NOTHING = Ratio(0, 0)


def total(ratios: Iterable[Ratio]) -> Ratio:
    """Return the ratio of the sums (never the mean of rates)."""
    return sum(ratios, NOTHING)


def change(now: Ratio | None, before: Ratio | None) -> float | None:
    """Return the change of the rate in percentage points, or None where one side is missing.

    >>> change(Ratio(9, 10), Ratio(8, 10))
    10.0
    """
    if now is None or before is None or now.rate is None or before.rate is None:
        return None
    return round((now.rate - before.rate) * 100, 1)
