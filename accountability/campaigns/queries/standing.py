"""How far campaigns are: counts by campaign, by task, by county; one query each."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import TruncDate

from accountability.campaigns.models import Campaign, CountyTask, WorkTask
from accountability.campaigns.rules import OPEN, CampaignState, Progress
from portal.access.reader import Reader

_OPEN = [state.value for state in OPEN]


@dataclass(frozen=True)
class Tally:
    """County tasks counted by where they stand; `due` are those whose day has passed."""

    total: int = 0
    not_begun: int = 0
    under_way: int = 0
    reported: int = 0
    returned: int = 0
    confirmed: int = 0
    overdue: int = 0
    due: int = 0
    in_time: int = 0
    counties: int = 0


def counts(today: dt.date) -> dict[str, Count]:
    """Return what a tally is counted by. The last three: campaigns.rules.counts_in_time."""
    due = Q(due_on__lt=today)
    done = Q(state=Progress.CONFIRMED, said_on__lte=F("due_on"))
    return {
        "total": Count("pk"),
        **{state.value: Count("pk", filter=Q(state=state.value)) for state in Progress},
        "overdue": Count("pk", filter=due & Q(state__in=_OPEN)),
        "due": Count("pk", filter=due),
        "in_time": Count("pk", filter=due & done),
        "counties": Count("county", distinct=True),
    }


def items_of(reader: Reader) -> QuerySet[CountyTask]:
    """Return the county tasks somebody may see, each with the day it was reported done."""
    rows: QuerySet[CountyTask] = (
        CountyTask.objects.visible_to(reader)
        .standing()
        .annotate(said_on=TruncDate("reported_at"))
        .order_by()
    )
    return rows


def tally(reader: Reader, campaign: Campaign, today: dt.date) -> Tally:
    """Count one campaign's county tasks."""
    return Tally(**items_of(reader).filter(campaign=campaign).aggregate(**counts(today)))


def by_campaign(reader: Reader, campaigns: Iterable[int], today: dt.date) -> dict[int, Tally]:
    """Count the county tasks of several campaigns."""
    return _by(items_of(reader).filter(campaign_id__in=list(campaigns)), "campaign_id", today)


def in_counties(reader: Reader, counties: Iterable[int], today: dt.date) -> dict[int, Tally]:
    """Count the county tasks of some counties in each campaign that goes on."""
    mine = items_of(reader).filter(campaign__state=CampaignState.ISSUED, county_id__in=counties)
    return _by(mine, "campaign_id", today)


def by_task(reader: Reader, campaign: Campaign, today: dt.date) -> dict[int, Tally]:
    """Count the counties of each task of a campaign."""
    return _by(items_of(reader).filter(campaign=campaign), "task_id", today)


def by_county(reader: Reader, campaign: Campaign, today: dt.date) -> dict[int, Tally]:
    """Count the tasks of each county of a campaign."""
    return _by(items_of(reader).filter(campaign=campaign), "county_id", today)


def _by(items: QuerySet[CountyTask], key: str, today: dt.date) -> dict[int, Tally]:
    rows: Iterable[dict[str, Any]] = items.values(key).annotate(**counts(today))
    return {row.pop(key): Tally(**row) for row in map(dict, rows)}


def tasks_of(reader: Reader, campaign: Campaign) -> QuerySet[WorkTask]:
    """Return the tasks of a campaign with stage and timetable, withdrawn ones too.

    A task of one county alone is shown to who may see that county.
    """
    mine = Q(only_county__isnull=True) | Q(only_county_id__in=reader.county_ids)
    rows = campaign.tasks.filter(mine).select_related("stage", "only_county")
    return rows.prefetch_related("milestones")


def items_in(reader: Reader, campaign: Campaign, counties: Iterable[int]) -> QuerySet[CountyTask]:
    """Return the county tasks of some counties of a campaign, due first, done last."""
    return (
        items_of(reader)
        .filter(campaign=campaign, county_id__in=list(counties))
        .select_related("task", "county", "postponement")
        .annotate(is_done=ExpressionWrapper(Q(state=Progress.CONFIRMED), BooleanField()))
        .order_by("is_done", "due_on", "task__number")
    )


def overdue(reader: Reader, campaign: Campaign, today: dt.date) -> QuerySet[CountyTask]:
    """Return what is overdue in a campaign, the longest first."""
    rows: QuerySet[CountyTask] = (
        CountyTask.objects.visible_to(reader)
        .standing()
        .overdue(today)
        .filter(campaign=campaign)
        .select_related("task", "county", "postponement")
        .order_by("due_on", "county__code", "task__number")
    )
    return rows
