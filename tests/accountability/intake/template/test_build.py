"""The blank we hand out comes back without a question, and offers what may be chosen."""

import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from accountability.intake.declare import SHEETS
from accountability.intake.reading.reader import read_workbook
from accountability.intake.rules import Period, Severity
from accountability.intake.template import Filled, build
from tests.accountability.intake.sheets import checked, id_number

MAY = Period.parse("2020-05")


def roster_row(serial: int, village: str) -> dict[str, object]:
    return {
        "key": f"{serial:064x}",
        "serial": serial,
        "township_name": "青岭镇",
        "village_name": village,
        "village_types": ["贫困村"],
        "poor_households": 56,
        "person_name": f"张{'一二三四五'[serial]}国",
        "sex": "男",
        "ethnicity": "汉族",
        "birth_month": "1980.01",
        "id_masked": id_number(f"99012119800101{serial * 2 + 1:03d}"),
        "party_status": "中共党员",
        "education": "本科",
        "rank": "副处",
        "phone_masked": f"1540{serial:07d}",
        "sending_level": "省",
        "sending_unit": "省水利厅",
        "team_role": "第一书记",
        "is_detached": True,
        "arrived_on": dt.date(2019, 1, 15),
        "due_on": dt.date(2021, 1, 15),
        "is_relation_moved": True,
    }


@pytest.fixture
def filled(province) -> Filled:
    names = [village.name for village in province.villages_a]
    return Filled(
        county_code=province.county_a.code,
        county_name=province.county_a.name,
        period=MAY,
        rows=[roster_row(n, name) for n, name in enumerate(names, 1)],
        lists={"village_name": [*names, *(f"王家庄第{n}行政村" for n in range(60))]},
        filled_on=dt.date(2020, 6, 1),
    )


def test_prefilled_template_comes_back_without_a_question(province, filled, tmp_path):
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(build(SHEETS["T1"], filled))
    result = checked(read_workbook(path, name=path.name), province.county_a)
    assert [p.sentence for p in result.problems if p.severity != Severity.NOTICE] == []
    assert not [p for p in result.problems if "_字典" in p.sentence]
    assert len(result.rows) == 4
    assert result.rows[0].row_no == 7
    assert result.columns["T1"]["person_name"] == "F"


def test_header_is_merged_as_the_official_layout(filled):
    page = load_workbook(io.BytesIO(build(SHEETS["T1"], filled)))["T1"]
    merged = {str(one) for one in page.merged_cells.ranges}
    assert {"A4:A5", "B4:E4", "F4:N4", "O4:R4", "S4:W4", "X4:X5", "A2:X2"} <= merged
    assert page["B4"].value == "派驻村"
    assert page["F5"].value == "姓 名"
    assert page["A2"].value == "2020年5月驻村第一书记和工作队员花名册"


def test_lists_and_number_rules_are_in_the_workbook(filled):
    book = load_workbook(io.BytesIO(build(SHEETS["T1"], filled)))
    rules = {
        str(rule.sqref).split(":")[0]: rule for rule in book["T1"].data_validations.dataValidation
    }
    assert rules["G7"].formula1 == '"男,女"'
    assert rules["E7"].type == "whole"
    assert rules["C7"].formula1 == "'_字典'!$A$1:$A$64"
    assert book["_字典"].sheet_state == "veryHidden"


def test_template_knows_its_own_identity(filled, tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(build(SHEETS["T1"], filled))
    properties = read_workbook(path, name="x.xlsx").properties
    assert properties["portal_sheet"] == "T1"
    assert properties["portal_period"] == "2020-05"
    assert properties["portal_county"] == "990121000000"
    assert '"7":"000000000000"' in properties["portal_rows"]


def test_formula_like_text_stays_text(filled):
    row = roster_row(1, "双河村") | {"remark": "=HYPERLINK(1)"}
    data = build(SHEETS["T1"], Filled("1", "嵩北县", MAY, [row], {}))
    cell = load_workbook(io.BytesIO(data))["T1"]["X7"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")


def test_numbering_row_typed_as_text_is_no_data(province, filled, tmp_path):
    book = load_workbook(io.BytesIO(build(SHEETS["T1"], filled)))
    for cell in book["T1"][6]:
        cell.value, cell.number_format = str(cell.value), "@"
    path = tmp_path / "x.xlsx"
    book.save(path)
    result = checked(read_workbook(path, name=path.name), province.county_a)
    assert len(result.rows) == 4
