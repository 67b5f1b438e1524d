"""A contradiction of county a, whose words and other side bear the canary."""

from accountability.reconciliation.models import Contradiction
from tests import make
from tests.architecture.objects import CANARY, World, parameter


@parameter("contradiction_id")
def contradiction(world: World) -> object:
    left = make.revision("T1", "2019-02", world.county_a, by=world.owner)
    return Contradiction.objects.get_or_create(
        rule="X3-TEAM", county=world.county_a, key=CANARY,
        defaults={
            "subject": CANARY, "sentence": f"{CANARY}在岗人员2人，每队不少于3人。",
            "left_revision": left, "left_value": CANARY, "right_fact": CANARY, "signature": "1",
            "first_seen_at": make.NOON, "last_seen_at": make.NOON,
        },
    )[0].pk  # fmt: skip
