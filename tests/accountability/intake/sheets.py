"""Makers for intake tests: grids and workbooks as reading hands them on."""

# ruff: noqa: DTZ001 - a workbook knows no time zone
import datetime as dt

import openpyxl

from accountability.intake.declare import SHEETS, Setting
from accountability.intake.pipeline import check
from accountability.intake.reading.grid import Format, Grid, Merge, Workbook
from accountability.intake.registry import load_registry
from accountability.intake.rules import Period

T1_GROUPS = [
    ("序号", 1),
    ("派驻村", 4),
    ("基本情况", 9),
    ("派出情况", 4),
    ("驻村情况", 5),
    ("备注", 1),
]
T1_LEAVES = [
    "序号", "乡镇", "行政村", "村类型", "贫困户数(户)", "姓 名", "性别", "民族", "出生\n年月", "身份证号码",
    "政治\n面貌", "学历", "职务职级", "联系电话", "派驻层级", "派出单位", "队内职务", "是否与原单位脱钩",
    "到村日期", "任期届满日期", "组织关系是否转入", "离任日期", "离任原因", "备注",
]  # fmt: skip


def id_number(first17: str) -> str:
    """Return an ID number with a right check character."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return (
        first17 + "10X98765432"[sum(int(c) * w for c, w in zip(first17, weights, strict=True)) % 11]
    )


def t1_row(number: int, village: str = "双河村", **more: object) -> dict[str, object]:
    """Return one clean row of T1 by leaf label."""
    row: dict[str, object] = {
        "序号": float(number), "乡镇": "青岭镇", "行政村": village, "村类型": "贫困村",
        "贫困户数(户)": 56.0, "姓 名": f"张{'一二三四五六七八九'[number % 9]}{'国建民伟强'[number // 9 % 5]}",
        "性别": "男", "民族": "汉族", "出生\n年月": "1980.01",
        "身份证号码": id_number(f"99012119800101{number % 500 * 2 + 1:03d}"), "政治\n面貌": "中共党员",
        "学历": "本科", "职务职级": "副处", "联系电话": f"1540{number:07d}", "派驻层级": "省",
        "派出单位": "省水利厅", "队内职务": "第一书记", "是否与原单位脱钩": "是",
        "到村日期": dt.datetime(2019, 1, 15), "任期届满日期": dt.datetime(2021, 1, 15),
        "组织关系是否转入": "是", "离任日期": None, "离任原因": None, "备注": None,
    }  # fmt: skip
    return row | more


def t1_grid(rows: list[dict[str, object]], name: str = "Sheet1", county: str = "嵩北县") -> Grid:
    """Return T1's official layout over the rows."""
    width = len(T1_LEAVES)
    groups: list[object] = []
    merges = [Merge(2, 1, 2, width)]
    for label, size in T1_GROUPS:
        left = len(groups) + 1
        groups += [label, *[None] * (size - 1)]
        merges.append(Merge(4, left, 5 if size == 1 else 4, left + size - 1))
    leaves = [None if label in ("序号", "备注") else label for label in T1_LEAVES]
    lines: list[list[object]] = [
        ["附件1"],
        [f"{county}驻村第一书记和工作队员花名册"],
        [f"填报单位（盖章）：中共{county}委组织部", None, None, None, "填报日期：2020年5月31日"],
        groups,
        leaves,
        *[[row.get(label) for label in T1_LEAVES] for row in rows],
    ]
    return Grid(name, lines, merges)


def book(*grids: Grid, form: Format = Format.XLSX, **more: object) -> Workbook:
    """Return a workbook of the grids."""
    return Workbook(form, list(grids), **more)


def xlsx(path, *grids: Grid):
    """Write the grids as a real workbook and return its path."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for grid in grids:
        page = made.create_sheet(grid.name)
        for cells in grid.rows:
            page.append([cell if cell is not None else None for cell in cells])
        for merge in grid.merges:
            page.merge_cells(
                start_row=merge.top,
                end_row=merge.bottom,
                start_column=merge.left,
                end_column=merge.right,
            )
        for number in grid.hidden_rows:
            page.row_dimensions[number].hidden = True
    made.save(path)
    return path


def setting(county, period: str = "2020-05", today: dt.date = dt.date(2020, 6, 1)) -> Setting:
    """Return the setting of a check."""
    return Setting(county.pk, county.name, Period.parse(period), today)


def checked(workbook: Workbook, county, code: str = "T1", period: str = "2020-05", mappings=None):
    """Check a workbook for a county."""
    told = setting(county, period)
    return check(
        workbook,
        sheet=SHEETS[code],
        setting=told,
        registry=load_registry(county, told.period.last_day),
        mappings=mappings or {},
    )


def of(result, rule: str) -> list:
    """Return the problems of a rule."""
    return [problem for problem in result.problems if problem.rule == rule]
