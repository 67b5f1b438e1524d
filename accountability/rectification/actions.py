"""Writes of the slice: re-checks, relapses, decisions on proposals. Cases are only projected."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils import timezone

from accountability.ledgers.models import WeakCaseRow
from accountability.parameters.queries import parameters_on
from accountability.rectification.hooks import CASE_JUDGED
from accountability.rectification.models import Proposal, Recheck, Relapse, WeakCase
from accountability.rectification.models.proposals import Decision
from accountability.rectification.projection import settle
from accountability.rectification.rules.cases import (
    CLAIMED,
    SHORTEST,
    TRACKING,
    Level,
    Result,
    menders_among,
    unfit_to_pass,
)
from accountability.rectification.rules.stages import CLOSED, weak_rules
from portal.access.models import User
from portal.access.roles import Permission
from portal.audit.trail import record
from villages.places.models import Division
from villages.places.models import Level as AreaLevel

SHEET: Final = "T4"
_MENDERS: Final = (
    ("联村县级领导", "county_leader"),
    ("包村乡镇领导", "township_leader"),
    ("驻村第一书记", "first_secretary"),
    ("结对责任人", "partner_person"),
    ("县验收人", "verifier"),
)


class RectificationError(Exception):
    """An expected refusal; the text is the Chinese sentence the user reads."""


class NotPermittedError(RectificationError):
    """The user's roles do not allow this for this county."""


class SamePersonError(RectificationError):
    """Who mends, or accepted for the county, may not check again."""


class WrongStateError(RectificationError):
    """The case does not stand where this can be done."""


class BadFactsError(RectificationError):
    """What was typed contradicts itself, a rule, or says too little."""


@dataclass(frozen=True)
class Look:
    """What a re-check found, as typed."""

    picked: str
    checked_on: dt.date
    result: Result
    score: Decimal | None
    raters_count: int | None
    dissatisfied_count: int | None
    facts: str
    evidence: str
    checkers: str


@transaction.atomic
def recheck(*, case: WeakCase, look: Look, by: User, at: dt.datetime) -> Recheck:
    """Note what somebody from above the county found in what it accepted.

    不通过 sends the case back: the county enters it as 重新整顿. Raises: RectificationError.
    """
    row = _locked(case)
    level = _level(row, by)
    _refuse_recheck(row, look, at)
    made = Recheck.objects.create(
        village_id=row.village_id,
        county_id=row.county_id,
        level=level,
        picked=look.picked,
        checked_on=look.checked_on,
        result=look.result,
        score=look.score,
        raters_count=look.raters_count,
        dissatisfied_count=look.dissatisfied_count,
        facts=look.facts.strip(),
        evidence=look.evidence.strip(),
        checkers=look.checkers.strip(),
        stage=row.stage,
        source_revision_id=row.source_revision_id,
        source_row=row.source_row,
        by=by,
        at=at,
    )
    record(
        "rectification.recheck",
        made,
        by=by,
        at=at,
        sentence=f"{made.get_level_display()}{row.village.name}的整顿（县报“{row.stage}”）："
        f"{made.get_result_display()}；{made.facts[:100]}",
        county_id=row.county_id,
    )
    _judged(row.county_id, look.checked_on, at)
    return made


def note_draw(*, seed: str, number: int, pool: list[int], by: User, at: dt.datetime) -> None:
    """Write down who drew how many cases, from which, by which seed."""
    record(
        "rectification.draw",
        None,
        by=by,
        at=at,
        sentence=f"从{len(pool)}个已验收个案中随机抽取{number}个，种子{seed}",
        seed=seed,
        number=number,
        pool=pool,
    )


@transaction.atomic
def note_relapse(
    *, case: WeakCase, found_on: dt.date, facts: str, by: User, at: dt.datetime
) -> Relapse:
    """Note that an accepted branch fell back while it is tracked; the county opens it again.

    Raises: RectificationError.
    """
    row = _locked(case)
    _level(row, by)
    if row.order or row.standing not in TRACKING | {CLOSED}:
        raise WrongStateError(f"该村现为“{row.standing}”，转化以后才谈得上反弹。")
    since = row.verified_on or row.opened_on
    if since and found_on < since:
        raise BadFactsError(f"发现日期早于验收日期{since}，请核对。")
    if row.tracked_until and found_on > row.tracked_until:
        raise WrongStateError(
            f"跟踪期到{row.tracked_until}已满，此后出现的问题请由县里按新个案排查列入。"
        )
    _refuse_words(found_on, facts, at)
    made = Relapse.objects.create(
        village_id=row.village_id,
        county_id=row.county_id,
        found_on=found_on,
        facts=facts.strip(),
        stage=row.stage,
        source_revision_id=row.source_revision_id,
        source_row=row.source_row,
        by=by,
        at=at,
    )
    record(
        "rectification.relapse",
        made,
        by=by,
        at=at,
        sentence=f"登记{row.village.name}反弹（县报“{row.stage}”）：{made.facts[:100]}",
        county_id=row.county_id,
    )
    _judged(row.county_id, found_on, at)
    return made


