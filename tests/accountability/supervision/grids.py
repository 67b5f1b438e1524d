"""Makers of the supervision sheets: official layouts as grids, and one clean row of each."""

import datetime as dt

from accountability.intake.reading.grid import Grid
from tests.accountability.intake.sheets import laid_out

T6_PATHS = [
    ("序号",),
    *[
        ("发现情况", leaf)
        for leaf in (
            "问题编号", "问题来源", "督查批次", "督查日期", "督查组（人）", "乡镇", "村", "单位",
        )
    ],
    *[("问题内容", leaf) for leaf in ("问题类别", "问题描述", "政策依据", "严重程度", "性质")],
    *[("责任", leaf) for leaf in ("责任单位", "牵头领导", "责任人", "联系电话")],
    *[
        ("整改", leaf)
        for leaf in (
            "整改目标", "整改措施", "整改类型", "整改时限", "整改进展", "完成情况", "佐证材料",
        )
    ],
    *[("复核销号", leaf) for leaf in ("复核单位", "复核人", "复核日期", "复核结果", "销号日期")],
    ("备注",),
    *[("延期", leaf) for leaf in ("次数", "延期至", "批准人", "理由")],
]  # fmt: skip
T6_OTHERS = [(leaf,) for leaf in ("涉及人员", "身份证号后4位", "交办日期", "是否销号", "问责文号")]


MEASURES = (
    "县委组织部约谈派出单位，驻村办每周抽查在岗两次并登记",
    "镇纪委逐户核对入户记录，错漏的由本人当面更正",
    "村党支部补开组织生活会，镇组织委员列席并签到",
    "镇财政所清理三资账目，结果在村务公开栏公示七天",
)


def by_leaf(paths, row: dict[str, object]) -> dict[str, object]:
    """Return a row by joined path from one by leaf label or joined path."""
    return {"/".join(path): row.get("/".join(path), row.get(path[-1])) for path in paths}


def day(text: str) -> dt.datetime:
    """Return a day as a workbook holds it."""
    return dt.datetime.fromisoformat(text)


def t6_row(number: int = 1, village: str = "双河村", **more: object) -> dict[str, object]:
    """Return one clean row of T6 for May 2020 by leaf label."""
    return {
        "序号": float(number), "问题编号": f"2020-03-990121-{number:03d}", "问题来源": "省督查",
        "督查批次": "第3批", "督查日期": day("2020-05-06"), "督查组（人）": "第2督查组",
        "乡镇": "青岭镇", "村": village, "问题类别": "第一书记",
        "问题描述": f"5月6日上午暗访{village}，第一书记不在岗，{number}份入户记录为事后补填",
        "政策依据": "《驻村工作队管理办法》第七条", "严重程度": "较重", "性质": "个性",
        "责任单位": "青岭镇党委", "牵头领导": "王建国", "责任人": f"李保{'国民军强'[number % 4]}",
        "联系电话": "15401234567", "整改目标": f"{number}份记录核实更正",
        "整改措施": MEASURES[number % 4],
        "整改类型": "限期整改", "整改时限": day("2020-06-30"),
        "整改进展": f"5月20日已核对{number}户，更正记录", "完成情况": "整改中",
    } | more  # fmt: skip


def t6_grid(rows: list[dict[str, object]], paths=T6_PATHS, **more: object) -> Grid:
    """Return T6's official layout over the rows."""
    named = [by_leaf(paths, row) for row in rows]
    return laid_out("2020年5月督查（暗访）发现问题清单及整改台账", paths, named, **more)


T15_PATHS = [
    ("序号",),
    *[("对象", leaf) for leaf in ("单位", "姓名", "职务")],
    *[("处理情况", leaf) for leaf in ("类别", "处理方式", "决定或建议", "事由")],
    *[("依据和决定", leaf) for leaf in ("依据文件", "文号", "决定机关", "决定日期")],
    *[("影响期", leaf) for leaf in ("起", "止")],
    *[("申诉", leaf) for leaf in ("期限", "情况")],
    ("是否公开",),
    ("备注",),
]


def t15_row(name: str = "周明", **more: object) -> dict[str, object]:
    """Return one clean row of T15 for May 2020 by leaf label: an admonition."""
    return {
        "单位": "青岭镇党委", "姓名": name, "职务": "副镇长", "类别": "诫勉",
        "事由": "包村工作不实，入户走访记录补填", "依据文件": "《中国共产党问责条例》第八条",
        "文号": "嵩组〔2020〕5号", "决定机关": "中共嵩北县委组织部", "决定日期": day("2020-05-11"),
        "情况": "未申诉", "是否公开": "否",
    } | more  # fmt: skip


def t15_grid(rows: list[dict[str, object]], paths=T15_PATHS, **more: object) -> Grid:
    """Return T15's official layout over the rows."""
    named = [by_leaf(paths, row) for row in rows]
    return laid_out("2020年5月约谈召回问责情况统计表", paths, named, **more)


T16_PATHS = [
    ("序号",),
    *[("对象", leaf) for leaf in ("单位", "姓名", "职务")],
    *[("激励关爱", leaf) for leaf in ("类别", "表彰层级", "内容")],
    ("日期",),
    ("文号",),
    ("金额（元）",),
    ("备注",),
]
T13_PATHS = [
    ("序号",),
    *[("走访人", leaf) for leaf in ("层级", "职务", "姓名")],
    *[("走访地点", leaf) for leaf in ("乡镇", "村")],
    *[("走访情况", leaf) for leaf in ("日期", "到村数", "走访户数", "是否暗访")],
    *[("走访结果", leaf) for leaf in ("发现问题数", "解决事项")],
    ("备注",),
]


def t16_row(name: str = "周明", **more: object) -> dict[str, object]:
    """Return one clean row of T16 for the second quarter of 2020 by leaf label: a promotion."""
    return {
        "单位": "青岭镇党委", "姓名": name, "职务": "副镇长", "类别": "提拔重用",
        "内容": "任河口镇镇长", "日期": day("2020-05-20"), "文号": "嵩组任〔2020〕9号",
    } | more  # fmt: skip


def t16_grid(rows: list[dict[str, object]], paths=T16_PATHS, **more: object) -> Grid:
    """Return T16's official layout over the rows."""
    named = [by_leaf(paths, row) for row in rows]
    return laid_out("2020年第二季度表彰激励和关爱保障情况统计表", paths, named, **more)


def t13_row(village: str | None = "双河村", **more: object) -> dict[str, object]:
    """Return one clean row of T13 for the second quarter of 2020 by leaf label."""
    return {
        "层级": "县", "职务": "县委组织部部长", "姓名": "郑卫国", "乡镇": "青岭镇", "村": village,
        "日期": day("2020-05-12"), "到村数": 1.0, "走访户数": 6.0, "是否暗访": "是",
        "发现问题数": 0.0,
    } | more  # fmt: skip


def t13_grid(rows: list[dict[str, object]], **more: object) -> Grid:
    """Return T13's official layout over the rows."""
    named = [by_leaf(T13_PATHS, row) for row in rows]
    return laid_out("2020年第二季度“三个走遍”登记表", T13_PATHS, named, **more)
