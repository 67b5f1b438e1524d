"""Periods, states and who may move a submission: pure, no database, no clock."""

import calendar
import datetime as dt
import re
from collections.abc import Iterable
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


class Verb(StrEnum):
    """What moves a submission from one state to another."""

    UPLOAD = "upload"
    FINISH = "finish"
    ABORT = "abort"
    MEND = "mend"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    SIGN = "sign"
    REVIEW = "review"
    ACCEPT = "accept"
    RETURN = "return"
    LOCK = "lock"
    CORRECT = "correct"
    DROP = "drop"
    UNDO = "undo"


VERB_LABELS = {
    Verb.UPLOAD: "上传",
    Verb.FINISH: "校验完成",
    Verb.ABORT: "校验中止",
    Verb.MEND: "在线修改",
    Verb.SUBMIT: "提交",
    Verb.WITHDRAW: "撤回提交",
    Verb.SIGN: "县级审核通过",
    Verb.REVIEW: "市级审核通过",
    Verb.ACCEPT: "省级接收",
    Verb.RETURN: "退回",
    Verb.LOCK: "锁定",
    Verb.CORRECT: "启动更正",
    Verb.DROP: "放弃更正",
    Verb.UNDO: "撤销接收",
}


@dataclass(frozen=True)
class Move:
    """One allowed move: who holds `permission` may go by `verb` from a source to a target."""

    verb: Verb
    sources: frozenset[State]
    targets: frozenset[State]
    permission: str
    wants_reason: bool = False


_S = State
IN_HAND = frozenset({_S.OPEN, _S.TO_MEND, _S.READY, _S.RETURNED, _S.CORRECTING})
# A revision that a submission had in one of these was seen by others than who made it.
SENT = frozenset(
    {
        _S.TO_SIGN,
        _S.TO_REVIEW,
        _S.TO_ACCEPT,
        _S.RETURNED,
        _S.ACCEPTED,
        _S.LOCKED,
        _S.CORRECTING,
    }
)
_CHECKED = frozenset({_S.TO_MEND, _S.READY})


def _move(
    verb: Verb,
    sources: Iterable[State],
    targets: Iterable[State],
    permission: str,
    *,
    wants_reason: bool = False,
) -> Move:
    return Move(verb, frozenset(sources), frozenset(targets), permission, wants_reason)


MOVES: tuple[Move, ...] = (
    _move(Verb.UPLOAD, IN_HAND, {_S.CHECKING, *_CHECKED}, "upload_create"),
    _move(Verb.FINISH, {_S.CHECKING}, _CHECKED, "upload_create"),
    _move(Verb.ABORT, {_S.CHECKING}, IN_HAND, "upload_create"),
    _move(Verb.MEND, IN_HAND - {_S.OPEN}, _CHECKED, "upload_create"),
    _move(Verb.SUBMIT, {_S.READY}, {_S.TO_SIGN}, "submission_submit"),
    _move(Verb.WITHDRAW, {_S.TO_SIGN}, {_S.READY}, "submission_submit"),
    _move(Verb.SIGN, {_S.TO_SIGN}, {_S.TO_REVIEW, _S.TO_ACCEPT}, "submission_sign"),
    _move(Verb.REVIEW, {_S.TO_REVIEW}, {_S.TO_ACCEPT}, "submission_review"),
    _move(Verb.ACCEPT, {_S.TO_ACCEPT}, {_S.ACCEPTED}, "submission_accept"),
    _move(Verb.RETURN, {_S.TO_SIGN}, {_S.RETURNED}, "submission_sign", wants_reason=True),
    _move(Verb.RETURN, {_S.TO_REVIEW}, {_S.RETURNED}, "submission_review", wants_reason=True),
    _move(Verb.RETURN, {_S.TO_ACCEPT}, {_S.RETURNED}, "submission_accept", wants_reason=True),
    _move(Verb.LOCK, {_S.ACCEPTED}, {_S.LOCKED}, "task_manage"),
    _move(Verb.CORRECT, {_S.ACCEPTED}, {_S.CORRECTING}, "submission_submit", wants_reason=True),
    _move(
        Verb.CORRECT,
        {_S.ACCEPTED, _S.LOCKED},
        {_S.CORRECTING},
        "task_manage",
        wants_reason=True,
    ),
    _move(Verb.DROP, IN_HAND - {_S.OPEN}, {_S.ACCEPTED}, "submission_submit", wants_reason=True),
    # What the county has begun to mend is the county's to give up.
    _move(Verb.DROP, {_S.CORRECTING}, {_S.ACCEPTED}, "task_manage", wants_reason=True),
    _move(
        Verb.UNDO,
        {_S.ACCEPTED},
        {_S.ACCEPTED, _S.TO_ACCEPT},
        "submission_undo",
        wants_reason=True,
    ),
)


