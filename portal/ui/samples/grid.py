"""An invented upload to mend, without a database: what is typed is judged and shown."""

from dataclasses import replace

from django import forms

from portal.ui.parts import Tab
from portal.ui.samples import FACTS, STEP_NAMES
from portal.ui.sheet import (
    Level,
    Problem,
    ProblemGroup,
    Sheet,
    SheetCell,
    SheetColumn,
    SheetRow,
)

COLUMNS = [
    SheetColumn("A", "serial", "序号", required=True, numeric=True),
    SheetColumn("B", "township", "乡镇", required=True),
    SheetColumn("C", "village", "行政村", required=True),
    SheetColumn("D", "name", "姓名", required=True, frozen=True),
    SheetColumn("E", "code", "村代码", required=True, hint="12 位"),
    SheetColumn("F", "id_number", "身份证号（脱敏）", required=True),
    SheetColumn("G", "unit", "派出单位", required=True),
    SheetColumn("H", "days", "驻村天数", required=True, numeric=True),
    SheetColumn("I", "leave", "请假天数", required=True, numeric=True),
    SheetColumn("J", "nights", "夜宿天数", required=True, numeric=True),
    SheetColumn("K", "work", "本月主要工作"),
]
LIMITS = {"days": 31, "leave": 31, "nights": 31}
FIRST_ROW, ROW_COUNT = 4, 200


def row_of(number: int) -> SheetRow:
    """Return the row of the file as it was uploaded."""
    serial = number - FIRST_ROW + 1
    values = {
        "serial": str(serial),
        "township": "青岭镇",
        "village": f"第{serial}村",
        "name": "李红卫" if serial == 4 else f"张{serial}",  # noqa: PLR2004 - the sample's error
        "code": f"99012110{serial:04d}",
        "id_number": f"990***********{serial:04d}",
        "unit": "省水利厅",
        "days": "35" if serial == 6 else "22",  # noqa: PLR2004 - the sample's error
        "leave": "0",
        "nights": "9" if serial == 10 else "16",  # noqa: PLR2004 - the sample's warning
        "work": "成立种植合作社，入社 46 户；走访慰问老党员",
    }
    cells = [judged(column, number, values[column.field]) for column in COLUMNS]
    return SheetRow(number, cells)


def judged(column: SheetColumn, number: int, value: str) -> SheetCell:
    """Return the cell with what is wrong with it."""
    level, message, suggest = verdict(column, value)
    return SheetCell(
        f"{column.letter}{number}",
        value,
        level=level,
        message=message,
        suggest=suggest,
        readonly=column.field in {"serial", "id_number"},
    )


def verdict(column: SheetColumn, value: str) -> tuple[Level, str, str]:
    """Say what is wrong with `value`."""
    limit = LIMITS.get(column.field)
    if value == "李红卫":
        return "error", "名册登记为“李红伟”，本表为“李红卫”", "李红伟"
    if column.required and not value:
        return "error", f"{column.label}不能为空", ""
    if limit is not None and not value.isdigit():
        return "error", f"填了“{value}”，此列只能填数字", ""
    if limit is not None and int(value) > limit:
        return "error", f"{column.label} {value}，超过当月 {limit} 天", ""
    if column.field == "nights" and int(value) < 16:  # noqa: PLR2004 - four nights, four weeks
        return "warning", f"夜宿 {value} 天，少于 16 天，提交时须说明", ""
    return "", "", ""


def sheet_of(current: str = "") -> Sheet:
    """Return the sample sheet with `current` chosen."""
    rows = [row_of(number) for number in range(FIRST_ROW, FIRST_ROW + ROW_COUNT)]
    return Sheet("嵩北县第一书记驻村考勤月报明细", COLUMNS, rows, current)


def edited(number: int, field: str, value: str) -> SheetRow:
    """Return the row with one cell typed anew."""
    row = row_of(number)
    cells = [
        replace(judged(column, number, value), edited=True) if column.field == field else cell
        for column, cell in zip(COLUMNS, row.cells, strict=True)
    ]
    return replace(row, cells=cells)


def groups_of(rows: list[SheetRow]) -> list[ProblemGroup]:
    """Return the problems of these rows by cause."""
    found: dict[str, list[Problem]] = {}
    for row in rows:
        for column, cell in zip(COLUMNS, row.cells, strict=True):
            if cell.level:
                problem = Problem(
                    cell.address,
                    f"?cell={cell.address}",
                    cell.message,
                    f"青岭镇{row.cells[2].text}",
                    cell.suggest,
                )
                found.setdefault(column.label, []).append(problem)
    found.setdefault("不在本页的行", []).append(
        Problem("H607", "?page=4&cell=H607", "驻村天数 40，超过当月 31 天")
    )
    return [ProblemGroup(title, problems) for title, problems in found.items()]


class EditForm(forms.Form):
    """What the formula bar sends."""

    a = forms.CharField(max_length=10)
    row = forms.IntegerField(min_value=FIRST_ROW, max_value=FIRST_ROW + ROW_COUNT - 1)
    field = forms.ChoiceField(choices=[(column.field, column.label) for column in COLUMNS])
    value = forms.CharField(max_length=500, required=False)

    def row_edited(self) -> SheetRow:
        """Return the row with the typed value."""
        data = self.cleaned_data
        return edited(data["row"], data["field"], data["value"])


def context(current: str) -> dict[str, object]:
    """Return what templates/ui/grid_sample.html shows."""
    sheet = sheet_of(current)
    return {
        "grid": sheet,
        "groups": groups_of(list(sheet.rows)),
        "facts": FACTS,
        "step_names": STEP_NAMES,
        "tabs": [
            Tab("错误", "#", 2, current=True, hot=True),
            Tab("提醒", "#", 1),
            Tab("比对", "#"),
        ],
    }
