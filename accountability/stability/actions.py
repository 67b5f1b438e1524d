"""Writes of the stability slice: a county's statement, a conclusion, opening it again."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accountability.assessment.actions import refresh_since
from accountability.reconciliation.actions import run
from accountability.reconciliation.checks import RULES
from accountability.stability.keeping import SHEET
from accountability.stability.models import StabilityAlarm, StabilityStep
from accountability.stability.rules import Ground, Kind, StepKind, Verdict
from portal.access.models import User
from portal.access.roles import Permission
from portal.audit.trail import record

SHORTEST = 2


class StabilityError(Exception):
    """An expected refusal; the text is the Chinese sentence the user reads."""


class NotPermittedError(StabilityError):
    """The user's roles do not allow this for this county."""


class SettledError(StabilityError):
    """The alarm is not where this act could be done."""


class SameHandError(StabilityError):
    """Who spoke for the county would judge it."""


class IncompleteError(StabilityError):
    """Something that must be said was not."""


@transaction.atomic
def state_case(*, alarm: StabilityAlarm, text: str, by: User, at: dt.datetime) -> StabilityStep:
    """Let the county say how it is, before anybody concludes; more words may follow.

    Raises: NotPermittedError, SettledError, IncompleteError.
    """
    row = _locked(alarm)
    if not by.may_in(Permission.UPLOAD_CREATE, row.county_id):
        raise NotPermittedError(f"您没有替{row.county.name}申述的权限。")
    if row.verdict:
        raise SettledError("省级已经认定，不能再补申述；有异议的请联系省级重新打开。")
    words = _said(text, "申述太短，请写清楚实际情况和依据。")
    step = StabilityStep.objects.create(
        alarm=row, county_id=row.county_id, kind=StepKind.STATEMENT, text=words, by=by, at=at
    )
    _note("stability.state", row, f"申述“{row}”：{words}", by=by, at=at)
    return step


@transaction.atomic
def conclude(
    *,
    alarm: StabilityAlarm,
    verdict: Verdict,
    text: str,
    by: User,
    at: dt.datetime,
    ground: str = "",
    approval_number: str = "",
    document: str = "",
    approved_on: dt.date | None = None,
) -> StabilityStep:
    """Decide what an alarm is, with the reason; an exception to C-05 names its approval.

    Raises: NotPermittedError, SettledError, SameHandError, IncompleteError.
    """
    row = _locked(alarm)
    _refuse_conclusion(row, by)
    words = _said(text, "请写明认定的理由。")
    is_excepted = row.kind == Kind.LEFT and verdict is Verdict.EXCEPTION
    given = {
        "ground": ground,
        "approval_number": approval_number.strip()[:80],
        "document": document.strip()[:160],
        "approved_on": approved_on,
    }
    if is_excepted:
        _refuse_approval(ground, approved_on, given, timezone.localdate(at))
    step = StabilityStep.objects.create(
        alarm=row, county_id=row.county_id, kind=StepKind.CONCLUSION, verdict=verdict.value,
        text=words, by=by, at=at, **(given if is_excepted else {}),
    )  # fmt: skip
    _move(row, verdict.value, at)
    sentence = f"认定“{row}”：{row.state_words}；理由：{words}"
    detail = {name: str(value) for name, value in given.items()} if is_excepted else {}
    _note("stability.conclude", row, sentence, by=by, at=at, verdict=verdict.value, **detail)
    return step


@transaction.atomic
def reopen(*, alarm: StabilityAlarm, text: str, by: User, at: dt.datetime) -> StabilityStep:
    """Take a conclusion back, with the reason; what was concluded stays in the history.

    Raises: NotPermittedError, SettledError, IncompleteError.
    """
    row = _locked(alarm)
    _refuse_outsider(row, by)
    if not row.verdict:
        raise SettledError("还没有认定，不需要重新打开。")
    words = _said(text, "请写明重新打开的理由。")
    was = row.state_words
    step = StabilityStep.objects.create(
        alarm=row, county_id=row.county_id, kind=StepKind.REOPENING, text=words, by=by, at=at
    )
    _move(row, "", at)
    sentence = f"重新打开“{row}”（原认定：{was}）；理由：{words}"
    _note("stability.reopen", row, sentence, by=by, at=at)
    return step


def _locked(alarm: StabilityAlarm) -> StabilityAlarm:
    row: StabilityAlarm = (
        StabilityAlarm.objects.select_for_update(of=["self"])
        .select_related("county", "division")
        .get(pk=alarm.pk)
    )
    return row


def _refuse_outsider(row: StabilityAlarm, by: User) -> None:
    if not by.may_in(Permission.STABILITY_CONCLUDE, row.county_id):
        raise NotPermittedError(f"您没有认定{row.county.name}正职异动和缺职的权限。")


def _refuse_conclusion(row: StabilityAlarm, by: User) -> None:
    _refuse_outsider(row, by)
    if row.verdict:
        raise SettledError(f"已经认定为“{row.state_words}”；要改的请先重新打开。")
    if not row.is_standing:
        raise SettledError("数据已经更正，不需要认定。请刷新页面。")
    if row.steps.filter(kind=StepKind.STATEMENT, by=by).exists():
        raise SameHandError("您替县里作过申述，不能再认定，请由其他人办理。")


def _refuse_approval(
    ground: str,
    approved_on: dt.date | None,
    given: Mapping[str, object],
    today: dt.date,
) -> None:
    """Refuse an exception without its approval, all that is missing at once."""
    missing = [
        label
        for label, value in (
            ("例外情形", ground in set(Ground)),
            ("批准文号", given["approval_number"]),
            ("批准文件", given["document"]),
            ("批准日期", approved_on),
        )
        if not value
    ]
    if missing:
        raise IncompleteError(f"认定例外成立的，请填写{'、'.join(missing)}。")
    if approved_on is not None and approved_on > today:
        raise IncompleteError(f"批准日期{approved_on}还没有到，请核对。")


def _said(text: str, refusal: str) -> str:
    words = text.strip()[:500]
    if len(words) < SHORTEST:
        raise IncompleteError(refusal)
    return words


def _move(row: StabilityAlarm, verdict: str, at: dt.datetime) -> None:
    """Set where an alarm stands, and bring up to date what is counted and compared by it."""
    row.verdict = verdict
    row.save(update_fields=["verdict"])
    if row.kind == Kind.LEFT:
        rules = [one for one in RULES.values() if one.code == "X12"]
        run(county_id=row.county_id, rules=rules, at=at)
        refresh_since(sheet=SHEET, county_id=row.county_id, day=row.day, at=at)


def _note(
    verb: str, row: StabilityAlarm, sentence: str, *, by: User, at: dt.datetime, **more: str
) -> None:
    record(
        verb,
        row,
        by=by,
        at=at,
        sentence=f"{by.full_name} {sentence}",
        county_id=row.county_id,
        refused=False,
        **more,
    )
