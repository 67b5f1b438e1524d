"""Reads of contradictions: lists, both sides of one, how right each rule was, what waits."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from accountability.intake.declare import SHEETS
from accountability.intake.models import Revision, SheetRow
from accountability.intake.queries.cells import rows_of
from accountability.reconciliation.checks import RULES
from accountability.reconciliation.models import (
    Contradiction,
    DeclaredFigure,
    Ruling,
)
from accountability.reconciliation.rules import Cleared, Record, Rule, State, record_of
from portal.access.models import User
from portal.access.roles import Permission

OPEN, CORRECTING, SILENT, CLEARED, EVERY = "open", "correcting", "silent", "cleared", "all"
_TABS: dict[str, Q] = {
    OPEN: Q(state=State.OPEN),
    CORRECTING: Q(state=State.CORRECTING),
    SILENT: Q(state=State.CLEARED, cleared_by=Cleared.RULED),
    CLEARED: Q(state=State.CLEARED) & ~Q(cleared_by=Cleared.RULED),
    EVERY: Q(),
}
TAB_LABELS = {
    OPEN: "待裁定",
    CORRECTING: "待更正",
    SILENT: "口径不同",
    CLEARED: "已消除",
    EVERY: "全部",
}


def in_tab(rows: QuerySet[Contradiction], tab: str) -> QuerySet[Contradiction]:
    """Keep the contradictions of one tab."""
    return rows.filter(_TABS[tab])


def tab_counts(rows: QuerySet[Contradiction]) -> dict[str, int]:
    """Count the contradictions of every tab, one query."""
    counts: dict[str, int] = rows.aggregate(
        **{tab: Count("pk", filter=condition) for tab, condition in _TABS.items() if condition},
        **{EVERY: Count("pk")},
    )
    return counts


@dataclass(frozen=True)
class Side:
    """One side of a contradiction: what it says, and where, in which file, by whom.

    `hidden` says that it lies in another county and that the reader may not see that county.
    """

    title: str
    value: str
    revision: Revision | None = None
    row: SheetRow | None = None
    field: str = ""
    column: str = ""
    address: str = ""
    raw: str = ""
    fact: str = ""
    hidden: bool = False


def sides(found: Contradiction, user: User) -> tuple[Side, Side]:
    """Return both sides as the user may see them; at most four queries."""
    ids = [pk for pk in (found.left_revision_id, found.right_revision_id) if pk]
    known: dict[int, Revision] = (
        Revision.objects.visible_to(user)
        .select_related("upload", "upload__uploaded_by", "county", "submission__task")
        .in_bulk(ids)
    )
    return tuple(_side(found, known, name) for name in ("left", "right"))  # type: ignore[return-value]


def _side(found: Contradiction, known: dict[int, Revision], name: str) -> Side:
    rule = RULES.get(found.rule)
    code = getattr(rule, name) if rule else ""
    title = f"《{SHEETS[code].title}》" if code in SHEETS else code
    value = getattr(found, f"{name}_value")
    fact = found.right_fact if name == "right" else ""
    pk = getattr(found, f"{name}_revision_id")
    revision = known.get(pk)
    if revision is None:
        return Side(title, value or fact, fact=fact, hidden=pk is not None)
    return _of_file(found, revision, name, Side(title, value or fact, revision, fact=fact))


def _of_file(found: Contradiction, revision: Revision, name: str, side: Side) -> Side:
    row_no, field = getattr(found, f"{name}_row"), getattr(found, f"{name}_field")
    sheet_name = getattr(found, f"{name}_sheet_name")
    if row_no is None:
        return side
    rows = rows_of(revision).filter(row_no=row_no)
    row = rows.filter(sheet_name=sheet_name).first() or rows.first()
    names = [column.name for column in SHEETS[revision.sheet_code].columns]
    place = names.index(field) if field in names else -1
    letter = revision.columns.get(row.sheet_name if row else sheet_name, {}).get(field, "")
    raw = row.raw[place] if row and 0 <= place < len(row.raw) else ""
    return Side(
        title=side.title,
        value=side.value or raw,
        revision=revision,
        row=row,
        field=field,
        column=SHEETS[revision.sheet_code].columns[place].path if place >= 0 else "",
        address=f"{letter}{row_no}" if letter else f"第{row_no}行",
        raw=raw,
        fact=side.fact,
    )


def rulings_of(found: Contradiction) -> QuerySet[Ruling]:
    """Return what was ruled on a contradiction, the newest first."""
    return found.rulings.select_related("by").order_by("-at", "-pk")


@dataclass(frozen=True)
class RuleLine:
    """One rule with what it has found and how often that was right."""

    rule: Rule
    open: int
    correcting: int
    seen: int
    record: Record


def rule_lines(user: User) -> list[RuleLine]:
    """Return every rule with its counts in the user's counties; two queries."""
    rows = Contradiction.objects.visible_to(user).order_by()
    counts: dict[str, dict[str, Any]] = {
        row["rule"]: row
        for row in rows.values("rule").annotate(
            open=Count("pk", filter=_TABS[OPEN]),
            correcting=Count("pk", filter=_TABS[CORRECTING]),
            seen=Count("pk"),
        )
    }
    last = (
        Ruling.objects.visible_to(user)
        .order_by("contradiction_id", "-at", "-pk")
        .distinct("contradiction_id")
        .values_list("contradiction__rule", "verdict")
    )
    verdicts: dict[str, list[str]] = defaultdict(list)
    for rule, verdict in last:
        verdicts[rule].append(verdict)
    nothing = {"open": 0, "correcting": 0, "seen": 0}
    return [
        RuleLine(
            rule=rule,
            record=record_of(verdicts[key]),
            **{name: counts.get(key, nothing)[name] for name in nothing},
        )
        for key, rule in RULES.items()
    ]


def waiting_for(user: User) -> QuerySet[Contradiction]:
    """Return what waits for the user: to rule on, or to correct in their county; oldest first."""
    rows = Contradiction.objects.visible_to(user)
    mine = Q(pk__in=[])
    if user.may(Permission.CONTRADICTION_RULE):
        mine |= _TABS[OPEN]
    if user.may(Permission.UPLOAD_CREATE):
        counties = list(user.counties_for(Permission.UPLOAD_CREATE))
        mine |= Q(state=State.CORRECTING, correct_counties__overlap=counties)
    return rows.filter(mine).select_related("county").order_by("first_seen_at", "pk")


def rules_waiting(user: User) -> int:
    """Return of how many rules something waits for the user: they are ruled on together."""
    return waiting_for(user).order_by().values("rule").distinct().count()


def declared_figures(user: User) -> QuerySet[DeclaredFigure]:
    """Return the figures in force of the user's counties, the newest first."""
    return (
        DeclaredFigure.objects.visible_to(user)
        .filter(replaced_at__isnull=True)
        .select_related("county", "typed_by")
        .order_by("-typed_at", "-pk")
    )


def last_seen(user: User) -> dt.datetime | None:
    """Return when a run last found anything in the user's counties."""
    newest = Contradiction.objects.visible_to(user).order_by("-last_seen_at").first()
    return newest.last_seen_at if newest else None
