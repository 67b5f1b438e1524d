"""The name of a unit confirmed once is remembered for the county, on the page of mappings."""

import pytest
from django.urls import reverse

from accountability.intake.actions import mapping, receiving
from accountability.intake.actions.errors import BadInputError
from accountability.intake.models import Problem
from accountability.supervision.models import IncentiveRow
from tests import make
from tests.accountability.intake.flow.books import xlsx
from tests.accountability.supervision.grids import t16_grid, t16_row
from villages.people.models import Unit, UnitAlias

QUARTER = "2020Q2"
WRITTEN = "水利系统"


@pytest.fixture
def owed(province, filler):
    """A draft of T16 with a unit nobody knows."""
    Unit.objects.create(name="嵩北县水利局", level="county", division=province.county_a)
    submission = make.submission("T16", QUARTER, province.county_a)
    receiving.receive_upload(
        submission=submission,
        chunks=[xlsx(t16_grid([t16_row(单位=WRITTEN)]))],
        name="激励.xlsx",
        again=False,
        by=filler,
        at=make.NOON,
    )
    submission.refresh_from_db()
    return submission


def test_unit_confirmed_on_the_page_is_known_from_then_on(client, owed, filler):
    unit = Unit.objects.get()
    assert Problem.objects.filter(revision=owed.draft, rule="UNITS").count() == 1
    client.force_login(filler, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("intake:mapping", args=[owed.pk])
    assert WRITTEN in client.get(url).content.decode()
    refused = client.post(url, {"unit_0": "没有的单位"})
    assert refused.status_code == 422
    assert f"“{WRITTEN}”请从列表中选一个单位。" in refused.content.decode()
    assert client.post(url, {"unit_0": unit.name}).status_code == 302
    owed.refresh_from_db()
    row = IncentiveRow.objects.get(revision=owed.draft)
    assert (row.unit_id, row.unit_name) == (unit.pk, WRITTEN)
    assert not Problem.objects.filter(revision=owed.draft, rule="UNITS").exists()
    assert UnitAlias.objects.get().source.endswith("确认")


def test_unit_of_another_county_is_refused(owed, filler, province):
    other = Unit.objects.create(name="丹江县水利局", level="county", division=province.county_b)
    with pytest.raises(BadInputError, match="不在名录里"):
        mapping.confirm_mapping(
            submission=owed, columns={}, places={}, units={WRITTEN: other.pk}, by=filler,
            at=make.NOON,
        )  # fmt: skip
