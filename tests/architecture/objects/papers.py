"""Indicators and documents."""

import datetime as dt

from accountability.assessment import rollup
from accountability.assessment.rules import COVERAGE
from accountability.intake.rules import Period
from accountability.ledgers.models import RosterRow
from accountability.reports import actions
from accountability.reports.models import Document, Pack
from accountability.reports.rules import DocumentKind
from portal.files.store import store
from portal.jobs.models import Job
from tests import make
from tests.architecture.objects import CANARY, World, parameter

MARCH = Period.parse("2020-03")  # a month of our own: the walk of intake has May


def document(world: World, version: int) -> Document:
    """Make county a's sheet of March; the rows behind its figures bear the canary."""
    if not RosterRow.objects.filter(revision__period=str(MARCH)).exists():
        revision = make.current_revision("T1", str(MARCH), world.county_a, by=world.owner)
        RosterRow.objects.create(
            revision=revision, county=world.county_a, row_no=7, key="1", raw=[], label=CANARY,
            team_role="第一书记", person_name=CANARY, village_name=CANARY, id_fingerprint="a",
            village=world.places.villages_a[0], arrived_on=dt.date(2019, 1, 1),
        )  # fmt: skip
        rollup.recompute(COVERAGE, MARCH, counties=None, at=make.NOON)
    snapshot = actions.take_snapshot(
        scope=world.places.province, period=MARCH, by=world.cast["province_officer", "own"],
        at=make.NOON,
    )  # fmt: skip
    finished = actions.Finished(
        DocumentKind.COUNTY, version, "嵩北县县情单", "", f"WALK{version}", b"%PDF-1.7 walk", 1
    )
    return actions.keep_document(
        finished=finished, snapshot=snapshot, scope=world.county_a, made_by=None, at=make.NOON
    )


@parameter("document_id")
def document_id(world: World) -> object:
    return document(world, 1).pk


@parameter("reports:verify.code")
def code(world: World) -> object:
    return document(world, 2).code


@parameter("key")
def key(world: World) -> object:
    return COVERAGE


@parameter("overview:indicator.code")
def indicator(world: World) -> object:
    return COVERAGE


@parameter("overview:topic.key")
def topic(world: World) -> object:
    del world
    return "support"


@parameter("pack_id")
def pack(world: World) -> object:
    return Pack.objects.create(
        snapshot=document(world, 3).snapshot, scope=world.places.province, period=str(MARCH),
        expected=1, made_at=make.NOON, archive=store([b"PK"], at=make.NOON),
    ).pk  # fmt: skip


@parameter("reports:progress.job_id")
def job(world: World) -> object:
    return Job.objects.create(
        kind="reports.make", key="walk of reports", title=CANARY, originator=world.owner,
        created_at=make.NOON, sent_at=make.NOON,
    ).pk  # fmt: skip
