"""Cells that name a county, a division or a unit: resolved, remembered, proposed."""

import pytest

from accountability.intake.declare import CellType, Column, Sheet
from accountability.intake.pipeline import check
from accountability.intake.queries.files import filled_for
from accountability.intake.registry import load_registry
from accountability.intake.rules import PeriodKind
from tests import make
from tests.accountability.intake.sheets import book, laid_out, of, setting
from villages.people.models import Unit, UnitAlias
from villages.places.models import DivisionAlias, Level

SHEET = Sheet(
    code="X9",
    official_code="DJ-99",
    version="1",
    title="走访登记",
    period_kind=PeriodKind.MONTH,
    model="accountability.RosterRow",
    columns=(
        Column("serial", ("序号",), CellType.SERIAL),
        Column("county_name", ("县（市、区）",), CellType.COUNTY, required=True),
        Column("place_name", ("地点",), CellType.DIVISION, expected=True),
        Column("unit_name", ("责任单位",), CellType.UNIT, expected=True),
    ),
    key=("county_name", "place_name"),
    label=("county_name", "place_name"),
    header_rows=1,
)


def result(county, *rows):
    lines = [
        {"序号": float(n), "县（市、区）": c, "地点": p, "责任单位": u}
        for n, (c, p, u) in enumerate(rows, 1)
    ]
    grid = laid_out("走访登记", [(c.header[0],) for c in SHEET.columns], lines)
    told = setting(county)
    registry = load_registry(county, told.period.last_day)
    return check(book(grid), sheet=SHEET, setting=told, registry=registry, mappings={})


@pytest.mark.parametrize("text", ["嵩北县", " 嵩宁市嵩北县", "嵩北", "990121"])
def test_county_is_the_one_that_reports(province, text):
    [row] = result(province.county_a, (text, None, None)).rows
    assert (row["county_id"], row["county_name"]) == (province.county_a.pk, "嵩北县")


def test_county_of_others_is_an_error_at_its_cell(province):
    done = result(province.county_a, ("丹江县", None, None))
    [asked] = of(done, "D19")
    assert (asked.severity, asked.address) == ("error", "B5")
    assert asked.sentence == "本次填报的是嵩北县，“丹江县”不在其中。"
    assert done.rows[0]["county_id"] is None


def test_confirmed_name_of_a_county_is_remembered(province):
    county = province.county_a
    DivisionAlias.objects.create(
        county=county, division=county, name="北县区", confirmed_at=make.NOON
    )
    done = result(county, ("北县区", None, None))
    assert (done.rows[0]["county_id"], of(done, "D19")) == (county.pk, [])


@pytest.mark.parametrize(
    ("text", "place", "stored"),
    [
        ("嵩北县", "county_a", "嵩北县"),
        ("青岭镇", "town_a", "青岭镇"),
        ("双河村", "village", "双河村"),
        ("青岭镇双河村", "village", "青岭镇双河村"),
        ("嵩北县 青岭镇双河村委会", "village", "双河村"),
    ],
)
def test_place_is_a_county_township_or_village(province, text, place, stored):
    found = province.villages_a[0] if place == "village" else getattr(province, place)
    [row] = result(province.county_a, ("嵩北县", text, None)).rows
    assert (row["place_id"], row["place_name"]) == (found.pk, stored)


def test_villages_of_one_name_need_their_township(province):
    other = make.division("老庄乡", Level.TOWNSHIP, province.county_a)
    twin = make.division("双河村", Level.VILLAGE, other)
    done = result(province.county_a, ("嵩北县", "双河村", None), ("嵩北县", "老庄乡双河村", None))
    [asked] = of(done, "D19")
    assert (asked.address, asked.cause) == ("C5", "同名村须写代码")
    assert done.rows[1]["place_id"] == twin.pk


def test_unknown_place_is_an_error_with_the_nearest(province):
    [asked] = of(result(province.county_a, ("嵩北县", "青领镇", None)), "D19")
    assert (asked.severity, asked.proposal) == ("error", "青岭镇")


def test_unit_is_found_by_name_short_form_and_alias(province):
    county = province.county_a
    bureau = Unit.objects.create(name="嵩北县财政局", level="county", division=county)
    water = Unit.objects.create(name="省水利厅", level="province")
    Unit.objects.create(name="丹江县教育局", level="county", division=province.county_b)
    UnitAlias.objects.create(county=county, unit=water, name="水利厅", confirmed_at=make.NOON)
    names = ["嵩北县财政局", "县财政局", "省 水利厅", "水利厅", "丹江县教育局", "县财证局", None]
    done = result(county, *[("嵩北县", f"{n}", name) for n, name in enumerate(names)])
    ids = [row["unit_id"] for row in done.rows]
    assert ids == [bureau.pk, bureau.pk, water.pk, water.pk, None, None, None]
    asked = of(done, "UNITS")
    assert [(p.severity, p.address) for p in asked] == [("warning", "D9"), ("warning", "D10")]
    assert asked[1].proposal == "嵩北县财政局"


def test_unit_is_not_asked_for_where_the_registry_has_none(province):
    assert of(result(province.county_a, ("嵩北县", None, "某某公司")), "UNITS") == []


def test_the_template_offers_what_each_may_be(province):
    submission = make.submission("T1", "2020-05", province.county_a)
    Unit.objects.create(name="省水利厅", level="province")
    lists = filled_for(submission, SHEET, make.NOON.date()).lists
    assert lists["county_name"] == ["嵩北县"]
    assert lists["place_name"][:3] == ["嵩北县", "青岭镇", "双河村"]
    assert lists["unit_name"] == ["省水利厅"]
