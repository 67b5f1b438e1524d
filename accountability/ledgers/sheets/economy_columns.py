"""The columns of T5."""

from typing import Any, Final

from accountability.intake.declare import CellType, Column
from accountability.ledgers.rules.economy import CLASSES, EMPTY, NEITHER, WEAK
from accountability.ledgers.sheets import words
from accountability.ledgers.sheets.village_columns import (
    SERIAL,
    money,
    number,
    remark,
    township,
    village,
)

INCOME, EXPENSE = "收入（万元）", "支出（万元）"
_ASSETS, _SUPPORT = ("资产", ""), "扶持资金（万元）"
_CLASS_WORDS: Final = {
    **dict.fromkeys(("0", "无收入", "无经营收益", "无集体收入", "空白"), CLASSES[0]),
    **dict.fromkeys(("<5万", "5万以下", "5万元以内", "小于5万", "0-5万", "不足5万元"), CLASSES[1]),
    **dict.fromkeys(("5-10万", "5-10万元", "5至10万", "5万-10万", "5–10万", "5—10万"), CLASSES[2]),
    **dict.fromkeys(
        ("10-50万", "10-50万元", "10至50万", "10万-50万", "10–50万", "10—50万"), CLASSES[3]
    ),
    **dict.fromkeys(
        ("50-100万", "50-100万元", "50至100万", "50万-100万", "50–100万", "50—100万"), CLASSES[4]
    ),
    **dict.fromkeys(("≥100万", ">100万", "100万以上", "100万元及以上", "大于100万"), CLASSES[5]),
}
_NO: Final = {"否": NEITHER, "达标": NEITHER, "空壳": EMPTY, "薄弱": WEAK}


def _income(field: str, label: str, *synonyms: str, **more: Any) -> Column:
    return money(f"income_{field}", (INCOME, label), *synonyms, required=True, **more)


def _expense(field: str, label: str, *synonyms: str) -> Column:
    return money(f"expense_{field}", (EXPENSE, label), *synonyms, required=True)


def _support(field: str, label: str, *synonyms: str) -> Column:
    return money(f"support_{field}", (_SUPPORT, label), *synonyms)


COLUMNS: Final = (
    SERIAL,
    township("村", ""),
    village("村", ""),
    _income("total", "合计", "总收入", "收入合计", "集体收入"),
    _income("business", "经营", "经营收入"),
    _income("contract", "发包及上交", "发包及上交收入", "发包上交", "发包收入"),
    _income("investment", "投资收益", "投资"),
    _income("subsidy", "补助", "补助收入", "财政补助"),
    _income("other", "其他", "其他收入"),
    _expense("total", "合计", "总支出", "支出合计"),
    _expense("business", "经营支出"),
    _expense("management", "管理费用", "管理费"),
    _expense("other", "其他", "其他支出"),
    money(
        "net_income",
        ("本年收益",),
        "收益",
        "当年收益",
        minimum=-1_000_000,
        derived=True,
        help="等于收入合计减支出合计，可不填",
    ),
    money(
        "operating_income",
        ("经营性收入",),
        "经营性收益",
        "其中经营性收入",
        derived=True,
        help="按经营、发包及上交、投资收益相加得出，不含补助，可不填",
    ),
    money("assets_total", (*_ASSETS, "总额"), "资产总额", "集体资产总额", prefilled=True),
    money("assets_operating", (*_ASSETS, "经营性资产"), "其中经营性资产", prefilled=True),
    Column(
        "income_class",
        ("分类",),
        CellType.CHOICE,
        synonyms=("收入分类", "集体经济分类", "收益分组", "类别"),
        allowed=CLASSES,
        value_synonyms=_CLASS_WORDS,
        max_length=20,
        derived=True,
        width=12,
        help="按经营性收入得出，可不填",
    ),
    Column(
        "ways",
        ("发展方式",),
        CellType.CHOICES,
        synonyms=("发展模式", "增收方式", "发展路径"),
        allowed=words.WAYS,
        value_synonyms=words.WAY_WORDS,
        prefilled=True,
        width=14,
        help="可填多项，用“、”隔开",
    ),
    _support("central", "中央", "中央扶持", "中央财政"),
    _support("province", "省", "省级", "省财政"),
    _support("local", "市县", "市县级", "市、县"),
    _support("social", "社会", "社会帮扶", "社会资金"),
    remark(),
    Column(
        "village_types",
        ("村类型",),
        CellType.CHOICES,
        synonyms=("村类别", "村性质"),
        allowed=words.VILLAGE_TYPES,
        value_synonyms=words.VILLAGE_TYPE_WORDS,
        optional_in_file=True,
    ),
    money(
        "income_other_operating",
        ("其他收入中的经营性部分",),
        "其他经营收入",
        "其中其他经营收入",
        optional_in_file=True,
    ),
    Column(
        "weakness",
        ("是否空壳村薄弱村",),
        CellType.CHOICE,
        synonyms=("是否空壳村", "是否空壳村/薄弱村", "空壳薄弱", "是否薄弱村"),
        allowed=(EMPTY, WEAK, NEITHER),
        value_synonyms=_NO,
        max_length=10,
        derived=True,
        optional_in_file=True,
    ),
    number(
        "support_year",
        ("扶持年份",),
        "年",
        "扶持时间",
        minimum=2000,
        maximum=2100,
        adds_up=False,
        optional_in_file=True,
    ),
    Column(
        "project_note",
        ("扶贫项目收益计入情况",),
        CellType.TEXT,
        synonyms=("扶贫项目收益", "项目收益计入情况"),
        max_length=300,
        optional_in_file=True,
    ),
)
