"""Accounts, grants and jobs."""

from portal.files.store import store
from portal.jobs.models import Job
from portal.lists.models import Export
from tests import make
from tests.architecture.objects import CANARY, World, parameter


@parameter("user_id")
def user(world: World) -> object:
    return make.user("viewer", world.county_a).pk


@parameter("grant_id")
def grant(world: World) -> object:
    return make.user("viewer", world.county_a).grants.get().pk


@parameter("job_id")
def job(world: World) -> object:
    return Job.objects.create(
        kind="walk", key="walk", title=CANARY, originator=world.owner,
        created_at=make.NOON, sent_at=make.NOON,
    ).pk  # fmt: skip


@parameter("export_id")
def export(world: World) -> object:
    return Export.objects.create(
        list_name="villages", title=CANARY, rows_count=1, file=store([b"PK"], at=make.NOON),
        by=world.owner, made_at=make.NOON,
    ).pk  # fmt: skip
