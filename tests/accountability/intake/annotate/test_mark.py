"""The annotated copy is the user's own workbook, with each reason at its cell."""

import io

import pytest
import xlwt
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from accountability.intake.annotate import Mark, mark
from accountability.intake.annotate.pages import FILLS

MARKS = [
    Mark("名册", "C3", "error", "身份证号码精度已丢失。", "请设为文本重新录入。", "张三", "身份证号", "4.1E+17"),
    Mark("名册", "B2", "warning", "任期不足24个月。", "请说明。", "张三", "任期", "=cmd"),
    Mark("", "", "notice", "隐藏的工作表未读取。", "", "", "", ""),
]  # fmt: skip


@pytest.fixture
def own(tmp_path):
    book = Workbook()
    page = book.active
    page.title = "名册"
    page["A1"] = "标题"
    page["A1"].font = Font(name="黑体", size=22)
    page.merge_cells("A1:D1")
    page.merge_cells("C3:C4")
    page["B2"], page["C3"] = "=1+1", 410222197803011234
    path = tmp_path / "abc"
    book.save(path)
    return path


def test_own_workbook_keeps_its_look_and_formulas_and_gets_the_reasons(own):
    made = mark(own, name="名册.xlsx", marks=MARKS)
    assert made.is_original
    book = load_workbook(io.BytesIO(made.content))
    assert book.sheetnames == ["问题清单", "名册"]
    page = book["名册"]
    assert page["A1"].font.size == 22
    assert page["B2"].value == "=1+1"
    assert page["C3"].fill.fgColor.rgb == FILLS["error"].fgColor.rgb
    assert "精度已丢失" in page["C3"].comment.text
    listed = book["问题清单"]
    assert [cell.value for cell in listed[2]][1:5] == ["错误", "名册", "C3", "张三"]
    assert listed["D2"].hyperlink.location == "'名册'!C3"
    assert listed["I3"].data_type == "s"
    assert listed.max_row == 4


def test_xls_becomes_a_copy_of_its_values(tmp_path):
    book = xlwt.Workbook()
    page = book.add_sheet("名册")
    page.write(1, 1, "李四")
    page.write(2, 2, 5)
    path = tmp_path / "x"
    book.save(str(path))
    made = mark(path, name="名册.xls", marks=MARKS)
    assert not made.is_original
    page = load_workbook(io.BytesIO(made.content))["名册"]
    assert page["B2"].value == "李四"
    assert page["C3"].value == 5
    assert page["C3"].fill.fgColor.rgb == FILLS["error"].fgColor.rgb
