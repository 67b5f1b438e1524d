"""A post of county a whose holder bears the canary, and the alarm about the leaving."""

import datetime as dt

from accountability.stability.models import StabilityAlarm
from tests import make
from tests.architecture.objects import CANARY, World, parameter
from villages.people.models import Post, Tenure

LEFT_ON = dt.date(2019, 5, 20)


@parameter("post_id")
def post(world: World) -> object:
    made, _ = Post.objects.get_or_create(
        division=world.county_a, county=world.county_a, title="county_head"
    )
    Tenure.objects.get_or_create(
        post=made, holder_name=CANARY, valid_from=make.LONG_AGO, valid_to=LEFT_ON
    )
    return made.pk


@parameter("alarm_id")
def alarm(world: World) -> object:
    return StabilityAlarm.objects.get_or_create(
        kind="left", county=world.county_a, division=world.county_a, title="county_head",
        holder_name=CANARY, day=LEFT_ON,
        defaults={"why": CANARY, "first_seen_at": make.NOON, "last_seen_at": make.NOON},
    )[0].pk  # fmt: skip