def moves(verb: Verb, state: State) -> tuple[Move, ...]:
    """Return the moves by `verb` out of `state`: one for each permission that allows it."""
    return tuple(move for move in MOVES if move.verb == verb and state in move.sources)


def after_check(errors_count: int, open_marks_count: int = 0) -> State:
    """Return the state of a checked draft: errors and unanswered return marks block."""
    return State.TO_MEND if errors_count or open_marks_count else State.READY


def after_signing(*, needs_city_review: bool, reports_to_city: bool) -> State:
    """Return where a signed submission goes: not every county has a city above it."""
    return State.TO_REVIEW if needs_city_review and reports_to_city else State.TO_ACCEPT


WAITS_FOR = {
    State.OPEN: "县级填报",
    State.CHECKING: "系统校验",
    State.TO_MEND: "县级填报",
    State.READY: "县级填报",
    State.TO_SIGN: "县级审核",
    State.TO_REVIEW: "市级审核",
    State.TO_ACCEPT: "省级接收",
    State.RETURNED: "县级填报",
    State.CORRECTING: "县级填报",
}


@dataclass(frozen=True)
class Hands:
    """Who has had a hand in the round now under way."""

    prepared_by: frozenset[int]
    submitted_by: int | None = None
    signed_by: int | None = None
    reviewed_by: int | None = None


def conflict(verb: Verb, *, actor: int, hands: Hands) -> str | None:
    """Say why `actor` may not decide on what they prepared or decided before; None if they may.

    Source: docs/sources.md#roles (the preparer is never the approver).
    """
    if verb not in {Verb.SIGN, Verb.REVIEW, Verb.ACCEPT}:
        return None
    act = VERB_LABELS[verb].removesuffix("通过")
    if actor in hands.prepared_by or actor == hands.submitted_by:
        return f"您上传、修改或提交过这份数据，不能再办理{act}。请由另一位有权限的同志办理。"
    if actor in {hands.signed_by, hands.reviewed_by}:
        return f"您已在前一环节审核过这份数据，不能再办理{act}。请由另一位有权限的同志办理。"
    return None


_STRIP = (
    "下载模板",
    "上传文件",
    "自动校验",
    "核对修改",
    "提交",
    "县级审核",
    "市级审核",
    "省级接收",
)
_STRIP_PLACE = {
    State.OPEN: 1,
    State.CHECKING: 2,
    State.TO_MEND: 3,
    State.READY: 4,
    State.TO_SIGN: 5,
    State.TO_REVIEW: 6,
    State.TO_ACCEPT: 7,
    State.RETURNED: 3,
    State.ACCEPTED: 8,
    State.LOCKED: 8,
    State.CORRECTING: 1,
}


def strip(state: State, *, over_city: bool) -> tuple[list[str], int]:
    """Return the steps from template to acceptance and the number of the current one, from 1.

    >>> strip(State.READY, over_city=False)[1], strip(State.TO_ACCEPT, over_city=False)[1]
    (5, 7)
    """
    labels = list(_STRIP)
    place = _STRIP_PLACE[state] + 1
    if over_city:
        return labels, place
    labels.remove("市级审核")
    return labels, place - 1 if place > len(labels) else place


LONG_AGO_DAYS = 365  # beyond a year the days say less than the date


def time_left(due: dt.datetime, now: dt.datetime) -> str:
    """Say in words how far a deadline is; both moments in the same zone.

    >>> noon = dt.datetime(2020, 6, 3, 12)
    >>> time_left(noon, noon - dt.timedelta(hours=3, minutes=20))
    '剩余 3 小时 20 分'
    >>> time_left(noon, noon - dt.timedelta(days=2, hours=1)), time_left(noon, noon)
    ('剩余 2 天', '逾期')
    >>> time_left(noon, noon + dt.timedelta(days=3, hours=1))
    '逾期 3 天'
    >>> time_left(noon, noon + dt.timedelta(days=LONG_AGO_DAYS + 1))
    '已逾期'
    """
    left = due - now
    if left <= dt.timedelta():
        days = (now - due).days
        return "已逾期" if days > LONG_AGO_DAYS else f"逾期 {days} 天" if days else "逾期"
    if left.days:
        return f"剩余 {left.days} 天"
    hours, minutes = divmod(left.seconds // 60, 60)
    return f"剩余 {hours} 小时 {minutes} 分"
