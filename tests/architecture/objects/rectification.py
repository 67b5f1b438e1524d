"""A case of county a whose ledger row bears the canary, and a village proposed."""

import datetime as dt

from accountability.ledgers.models import WeakCaseRow
from accountability.rectification.models import Proposal, WeakCase
from accountability.rectification.projection import settle
from tests import make
from tests.architecture.objects import CANARY, World, parameter


@parameter("case_id")
def case(world: World) -> object:
    revision = make.current_revision("T4", "2020-01", world.county_a, by=world.owner)
    village = world.places.villages_a[2]
    WeakCaseRow.objects.create(
        revision=revision, county=world.county_a, row_no=6, key="1", raw=[], village=village,
        township_name="青岭镇", village_name=CANARY, symptoms=CANARY, stage="转化",
        opened_on=dt.date(2019, 1, 1), verified_on=dt.date(2019, 9, 1), county_leader=CANARY,
    )  # fmt: skip
    settle(world.county_a.pk)
    return WeakCase.objects.get(county=world.county_a).pk


@parameter("proposal_id")
def proposal(world: World) -> object:
    revision = make.revision("T7", "2020-01", world.county_a, by=world.owner)
    return Proposal.objects.create(
        village=world.places.villages_a[3], county=world.county_a, period="2020-01",
        reason=CANARY, source_revision=revision, source_row=6,
    ).pk  # fmt: skip
