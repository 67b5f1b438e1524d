"""Accounts, grants and jobs."""

from portal.jobs.models import Job
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
