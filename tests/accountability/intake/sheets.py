"""Makers for intake tests: grids and workbooks as reading hands them on."""

# ruff: noqa: DTZ001 - a workbook knows no time zone
import datetime as dt

import openpyxl

from accountability.intake.declare import SHEETS, Setting
from accountability.intake.pipeline import check
from accountability.intake.reading.grid import Format, Grid, Merge, Workbook
from accountability.intake.registry import load_registry
from accountability.intake.rules import Period

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


def laid_out(
    title: str,
    paths: list[tuple[str, ...]],
    rows: list[dict[str, object]],
    *,
    name: str = "Sheet1",
    county: str = "嵩北县",
    foot: tuple[list[object], ...] = (),
) -> Grid:
    """Return an official layout: title, 填报单位, merged header rows of `paths`, rows, foot.

    A row is by the labels of a path joined with "/"; a path shorter than the deepest is merged down.
    """
    depth = max(map(len, paths))
    full = [(*path, *[""] * (depth - len(path))) for path in paths]
    head: list[list[object]] = [[None] * len(paths) for _ in range(depth)]
    merges = [Merge(2, 1, 2, len(paths))]
    for level in range(depth):
        column = 0
        while column < len(paths):
            path, end = full[column], column
            lower = any(path[level + 1 :])
            while (
                lower and end + 1 < len(paths) and full[end + 1][: level + 1] == path[: level + 1]
            ):
                end += 1
            if path[level]:
                bottom = level
                while bottom + 1 < depth and not path[bottom + 1]:
                    bottom += 1
                head[level][column] = path[level]
                if (bottom, end) != (level, column):
                    merges.append(Merge(4 + level, column + 1, 4 + bottom, end + 1))
            column = end + 1
    keys = ["/".join(part for part in path if part) for path in paths]
    lines: list[list[object]] = [
        ["附件"],
        [title],
        [f"填报单位（盖章）：中共{county}委组织部", None, None, None, "填报日期：2020年6月1日"],
        *head,
        *[[row.get(key) for key in keys] for row in rows],
        *foot,
    ]
    return Grid(name, lines, merges)


T1_PATHS = [
    ("序号",),
    *[("派驻村", leaf) for leaf in T1_LEAVES[1:5]],
    *[("基本情况", leaf) for leaf in T1_LEAVES[5:14]],
    *[("派出情况", leaf) for leaf in T1_LEAVES[14:18]],
    *[("驻村情况", leaf) for leaf in T1_LEAVES[18:23]],
    ("备注",),
]
T2_PATHS = [
    ("序号",),
    ("人员", "乡镇"),
    ("人员", "村"),
    ("人员", "姓名"),
    *[
        ("本月逐周在岗（天/夜）", f"第{week}周", leaf)
        for week in range(1, 6)
        for leaf in ("应驻", "实驻天", "实驻夜")
    ],
    ("合计", "", "天"),
    ("合计", "", "夜"),
    *[("请假", "", leaf) for leaf in ("天数", "类别", "审批人")],
    *[("公差", "", leaf) for leaf in ("天数", "事由")],
    *[("抽查", "", leaf) for leaf in ("次数", "不在岗", "无故")],
    ("是否达标",),
]
T3_PATHS = [
    ("序号",),
    ("人员", "乡镇"),
    ("人员", "村"),
    ("人员", "姓名"),
    *[
        (leaf,)
        for leaf in (
            "建强基层组织", "推动精准扶贫", "为民办事服务", "提升治理水平", "出勤纪律", "群众满意度",
            "加减分", "总分",
        )
    ],
    *[("群众测评", leaf) for leaf in ("发放", "收回", "满意", "基本满意", "不满意")],
    ("不在岗被查次数",),
    ("等次",),
    ("等次依据",),
    ("考核组成员签字",),
]  # fmt: skip


def t2_row(village: str = "双河村", person: str = "张三", **more: object) -> dict[str, object]:
    """Return one clean row of T2 for May 2020 (four weeks: 4, 5, 5, 5 days)."""
    row: dict[str, object] = {"人员/乡镇": "青岭镇", "人员/村": village, "人员/姓名": person}
    for week, days in enumerate((4, 5, 5, 5), 1):
        row[f"本月逐周在岗（天/夜）/第{week}周/应驻"] = float(days)
        row[f"本月逐周在岗（天/夜）/第{week}周/实驻天"] = float(days)
        row[f"本月逐周在岗（天/夜）/第{week}周/实驻夜"] = float(days - 1)
    return row | {"合计/天": 19.0, "合计/夜": 15.0, "是否达标": "是"} | more


def t2_grid(rows: list[dict[str, object]], **more: object) -> Grid:
    """Return T2's official layout over the rows."""
    return laid_out("2020年5月驻村在岗情况月报表（五天四夜）", T2_PATHS, rows, **more)


def t3_row(village: str = "双河村", person: str = "张三", **more: object) -> dict[str, object]:
    """Return one clean row of T3."""
    return {
        "人员/乡镇": "青岭镇", "人员/村": village, "人员/姓名": person, "建强基层组织": 22.5,
        "推动精准扶贫": 23.0, "为民办事服务": 13.0, "提升治理水平": 12.0, "出勤纪律": 9.0,
        "群众满意度": 9.5, "加减分": 1.0, "总分": 90.0, "群众测评/发放": 40.0, "群众测评/收回": 40.0,
        "群众测评/满意": 30.0, "群众测评/基本满意": 8.0, "群众测评/不满意": 2.0, "不在岗被查次数": 0.0,
        "等次": "合格", "等次依据": None, "考核组成员签字": "是",
    } | more  # fmt: skip


def t3_grid(rows: list[dict[str, object]], **more: object) -> Grid:
    """Return T3's official layout over the rows."""
    return laid_out("2020年度第一书记年度（期满）考核评分汇总表", T3_PATHS, rows, **more)


def t1_grid(rows: list[dict[str, object]], **more: object) -> Grid:
    """Return T1's official layout over the rows, whose keys are the leaf labels."""
    county = more.get("county", "嵩北县")
    named = [{"/".join(path): row.get(path[-1]) for path in T1_PATHS} for row in rows]
    return laid_out(f"{county}驻村第一书记和工作队员花名册", T1_PATHS, named, **more)


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
    when = Period.parse(period)
    return Setting(county.pk, county.name, when, today, is_city=county.is_city_own)


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
