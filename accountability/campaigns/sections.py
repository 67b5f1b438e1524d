"""Campaigns on the page of an area: what goes on there, and how far it is."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from accountability.campaigns.models import Campaign
from accountability.campaigns.queries.standing import in_counties
from accountability.campaigns.rules import CampaignState
from portal.access.reader import Reader
from portal.access.roles import Permission
from portal.ui.figures import rate_text
from villages.dossiers.sections import Page, Section, Text, register_section
from villages.places.models import Division, Level


@register_section(Page.AREA, key="campaigns", order=70, permission=Permission.TASK_VIEW)
def campaigns(reader: Reader, area: Division, on: dt.date) -> Section | None:
    """Tell what the counties of the area have to do in the campaigns that go on today."""
    today = timezone.localdate()
    if area.level == Level.TOWNSHIP or on < today:
        return None
    counties = Division.objects.counties_under([area.pk], today).filter(pk__in=reader.county_ids)
    going_on = Campaign.objects.visible_to(reader).filter(state=CampaignState.ISSUED)
    found = in_counties(reader, counties.values_list("pk", flat=True), today)
    rows = [
        (
            Text(one.title, _url(one, area)),
            f"{one.begins_on} 至 {one.ends_on}",
            f"{tally.confirmed}/{tally.total}",
            str(tally.reported),
            Text(str(tally.overdue), tone="bad") if tally.overdue else "0",
            rate_text(tally.in_time, tally.due) if tally.due else "无到期任务",
        )
        for one in going_on.order_by("begins_on", "pk")
        if (tally := found.get(one.pk)) is not None
    ]
    if not rows:
        return None
    return Section(
        "专项推进",
        note="以今天为准；县里报完成的等待核实，不算逾期",
        headers=("专项", "起止日期", "已核实", "待核实", "逾期", "按期完成率"),
        rows=rows,
        more_url=reverse("campaigns:list"),
        more_label="全部专项",
    )


def _url(campaign: Campaign, area: Division) -> str:
    if area.level == Level.COUNTY:
        return reverse("campaigns:county", args=[campaign.pk, area.pk])
    return reverse("campaigns:detail", args=[campaign.pk])
