"""One case: where it stands, the six steps, the four ones, plan, acceptance, re-checks, history."""

import datetime as dt
from dataclasses import dataclass
from itertools import zip_longest

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accountability.intake.rules import Period
from accountability.ledgers.models import WeakCaseRow
from accountability.parameters.queries import parameters_on
from accountability.rectification import queries
from accountability.rectification.actions import is_of_county
from accountability.rectification.lists import TONES
from accountability.rectification.models import Recheck, Relapse, WeakCase
from accountability.rectification.rules.cases import CLAIMED, TRACKING
from accountability.rectification.rules.stages import CLOSED, DOING, DONE, weak_rules
from portal.access.guards import Request, require
from portal.access.models import User
from portal.access.roles import Permission
from portal.ui.parts import Entry


@dataclass(frozen=True)
class Step:
    """One of the six steps as the stepper shows it."""

    name: str
    state: str
    day: dt.date | None

    @property
    def css(self) -> str:
        """Return the class of the stepper's item."""
        return {DONE: "is-done", DOING: "is-current"}.get(self.state, "")


@dataclass(frozen=True)
class Line:
    """One point of the case's history, with the page it leads to."""

    when: str
    text: str
    note: str = ""
    url: str = ""
    source: str = ""
    bad: bool = False


def visible_case(user: User, case_id: int) -> WeakCase:
    """Return a case the user may see, or answer 404."""
    found: WeakCase = get_object_or_404(
        WeakCase.objects.visible_to(user).select_related(
            "county", "village__parent", "previous", "source_revision"
        ),
        pk=case_id,
    )
    return found


@require_GET
@require(Permission.VILLAGE_VIEW)
def case(request: Request, case_id: int) -> HttpResponse:
    """Show a case with everything it stands on."""
    one = visible_case(request.user, case_id)
    row = queries.row_of(one)
    rules = weak_rules(parameters_on(timezone.localdate()))
    rechecks = queries.rechecks_of(one, request.user)
    relapses = queries.relapses_of(one, request.user)
    context = {
        "case": one,
        "row": row,
        "tone": TONES[one.group],
        "late": one.days_late,
        "steps": _steps(row, rules.steps),
        "steps_mark": rules.steps_mark,
        "basics": _basics(one, row),
        "ones": _ones(row),
        "plan": _plan(row),
        "acceptance": _acceptance(row),
        "rechecks": rechecks,
        "lines": _lines(one, request.user, rechecks, relapses),
        "alike": queries.alike(one, row) if row else [],
        "follower": one.followers.first(),
        **_may(request.user, one),
    }
    return render(request, "accountability/rectification/case.html", context)


def _may(user: User, one: WeakCase) -> dict[str, bool]:
    is_above = user.may_in(Permission.WEAK_RECHECK, one.county_id) and not is_of_county(
        user, one.county_id
    )
    claims = is_above and not one.order and one.group != "past"
    return {
        "may_recheck": claims and one.standing in CLAIMED,
        "may_relapse": claims and one.standing in TRACKING | {CLOSED},
    }


def _steps(row: WeakCaseRow | None, names: tuple[str, ...]) -> list[Step]:
    states = row.step_states if row else []
    days = row.step_dates if row else []
    told = zip_longest(names, states[: len(names)], days[: len(names)])
    return [Step(name, state or "未填", day) for name, state, day in told]


def _day(day: dt.date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


def _basics(one: WeakCase, row: WeakCaseRow | None) -> list[Entry]:
    last = Period.parse(one.period).label
    hardest = {True: "是", False: "否", None: ""}[one.is_hardest]
    return [
        Entry("县报进度", f"{one.stage}（{last}）"),
        Entry("类型", "、".join(one.weak_types)),
        Entry("具体表现及原因", row.symptoms if row else ""),
        Entry("难度等级", one.difficulty),
        Entry("老大难", hardest),
        Entry("六步", f"完成{one.steps_done}步"),
        Entry("立案", _day(one.opened_on)),
        Entry("计划完成", _day(one.planned_on)),
        Entry("实际完成", _day(one.finished_on)),
        Entry("跟踪截止", _day(one.tracked_until)),
        Entry("轮次", f"第{one.round}轮" + (f"，反弹{one.relapses}次" if one.relapses else "")),
    ]


def _ones(row: WeakCaseRow | None) -> list[Entry]:
    if row is None:
        return []

    def person(name: str, more: str) -> str:
        return f"{name}（{more}）" if name and more else name or more

    return [
        Entry("联村县级领导", person(row.county_leader, row.county_leader_post)),
        Entry("包村乡镇领导", person(row.township_leader, row.township_leader_post)),
        Entry("驻村第一书记", person(row.first_secretary, row.first_secretary_unit)),
        Entry("结对帮扶单位", person(row.partner_unit, row.partner_person)),
    ]


def _plan(row: WeakCaseRow | None) -> list[Entry]:
    if row is None:
        return []
    return [Entry("整顿目标", row.goal), Entry("整顿措施", row.measures), Entry("备注", row.remark)]


def _acceptance(row: WeakCaseRow | None) -> list[Entry]:
    if row is None or not (row.verdict or row.verified_on or row.score):
        return []
    votes = ""
    if row.raters_count is not None:
        votes = f"{row.raters_count}人，不满意{row.dissatisfied_count or 0}票"
    return [
        Entry("验收结果", row.verdict),
        Entry("得分", "" if row.score is None else f"{row.score.normalize():f}"),
        Entry("测评", votes),
        Entry("验收人", row.verifier),
        Entry("验收单位", row.verifier_unit),
        Entry("验收日期", _day(row.verified_on)),
    ]


def _lines(
    one: WeakCase, user: User, rechecks: list[Recheck], relapses: list[Relapse]
) -> list[Line]:
    """Return what happened, the latest first: ledgers, re-checks, relapses."""
    found: list[tuple[dt.date, Line]] = []
    for month in queries.months_of(one, user):
        period = Period.parse(month.period)
        told = Line(period.label, month.stage, month.remark, month.source.url, month.source.words)
        found.append((period.last_day, told))
    for check in rechecks:
        text = f"{check.get_level_display()}：{check.get_result_display()}"
        bad = check.result == "failed"
        found.append((check.checked_on, Line(_day(check.checked_on), text, check.facts, bad=bad)))
    found += [
        (back.found_on, Line(_day(back.found_on), "发现反弹", back.facts, bad=True))
        for back in relapses
    ]
    return [line for _, line in sorted(found, key=lambda pair: pair[0], reverse=True)]
