"""What of reconciliation waits for somebody: to rule on, or to correct what was reported."""

import datetime as dt
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.urls import reverse

from accountability.intake.declare import SHEETS
from accountability.reconciliation.checks import RULES
from accountability.reconciliation.models import Contradiction
from accountability.reconciliation.rules import State
from portal.access.models import User
from portal.access.reader import Narrowed
from portal.access.roles import Permission
from portal.ui.todo import Rows, Todo, TodoSource, register_todo


def to_correct(user: User, _at: dt.datetime) -> Rows | None:
    """Return the contradictions whose wrong side the user's county reported."""
    if not user.may(Permission.UPLOAD_CREATE):
        return None
    mine = Narrowed(user, Permission.UPLOAD_CREATE)
    rows: Rows = Contradiction.objects.visible_to(mine).filter(
        state=State.CORRECTING, correct_counties__overlap=list(mine.county_ids)
    )
    return rows


def correction_entry(row: Contradiction) -> Todo:
    """Say which contradiction is to be corrected."""
    rule = RULES.get(row.rule)
    where = SHEETS[rule.left].title if rule and rule.left in SHEETS else ""
    return Todo(
        title=f"{row.county.name} {row.subject}：{row.sentence}",
        url=reverse("reconciliation:detail", args=[row.pk]),
        note=where,
        state="请更正",
        tone="warning",
        action="核实并更正",
    )


def to_rule(user: User, _at: dt.datetime) -> Rows | None:
    """Return one contradiction of each rule that has any to rule on: they are ruled on together."""
    if not user.may(Permission.CONTRADICTION_RULE):
        return None
    mine = Contradiction.objects.visible_to(Narrowed(user, Permission.CONTRADICTION_RULE))
    firsts = (
        mine.filter(state=State.OPEN).order_by().values("rule").annotate(first=Min("pk"))
    ).values("first")
    rows: Rows = mine.filter(pk__in=firsts)
    return rows


def with_counts(rows: Rows) -> Rows:
    """Count what is open of the same rule; row level security keeps to the user's counties."""
    same = (
        Contradiction.objects.filter(rule=OuterRef("rule"))
        .order_by()
        .values("rule")
        .annotate(open=Count("pk", filter=Q(state=State.OPEN)))
        .values("open")
    )
    counted: Rows = rows.annotate(open_count=Subquery(same))
    return counted


def rule_entry(row: Any) -> Todo:
    """Say which rule has how many contradictions to rule on."""
    rule = RULES.get(row.rule)
    return Todo(
        title=f"勾稽核对：{row.code} {rule.title if rule else '已停用的规则'}",
        url=f"{reverse('reconciliation:list')}?rule={row.rule}",
        state=f"{row.open_count}处待裁定",
        tone="warning",
        action="核实并裁定",
    )


register_todo(
    TodoSource(
        key="correct",
        label="待更正的矛盾",
        rows=to_correct,
        entry=correction_entry,
        widen=lambda rows: rows.select_related("county"),
        order=15,
    )
)
register_todo(
    TodoSource(
        key="rule-on",
        label="待裁定的矛盾",
        rows=to_rule,
        entry=rule_entry,
        widen=with_counts,
        order=25,
    )
)
