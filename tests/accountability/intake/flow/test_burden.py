"""The burden meter counts the cells of real blanks and ranks who asked, never who answered."""

import datetime as dt

import pytest

from accountability.intake.actions import metering, pointing
from accountability.intake.declare import SHEETS
from accountability.intake.models import CollectionTask, VillageBurden
from accountability.intake.rules import Period
from accountability.ledgers.models import EconomyRow
from accountability.parameters.queries import parameters_on
from tests import make

YEAR = Period.parse("2019")


@pytest.fixture
def metered(province, filler):
    """Ask two counties for T5 and one for T1, by two units, and count."""
    for county in (province.county_a, province.county_b):
        make.submission("T5", "2019", county)
    make.posting(province.villages_a[0])
    make.submission("T1", "2020-05", province.county_a)
    for sheet, unit in (("T5", "省农业厅"), ("T1", "省水利厅")):
        task = CollectionTask.objects.get(sheet_code=sheet)
        CollectionTask.objects.filter(pk=task.pk).update(asked_by=unit)
        metering.keep_metered(metered=metering.measure(task))
    return province


def required(sheet):
    return [c for c in SHEETS[sheet].columns if (c.required or c.expected) and not c.derived]


def test_each_village_is_counted_by_its_blank(metered):
    columns = required("T5")
    blank = SHEETS["T5"].prefill(metered.county_a, YEAR)
    by_hand = {row["village_name"]: row for row in blank}
    rows = VillageBurden.objects.filter(submission__task__sheet_code="T5", county=metered.county_a)
    assert rows.count() == 4
    for row in rows.select_related("village"):
        known = by_hand[row.village.name]
        filled = [c for c in columns if c.prefilled and known.get(c.name) not in (None, "")]
        assert (row.cells_asked, row.cells_prefilled) == (len(columns), len(filled))
        assert 0 < row.cells_prefilled < row.cells_asked
    roster = VillageBurden.objects.get(submission__task__sheet_code="T1")
    assert roster.village == metered.villages_a[0]


def test_rows_reported_replace_rows_expected_and_go_again(metered, filler):
    revision = make.revision("T5", "2019", metered.county_a, by=filler)
    for number, village in enumerate([metered.villages_a[0]] * 2, 7):
        EconomyRow.objects.create(
            revision=revision, county=metered.county_a, row_no=number, key=str(number), raw=[],
            village=village,
        )  # fmt: skip
    pointing.point_to(revision.submission, revision, by=filler, at=make.NOON, reason="省级接收")
    kept = VillageBurden.objects.filter(submission=revision.submission)
    assert kept.get(village=metered.villages_a[0]).cells_reported == 2 * len(required("T5"))
    assert kept.get(village=metered.villages_a[1]).cells_reported == 0
    pointing.point_to(revision.submission, None, by=filler, at=make.NOON, reason="撤销")
    assert set(kept.values_list("cells_reported", flat=True)) == {None}


def test_measuring_twice_changes_nothing(metered):
    before = list(VillageBurden.objects.order_by("pk").values_list("pk", "cells_asked"))
    for task in CollectionTask.objects.all():
        assert metering.keep_metered(metered=metering.measure(task)) == 0
    assert list(VillageBurden.objects.order_by("pk").values_list("pk", "cells_asked")) == before


def test_page_ranks_the_askers_and_shows_villages(client, metered, officer, filler, outsider):
    client.force_login(officer)
    page = client.get("/burden/").content.decode()
    assert "省农业厅" in page
    assert page.index("省农业厅") < page.index("省水利厅"), "who asked most stands first"
    asked = 8 * len(required("T5"))
    assert f'<td data-label="须填单元格">{asked}</td>' in page
    assert "嵩北县" in page
    client.force_login(filler)
    own = client.get("/burden/").content.decode()
    assert "双河村" in own
    assert "省农业厅" in own
    assert "丹江县" not in own
    assert client.get(f"/burden/?a={metered.county_b.code}").status_code == 404
    assert client.get("/burden/?p=1999-01").status_code == 404
    client.force_login(outsider)
    assert "青岭镇" not in client.get("/burden/").content.decode()


def test_minutes_come_from_the_parameter(client, metered, officer):
    seconds = parameters_on(dt.date(2020, 6, 1)).number("seconds_a_cell")
    row = VillageBurden.objects.filter(submission__task__sheet_code="T5").first()
    cells = 8 * (row.cells_asked - row.cells_prefilled)
    client.force_login(officer)
    page = client.get("/burden/").content.decode()
    assert f'<td data-label="预计分钟">{round(cells * float(seconds) / 60)}</td>' in page
