"""How the obligations of a topic stand in a scope: what is in, what contradicts, what is owed."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Count, Q

from accountability.assessment.queries import County
from accountability.intake.models import CollectionTask, Submission
from accountability.intake.rules import Period
from accountability.intake.rules import State as Stage
from accountability.reconciliation.models import Contradiction
from accountability.reconciliation.rules import State
from portal.access.models import User

TAKEN = frozenset({Stage.ACCEPTED.value, Stage.LOCKED.value})


@dataclass
class Standing:
    """The last period of a sheet that had ended: its task, who was asked, who has not reported."""

    sheet: str
    task_id: int
    period: Period
    asked: int = 0
    accepted: int = 0
    missing: list[County] = field(default_factory=list)

    @property
    def reported(self) -> int:
        """Return how many have reported."""
        return self.asked - len(self.missing)


def standings(
    user: User, sheets: Collection[str], frame: list[County], period: Period
) -> dict[str, Standing]:
    """Return where each sheet stands in these counties, none for one never asked; two queries."""
    found: dict[str, Standing] = {}
    tasks = CollectionTask.objects.filter(sheet_code__in=sheets)
    for pk, code, text in tasks.values_list("pk", "sheet_code", "period"):
        own, known = Period.parse(text), found.get(code)
        if own.last_day <= period.last_day and (not known or known.period.last_day < own.last_day):
            found[code] = Standing(code, pk, own)
    by_task = {one.task_id: one for one in found.values()}
    counties = {county.pk: county for county in frame}
    rows = (
        Submission.objects.visible_to(user)
        .filter(task__in=list(by_task), county_id__in=list(counties))
        .order_by("county__code")
        .values_list("task_id", "county_id", "submitted_at", "state")
    )
    for task, county, submitted, state in rows:
        one = by_task[task]
        one.asked += 1
        one.accepted += state in TAKEN
        if submitted is None:
            one.missing.append(counties[county])
    return {code: one for code, one in found.items() if one.asked}


@dataclass(frozen=True)
class Disputed:
    """The open contradictions of one rule: how many, in how many counties."""

    count: int
    counties: int


def contradictions(user: User, frame: list[County]) -> dict[str, Disputed]:
    """Return what is open by the key of the rule (X4-OUT), one query."""
    rows = (
        Contradiction.objects.visible_to(user)
        .filter(~Q(state=State.CLEARED), county_id__in=[county.pk for county in frame])
        .order_by()
        .values_list("rule")
        .annotate(number=Count("pk"), counties=Count("county_id", distinct=True))
    )
    return {rule: Disputed(number, counties) for rule, number, counties in rows}
