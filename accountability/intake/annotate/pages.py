"""Colouring cells and writing the 问题清单 sheet; no Django here, the child imports it bare."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

LIST_NAME: Final = "问题清单"
FILLS: Final = {
    "error": PatternFill("solid", fgColor="FFF8C9C4"),
    "warning": PatternFill("solid", fgColor="FFFFE9A8"),
    "notice": PatternFill("solid", fgColor="FFDDE7F0"),
}
WORDS: Final = {"error": "错误", "warning": "提醒", "notice": "提示"}
HEADS: Final = (
    ("序号", 6),
    ("级别", 8),
    ("工作表", 14),
    ("单元格", 10),
    ("行名", 24),
    ("列名", 18),
    ("问题", 60),
    ("怎么改", 40),
    ("原值", 24),
)
COMMENT_LENGTH: Final = 900


def annotate(book: Workbook, marks: Sequence[Mapping[str, Any]]) -> None:
    """Colour each marked cell, say why in a comment, and list all problems on a sheet in front."""
    reasons: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for one in marks:
        if one["address"]:
            reasons.setdefault((one["sheet"], one["address"]), []).append(one)
    for (name, address), found in reasons.items():
        if name in book.sheetnames and isinstance(page := book[name], Worksheet):
            _colour(page, address, found)
    _list(book, marks)


def _colour(page: Worksheet, address: str, found: Sequence[Mapping[str, Any]]) -> None:
    cell = page[address]
    if not isinstance(cell, Cell):  # inside a merge: its top left cell carries the mark
        inside = (one for one in page.merged_cells.ranges if address in one)
        cell = next((page.cell(one.min_row, one.min_col) for one in inside), None)
    if not isinstance(cell, Cell):
        return
    worst = min(found, key=lambda one: list(FILLS).index(one["severity"]))
    cell.fill = FILLS[worst["severity"]]
    text = "\n".join(f"{WORDS[one['severity']]}：{one['sentence']}{one['remedy']}" for one in found)
    cell.comment = Comment(text[:COMMENT_LENGTH], "平台校验", height=110, width=320)


def _list(book: Workbook, marks: Sequence[Mapping[str, Any]]) -> None:
    if LIST_NAME in book.sheetnames:
        del book[LIST_NAME]
    page = book.create_sheet(LIST_NAME, 0)
    for index, (head, width) in enumerate(HEADS, 1):
        cell = page.cell(1, index, head)
        cell.font = Font(name="黑体", size=10)
        page.column_dimensions[cell.column_letter].width = width
    for row, one in enumerate(marks, 2):
        values = (
            row - 1,
            WORDS[one["severity"]],
            one["sheet"],
            one["address"],
            one["label"],
            one["column"],
            one["sentence"],
            one["remedy"],
            one["raw"],
        )
        for index, value in enumerate(values, 1):
            cell = page.cell(row, index, value)
            if isinstance(value, str):
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        if one["address"] and one["sheet"]:
            place = f"'{one['sheet']}'!{one['address']}"
            page.cell(row, 4).hyperlink = Hyperlink(ref=f"D{row}", location=place)
        page.cell(row, 2).fill = FILLS[one["severity"]]
    page.freeze_panes = "A2"
    book.active = 0
