"""Periods, states and who may move a submission: pure, no database, no clock."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum


class PeriodKind(StrEnum):
    """How long a reporting period is."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class BadPeriodError(ValueError):
    """The text names no period."""


_FORMS = {
    PeriodKind.MONTH: re.compile(r"(\d{4})-(0[1-9]|1[0-2])"),
    PeriodKind.QUARTER: re.compile(r"(\d{4})Q([1-4])"),
    PeriodKind.HALF: re.compile(r"(\d{4})H([12])"),
    PeriodKind.YEAR: re.compile(r"(\d{4})"),
}
_MONTHS = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.HALF: 6,
    PeriodKind.YEAR: 12,
}


@dataclass(frozen=True, order=True)
class Period:
    """One reporting period.

    >>> Period.parse("2020-05").last_day
    datetime.date(2020, 5, 31)
    >>> str(Period.parse("2020Q1").previous())
    '2019Q4'
    >>> Period.parse("2020H2").label
    '2020年下半年'
    """

    first_day: dt.date
    kind: PeriodKind

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read 2020-05, 2020Q2, 2020H1 or 2020. Raises: BadPeriodError."""
        for kind, form in _FORMS.items():
            found = form.fullmatch(text)
            if found:
                step = int(found[2]) if found.lastindex == 2 else 1  # noqa: PLR2004
                return cls(dt.date(int(found[1]), (step - 1) * _MONTHS[kind] + 1, 1), kind)
        raise BadPeriodError(text)

    @classmethod
    def containing(cls, day: dt.date, kind: PeriodKind) -> "Period":
        """Return the period of `kind` in which `day` lies."""
        months = _MONTHS[kind]
        return cls(dt.date(day.year, (day.month - 1) // months * months + 1, 1), kind)

    @property
    def last_day(self) -> dt.date:
        """Return the last day of the period."""
        month = self.first_day.month + _MONTHS[self.kind] - 1
        return dt.date(
            self.first_day.year, month, calendar.monthrange(self.first_day.year, month)[1]
        )

    @property
    def step(self) -> int:
        """Return the number of the period within its year, from 1."""
        return (self.first_day.month - 1) // _MONTHS[self.kind] + 1

    @property
    def label(self) -> str:
        """Return the period in Chinese."""
        year = self.first_day.year
        return {
            PeriodKind.MONTH: f"{year}年{self.step}月",
            PeriodKind.QUARTER: f"{year}年第{'一二三四'[(self.step - 1) % 4]}季度",
            PeriodKind.HALF: f"{year}年{'上下'[(self.step - 1) % 2]}半年",
            PeriodKind.YEAR: f"{year}年",
        }[self.kind]

    def previous(self) -> "Period":
        """Return the period before."""
        return Period.containing(self.first_day - dt.timedelta(days=1), self.kind)

    def following(self) -> "Period":
        """Return the period after."""
        return Period.containing(self.last_day + dt.timedelta(days=1), self.kind)

    def __str__(self) -> str:
        year = self.first_day.year
        return {
            PeriodKind.MONTH: f"{year}-{self.step:02d}",
            PeriodKind.QUARTER: f"{year}Q{self.step}",
            PeriodKind.HALF: f"{year}H{self.step}",
            PeriodKind.YEAR: f"{year}",
        }[self.kind]


class State(StrEnum):
    """Where a county's submission of one sheet for one period stands (domain 8)."""

    OPEN = "open"
    CHECKING = "checking"
    TO_MEND = "to_mend"
    READY = "ready"
    TO_SIGN = "to_sign"
    TO_REVIEW = "to_review"
    TO_ACCEPT = "to_accept"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    LOCKED = "locked"
    CORRECTING = "correcting"


STATE_LABELS = {
    State.OPEN: "待上传",
    State.CHECKING: "校验中",
    State.TO_MEND: "待修改",
    State.READY: "可提交",
    State.TO_SIGN: "待县级审核",
    State.TO_REVIEW: "待市级审核",
    State.TO_ACCEPT: "待省级接收",
    State.RETURNED: "已退回",
    State.ACCEPTED: "已接收",
    State.LOCKED: "已锁定",
    State.CORRECTING: "更正中",
}


class Severity(StrEnum):
    """What a problem means: an error blocks, a warning wants a word, a notice informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"
