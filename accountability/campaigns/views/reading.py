"""Reading campaigns: the list, one campaign, one county of it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accountability.campaigns.lists import CAMPAIGNS
from accountability.campaigns.models import (
    Campaign,
    CampaignCounty,
    CountyTask,
    RoadmapStage,
    WorkTask,
)
from accountability.campaigns.queries import standing as queries
from accountability.campaigns.queries.plans import plan_of
from accountability.campaigns.queries.standing import Tally
from accountability.campaigns.rules import CampaignState, gaps
from accountability.campaigns.tags import STATE_TONES, standing
from accountability.campaigns.views.acting import campaign_for
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui.charts import Span
from portal.ui.figures import rate_text
from portal.ui.listing import answer
from portal.ui.paging import page_of
from portal.ui.palette import COLOURS, Tone
from portal.ui.parts import Entry, Fact

SHOWN_OVERDUE = 50
COUNTIES_A_PAGE = 30


@require_http_methods(["GET", "POST"])
@require(Permission.TASK_VIEW)
def campaign_list(request: Request) -> HttpResponseBase:
    """List the campaigns of my counties."""
    may_manage = request.user.may(Permission.CAMPAIGN_MANAGE)
    template = "accountability/campaigns/list.html"
    return answer(request, CAMPAIGNS, template=template, may_manage=may_manage)


@dataclass(frozen=True)
class TaskLine:
    """One task of the task book with how many counties stand where."""

    task: WorkTask
    tally: Tally


@dataclass(frozen=True)
class Cell:
    """One county's task: which, in what words and colour, and its page."""

    number: int
    deliver: str
    words: str
    tone: Tone
    url_id: int


@dataclass(frozen=True)
class Line:
    """One county's task as a row of a list."""

    item: CountyTask
    words: str
    tone: Tone


@require_GET
@require(Permission.TASK_VIEW)
def detail(request: Request, campaign_id: int) -> HttpResponse:
    """Show one campaign: facts, task force, roadmap, task book, who is how far."""
    campaign, today = campaign_for(request, campaign_id), timezone.localdate()
    user = request.user
    scope = CampaignCounty.objects.visible_to(user).filter(campaign=campaign)
    scope = scope.select_related("county").order_by("county__code")
    page = page_of(scope, request, per_page=COUNTIES_A_PAGE)
    tasks, late = list(queries.tasks_of(user, campaign)), queries.overdue(user, campaign, today)
    counted = queries.tally(user, campaign, today)
    by_task = queries.by_task(user, campaign, today)
    may_manage = user.may(Permission.CAMPAIGN_MANAGE)
    is_draft = campaign.state == CampaignState.DRAFT
    stages = list(campaign.stages.all())
    return render(
        request,
        "accountability/campaigns/detail.html",
        {
            "campaign": campaign,
            "tone": STATE_TONES[campaign.state],
            "entries": _entries(campaign),
            "facts": _facts(counted)[len(user.county_ids) == 1 :],
            "stages": stages,
            "spans": list(_spans(stages, today)),
            "today": today,
            "tasks": [TaskLine(one, by_task.get(one.pk, Tally())) for one in tasks],
            "columns": [one for one in tasks if not one.withdrawn_at],
            "page": page,
            "own_county": None if is_draft or len(user.county_ids) != 1 else next(iter(page), None),
            "rows": [] if is_draft else _matrix(request, campaign, page, tasks, today),
            "overdue": [Line(one, *standing(one, today)) for one in late[:SHOWN_OVERDUE]],
            "overdue_count": counted.overdue,
            "members": campaign.members.all(),
            "amendments": campaign.amendments.select_related("by"),
            "is_draft": is_draft,
            "may_manage": may_manage,
            "gaps": gaps(plan_of(campaign)) if is_draft and may_manage else [],
        },
    )


