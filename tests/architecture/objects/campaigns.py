"""An issued campaign of county a alone; what the county wrote bears the canary."""

from accountability.campaigns import actions
from accountability.campaigns.models import Campaign, CountyTask, ProgressEntry
from portal.files.store import store
from tests import make
from tests.accountability.campaigns.plans import issued, item, plan
from tests.architecture.objects import CANARY, World, parameter


def campaign_of(world: World) -> Campaign:
    found = Campaign.objects.first()
    return found or issued(world.cast["province_officer", "own"], plan(world.county_a.pk))


@parameter("campaign_id")
def campaign(world: World) -> object:
    return campaign_of(world).pk


@parameter("campaigns:edit.campaign_id")
@parameter("campaigns:issue.campaign_id")
def draft(world: World) -> object:
    return actions.save_draft(
        campaign=None, seen=0, plan=plan(world.county_a.pk),
        by=world.cast["province_officer", "own"], at=make.NOON,
    ).pk  # fmt: skip


@parameter("work_task_id")
def work_task(world: World) -> object:
    return campaign_of(world).tasks.get(number=1).pk


@parameter("county_task_id")
def county_task(world: World) -> object:
    return entry_of(world).item_id


@parameter("entry_id")
def entry(world: World) -> object:
    return entry_of(world).pk


def entry_of(world: World) -> ProgressEntry:
    row: CountyTask = item(campaign_of(world), world.county_a)
    return ProgressEntry.objects.get_or_create(
        item=row, county=world.county_a, act="note", text=f"{CANARY}正在逐村建立整顿台账",
        defaults={
            "by": world.owner, "at": make.NOON, "file_name": f"{CANARY}.pdf",
            "file": store([b"%PDF"], at=make.NOON),
        },
    )[0]  # fmt: skip
