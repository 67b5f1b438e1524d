"""A submission of county a with a draft from a real file, whose rows bear the canary."""

import datetime as dt

from accountability.intake.actions import receiving
from accountability.intake.models import CollectionTask, ReturnMark, Submission
from tests import make
from tests.accountability.intake.flow.books import t1_bytes, t1_rows
from tests.architecture.objects import CANARY, World, parameter

PERIOD = "2019-03"


def task(world: World) -> CollectionTask:
    """Ask every county for T1."""
    places = world.places
    for county in (places.county_a, places.county_b, places.county_c, world.sister):
        made = make.submission("T1", PERIOD, county)
    return made.task


def submission(world: World) -> Submission:
    """Upload county a's roster once."""
    own = Submission.objects.get(task=task(world), county=world.county_a)
    if own.draft_id is None:
        rows = t1_rows(4)
        rows[0]["备注"] = CANARY
        receiving.receive_upload(
            submission=own,
            chunks=[t1_bytes(rows)],
            name=f"{CANARY}.xlsx",
            again=False,
            by=world.owner,
            at=make.NOON + dt.timedelta(hours=1),
        )
        own.refresh_from_db()
    return own


@parameter("task_id")
def task_id(world: World) -> object:
    return task(world).pk


@parameter("submission_id")
def submission_id(world: World) -> object:
    return submission(world).pk


@parameter("upload_id")
def upload_id(world: World) -> object:
    return submission(world).draft.upload_id


@parameter("revision_id")
def revision_id(world: World) -> object:
    return submission(world).draft_id


@parameter("intake:cell.row_no")
def row_no(world: World) -> object:
    return 6


@parameter("intake:cell.field")
def field(world: World) -> object:
    return "remark"


@parameter("mark_id")
def mark_id(world: World) -> object:
    own = submission(world)
    return ReturnMark.objects.create(
        step=own.steps.earliest("at"), submission=own, county=world.county_a, text=CANARY
    ).pk


@parameter("intake:ledger.code")
def ledger_code(world: World) -> object:
    """T1: county a's roster of March is current and bears the canary (papers)."""
    del world
    return "T1"


@parameter("intake:ledger-part.code")
def ledger_of_parts(world: World) -> object:
    del world
    return "T9"


@parameter("intake:ledger-part.part")
def ledger_part(world: World) -> object:
    del world
    return "member"