def _entries(campaign: Campaign) -> list[Entry]:
    issued = (
        f"{timezone.localtime(campaign.issued_at):%Y-%m-%d %H:%M}　{campaign.issued_by.full_name}"
        if campaign.issued_at and campaign.issued_by
        else "未下达"
    )
    found = [
        Entry("目的", campaign.purpose),
        Entry("依据", " ".join(filter(None, (campaign.document, campaign.document_number)))),
        Entry("牵头单位", campaign.lead_unit),
        Entry("负责人", campaign.lead_person),
        Entry("起止日期", f"{campaign.begins_on or '未定'} 至 {campaign.ends_on or '未定'}"),
        Entry("下达", issued),
    ]
    if campaign.ended_at and campaign.ended_by:
        when = f"{timezone.localtime(campaign.ended_at):%Y-%m-%d %H:%M}"
        words = f"{when}　{campaign.ended_by.full_name}：{campaign.end_reason}"
        found.append(Entry(campaign.get_state_display(), words))
    return found


def _facts(counted: Tally) -> list[Fact]:
    return [
        Fact("实施县", str(counted.counties)),
        Fact("县任务", str(counted.total)),
        Fact("已核实", str(counted.confirmed)),
        Fact("待核实", str(counted.reported), tone="warning" if counted.reported else "neutral"),
        Fact("退回", str(counted.returned)),
        Fact("逾期", str(counted.overdue), tone="bad" if counted.overdue else "neutral"),
        Fact(
            "按期完成率",
            rate_text(counted.in_time, counted.due) if counted.due else "无到期任务",
        ),
    ]


def _spans(stages: list[RoadmapStage], today: dt.date) -> Iterator[Span]:
    for one in stages:
        if one.begins_on and one.ends_on and one.begins_on <= one.ends_on:
            word, colour = "未开始", COLOURS["slate"]
            if one.ends_on < today:
                word, colour = "已结束", COLOURS["ink-3"]
            elif one.begins_on <= today:
                word, colour = "进行中", COLOURS["green-fill"]
            yield Span(f"{one.number} {one.name}", one.begins_on, one.ends_on, word, colour)


def _matrix(
    request: Request,
    campaign: Campaign,
    counties: "object",
    tasks: list[WorkTask],
    today: dt.date,
) -> list[tuple[CampaignCounty, list[Cell | None]]]:
    """Return the counties of one page with a cell for each task; a single query."""
    shown: list[CampaignCounty] = list(counties)  # type: ignore[call-overload]
    known = {
        (one.county_id, one.task_id): one
        for one in queries.items_in(request.user, campaign, [row.county_id for row in shown])
    }
    standing_tasks = [one for one in tasks if not one.withdrawn_at]
    return [
        (row, [_cell(known.get((row.county_id, task.pk)), task, today) for task in standing_tasks])
        for row in shown
    ]


def _cell(item: CountyTask | None, task: WorkTask, today: dt.date) -> Cell | None:
    if item is None:
        return None
    return Cell(task.number, task.deliver, *standing(item, today), item.pk)


@require_GET
@require(Permission.TASK_VIEW)
def county(request: Request, campaign_id: int, county_id: int) -> HttpResponse:
    """Show what one county has to do in a campaign, due first."""
    campaign, today = campaign_for(request, campaign_id), timezone.localdate()
    row: CampaignCounty = get_object_or_404(
        CampaignCounty.objects.visible_to(request.user).select_related("county"),
        campaign=campaign,
        county_id=county_id,
    )
    items = queries.items_in(request.user, campaign, [county_id])
    counted = queries.by_county(request.user, campaign, today).get(county_id, Tally())
    return render(
        request,
        "accountability/campaigns/county.html",
        {
            "campaign": campaign,
            "county": row.county,
            "facts": _facts(counted)[1:],
            "lines": [Line(one, *standing(one, today)) for one in items],
            "may_report": request.user.may(Permission.CAMPAIGN_REPORT),
        },
    )
