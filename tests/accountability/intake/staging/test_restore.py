"""A revision gives its raw cells back: cleaned again they say the same, mended they say the new."""

# ruff: noqa: DTZ001 - a workbook knows no time zone
import datetime as dt

import pytest

from accountability.intake.declare import SHEETS
from accountability.intake.pipeline import check_matched
from accountability.intake.reading.grid import Merge
from accountability.intake.registry import load_registry
from accountability.intake.staging import amend, restore
from portal.access.scope import acting_as
from tests import make
from tests.accountability.intake.sheets import (
    book,
    checked,
    id_number,
    setting,
    t1_grid,
    t1_row,
    t2_grid,
    t2_row,
)
from tests.accountability.intake.staged import staged

T1 = SHEETS["T1"]


def again(revision, county, edits=None, removed=(), period: str = "2020-05"):
    sheet = SHEETS[revision.sheet_code]
    matched = restore(revision, sheet)
    amend(matched, sheet, edits or {}, removed)
    told = setting(county, period)
    registry = load_registry(county, told.period.last_day)
    return check_matched(matched, sheet=sheet, setting=told, registry=registry)


def dirty_grid():
    rows = [
        t1_row(1, **{"姓 名": "张　三", "政治\n面貌": "党员", "到村日期": 2019.1, "离任日期": "—"}),
        t1_row(2, None, 乡镇="〃", 身份证号码=410222197803011234, 队内职务="队员"),
        t1_row(3, "石门村", **{"贫困户数(户)": "无", "联系电话": "15401234567、15401234568"}),
        t1_row(
            4,
            "柳林村",
            身份证号码="990121800101003",
            任期届满日期=dt.datetime(2021, 1, 15),
        ),
    ]
    grid = t1_grid(rows)
    grid.merges.append(Merge(6, 3, 7, 3))
    grid.rows.append([None, "合计", None, None, 999.0, *[None] * 19])
    return grid


def said(result) -> list[tuple[object, ...]]:
    return sorted(
        (p.rule, p.severity.value, p.address, p.sentence, p.raw, p.proposal or "", p.row_key)
        for p in result.problems
    )


def test_cleaning_a_revision_again_says_the_same(province, filler):
    first = checked(book(dirty_grid()), province.county_a)
    revision = staged(dirty_grid(), province.county_a, filler)
    with acting_as(filler):
        second = again(revision, province.county_a)
    assert said(second) == said(first)
    assert second.content_hash == first.content_hash
    assert [row.raw for row in second.rows] == [row.raw for row in first.rows]
    assert [row.values for row in second.rows] == [row.values for row in first.rows]
    assert sorted(map(str, second.changes)) == sorted(map(str, first.changes))
    assert second.columns == first.columns


def test_weeks_come_back_in_their_places(province, filler):
    make.posting(province.villages_a[0], who=make.person("张三"))
    grid = t2_grid([t2_row(**{"本月逐周在岗（天/夜）/第2周/实驻天": None})])
    revision = staged(grid, province.county_a, filler, sheet="T2")
    first = checked(book(grid), province.county_a, "T2")
    second = again(revision, province.county_a)
    assert said(second) == said(first)
    assert [row.values for row in second.rows] == [row.values for row in first.rows]


def test_mended_cells_are_cleaned_and_logged_with_numbers_hidden(province, filler):
    revision = staged(dirty_grid(), province.county_a, filler)
    number = id_number("99012119850615105")
    edits = {
        ("Sheet1", 6, "arrived_on"): "2019-01-10",
        ("Sheet1", 7, "id_masked"): f" {number.lower()} ",
        ("Sheet1", 8, "poor_households"): "12户",
    }
    result = again(revision, province.county_a, edits)
    wrong = {p.address for p in result.problems if p.severity == "error" and p.row_no}
    assert wrong == {"J9"}
    assert result.rows[0].values["arrived_on"] == dt.date(2019, 1, 10)
    assert result.rows[1].secrets["id_masked"] == f" {number.lower()} "
    assert result.rows[2].values["poor_households"] == 12
    typed = {(c.address, c.raw, c.result) for c in result.changes if c.rule == "EDIT"}
    assert ("S6", "2019.1", "2019-01-10") in typed
    assert number not in str(result.changes) + str(result.problems)


def test_rows_can_be_left_out_and_totals_are_summed_anew(province, filler):
    revision = staged(dirty_grid(), province.county_a, filler)
    result = again(revision, province.county_a, removed=[("Sheet1", 7), ("Sheet1", 9)])
    assert [row.row_no for row in result.rows] == [6, 8]
    [total] = [p for p in result.problems if p.rule == "D30"]
    assert "各行相加为56" in total.sentence


def test_edits_of_edits_keep_the_whole_log(province, filler):
    from accountability.intake.models import Revision
    from accountability.intake.staging import stage

    first = staged(dirty_grid(), province.county_a, filler)
    result = again(first, province.county_a, {("Sheet1", 8, "poor_households"): "12"})
    second = stage(
        result, submission=first.submission, upload=first.upload, kind=Revision.Kind.EDIT,
        parent=first, by=filler, at=make.NOON,
    )  # fmt: skip
    third = again(second, province.county_a, {("Sheet1", 8, "poor_households"): "13"})
    typed = [(c.raw, c.result) for c in third.changes if c.rule == "EDIT"]
    assert typed == [("无", "12"), ("12", "13")]
    assert any(c.rule == "D10" for c in third.changes)


@pytest.mark.parametrize("name", ["township_name", "remark"])
def test_a_column_the_file_lacks_can_be_filled_in(province, filler, name):
    grid = t1_grid([t1_row(1)])
    place = {"township_name": 1, "remark": 23}[name]
    for row in grid.rows[3:]:
        row[place] = None
    revision = staged(grid, province.county_a, filler)
    assert name not in revision.columns["Sheet1"]
    result = again(revision, province.county_a, {("Sheet1", 6, name): "青岭镇"})
    assert result.rows[0].values[name] == "青岭镇"