@transaction.atomic
def decide(
    *, proposal: Proposal, decision: Decision, reason: str, by: User, at: dt.datetime
) -> Proposal:
    """Agree that a proposed village is listed, or say why not; a later word replaces the earlier.

    Agreed, it stands in the county's next blank as 排查: the county enters it.
    Raises: RectificationError.
    """
    row: Proposal = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("village")
        .get(pk=proposal.pk)
    )
    if not by.may_in(Permission.WEAK_PROPOSE, row.county_id):
        raise NotPermittedError("您没有办理这个县拟列入的村的权限。")
    if not Proposal.objects.standing().filter(pk=row.pk).exists():
        raise WrongStateError("该村已经列入整顿，或者换届已经完成，不需要办理。请刷新页面。")
    if decision is Decision.DISMISSED and len(reason.strip()) < SHORTEST:
        raise BadFactsError(f"不列入的请写明理由，不少于{SHORTEST}个字。")
    row.decision, row.decision_reason = decision, reason.strip()[:300]
    row.decided_by, row.decided_at = by, at
    row.save(update_fields=["decision", "decision_reason", "decided_by", "decided_at"])
    record(
        "rectification.decide",
        row,
        by=by,
        at=at,
        sentence=f"{row.village.name}（换届未完成）{row.get_decision_display()}"
        + (f"；理由：{row.decision_reason}" if row.decision_reason else ""),
        county_id=row.county_id,
    )
    return row


def is_of_county(user: User, county_id: int) -> bool:
    """Say whether a user holds any role in the county itself: all grants, not only a page's."""
    return any(grant.area_id == county_id for grant in user.active_grants)


def _locked(case: WeakCase) -> WeakCase:
    row: WeakCase = (
        WeakCase.objects.select_for_update(of=("self",)).select_related("village").get(pk=case.pk)
    )
    return row


def _level(case: WeakCase, by: User) -> Level:
    """Return for whom `by` checks. Raises: NotPermittedError, SamePersonError."""
    if not by.may_in(Permission.WEAK_RECHECK, case.county_id):
        raise NotPermittedError("您没有抽验这个县的整顿的权限。")
    if is_of_county(by, case.county_id):
        raise SamePersonError("您在这个县有职责，整顿的人不能复核整顿，请由县外的人办理。")
    areas = Division.objects.filter(pk__in=by.areas_for(Permission.WEAK_RECHECK))
    is_province = areas.filter(level=AreaLevel.PROVINCE).exists()
    return Level.PROVINCE if is_province else Level.CITY


def _refuse_recheck(case: WeakCase, look: Look, at: dt.datetime) -> None:
    if case.order or case.stage not in CLAIMED:
        raise WrongStateError(f"该村现为“{case.standing}”，县里验收以后才能抽验。")
    since = case.verified_on or case.opened_on
    if since and look.checked_on < since:
        raise BadFactsError(f"抽验日期早于县里的验收日期{since}，请核对。")
    _refuse_words(look.checked_on, look.facts, at)
    if None not in (look.raters_count, look.dissatisfied_count) and (
        (look.dissatisfied_count or 0) > (look.raters_count or 0)
    ):
        raise BadFactsError("不满意票多于测评人数，请核对票数。")
    rules = weak_rules(parameters_on(look.checked_on))
    unfit = unfit_to_pass(
        score=look.score,
        raters=look.raters_count,
        dissatisfied=look.dissatisfied_count,
        rules=rules,
    )
    if unfit and look.result is Result.PASSED:
        raise BadFactsError(f"{'；'.join(unfit)}，结果不能是“通过”{rules.mark}。")
    told = WeakCaseRow.objects.filter(
        revision_id=case.source_revision_id,
        sheet_name=case.source_sheet,
        row_no=case.source_row,
    ).first()
    named = [(role, getattr(told, field)) for role, field in _MENDERS] if told else []
    same = menders_among(look.checkers, named)
    if same:
        raise SamePersonError(f"{'、'.join(same)}参加了本村的整顿或验收，不能复核。")


def _refuse_words(day: dt.date, facts: str, at: dt.datetime) -> None:
    if day > timezone.localdate(at):
        raise BadFactsError("日期还没有到，请核对。")
    if len(facts.strip()) < SHORTEST:
        raise BadFactsError(f"请写清楚看到的情况，不少于{SHORTEST}个字。")


def _judged(county_id: int, day: dt.date, at: dt.datetime) -> None:
    settle(county_id)
    for judged in CASE_JUDGED:
        judged(sheet=SHEET, county_id=county_id, day=day, at=at)
