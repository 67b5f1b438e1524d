"""Saying why no table of the sheet was found: what was expected and what is in the file."""

from typing import Final

from accountability.intake.declare import SHEETS, Sheet
from accountability.intake.matching.columns import header_text
from accountability.intake.matching.fit import ENOUGH, Fit, best_fit
from accountability.intake.matching.headers import row_texts
from accountability.intake.matching.labels import normal
from accountability.intake.matching.matched import UnmatchedError
from accountability.intake.matching.vocabulary import vocabulary
from accountability.intake.reading.grid import Grid, Workbook

_LISTED: Final = 6
_SEARCHED: Final = 200
_MANY: Final = 5
_MOSTLY, _CLEARLY = 0.8, 2


def unmatched(workbook: Workbook, sheet: Sheet, near: list[Fit]) -> UnmatchedError:
    """Return the refusal of a workbook in which no grid fits `sheet`."""
    wanted = f"需要《{sheet.title}》，表头应有{_expected(sheet)}等列"
    hidden = _hidden(workbook)
    if not any(any(row) for grid in workbook.sheets for row in grid.rows):
        return UnmatchedError(f"文件里没有内容{hidden}。{wanted}。请检查是否选错了文件。")
    other = _other_sheet(workbook, sheet)
    if other:
        return UnmatchedError(
            f"这个文件像是《{other.title}》（{other.official_code}），不是《{sheet.title}》"
            f"（{sheet.official_code}）。请到对应的采集任务中上传，或改传正确的文件。"
        )
    if any(_is_sideways(grid, sheet) for grid in workbook.sheets):
        return UnmatchedError(
            f"文件里的表是竖排的，一列一条记录。{wanted}，请改成一行一条记录后上传。"
        )
    return UnmatchedError(
        f"没有找到能对上的表头{hidden}。{wanted}；{_found(workbook, near)}。请下载模板填写后上传。"
    )


def _hidden(workbook: Workbook) -> str:
    """Tell of hidden sheets: what was looked for may stand there."""
    names = workbook.hidden_sheets
    if not names:
        return ""
    named = "”、“".join(names[:_MANY]) + ("”等" if len(names) > _MANY else "”")
    return f"（隐藏的工作表“{named}没有读取，数据在其中的请先取消隐藏）"


def _expected(sheet: Sheet) -> str:
    labels = [
        column.label.replace(" ", "")
        for column in sheet.columns
        if column.required or column.expected
    ]
    return "、".join(f"“{label}”" for label in dict.fromkeys(labels[:_LISTED]))


def _found(workbook: Workbook, near: list[Fit]) -> str:
    if near:
        best = max(near, key=lambda fit: fit.share)
        texts = [header_text(best.header, column) for column in best.header.paths]
        row = f"“{best.grid.name}”第{best.header.bottom}行"
    else:
        grid, number = _fullest(workbook)
        texts = [" ".join(text.split())[:20] for text in row_texts(grid, number).values()]
        row = f"“{grid.name}”第{number}行"
    listed = "、".join(f"“{text}”" for text in texts[:_LISTED])
    return f"文件{row}是{listed}" if listed else "文件里没有像表头的行"


def _fullest(workbook: Workbook) -> tuple[Grid, int]:
    rows = (
        (len(row_texts(grid, number)), -index, -number)
        for index, grid in enumerate(workbook.sheets)
        for number in range(1, min(len(grid.rows), _SEARCHED) + 1)
    )
    _, index, number = max(rows, default=(0, 0, -1))
    return workbook.sheets[-index], -number


def _other_sheet(workbook: Workbook, sheet: Sheet) -> Sheet | None:
    shares = [
        (fit.share, other.code)
        for other in SHEETS.values()
        if other is not sheet
        for grid in workbook.sheets
        if (fit := best_fit(grid, other, {})) and fit.share >= ENOUGH
    ]
    return SHEETS[max(shares)[1]] if shares else None


def rather(fit: Fit) -> Sheet | None:
    """Return the sheet a table rather is: it knows more of a header that `fit` knows in part.

    Many sheets have 单位, 姓名 and 职务; a file of another sheet must not pass for this one.
    """
    known, wide = len(fit.columns.sure()), len(fit.header.paths)
    if known >= _MOSTLY * wide:
        return None
    others = [
        (len(other.columns.sure()), other.sheet.code)
        for sheet in SHEETS.values()
        if sheet.code != fit.sheet.code and (other := best_fit(fit.grid, sheet, {}))
    ]
    most, code = max(others, default=(0, ""))
    return SHEETS[code] if most >= known + _CLEARLY else None


def _is_sideways(grid: Grid, sheet: Sheet) -> bool:
    words = vocabulary(sheet)
    for column in range(1, 4):
        known = {
            label
            for row in range(1, min(len(grid.rows), _SEARCHED) + 1)
            if isinstance(cell := grid.cell(row, column), str)
            and (label := normal(cell)) in words.leaves
        }
        if len(known) >= _MANY:
            return True
    return False
