"""The columns of T7: the official layout as drawn, then what an extension needs."""

from typing import Final

from accountability.intake.declare import CellType, Column
from accountability.ledgers.rules.unfinished import FORM
from accountability.ledgers.sheets.village_columns import date, number

_PARTY, _COMMITTEE = "村党组织", "村委会"
_SECRETARY, _MAKE_UP, _REVIEW = "书记情况", "书记结构", "资格联审"
STATES: Final = (
    ("done", "已完成"),
    ("doing", "正在进行"),
    ("waiting", "未启动"),
    ("paused", "暂缓"),
)


def _villages(field: str, group: str, label: str) -> Column:
    return number(
        field,
        (group, "", label),
        "个",
        f"{group}{label}",
        f"{group}{label}村数",
        required=True,
    )


def _rate(field: str, group: str) -> Column:
    return Column(
        field,
        ("完成率（%）",),
        CellType.DECIMAL,
        unit="%",
        synonyms=(f"{group}完成率",),
        minimum=0,
        maximum=100,
        derived=True,
        adds_up=False,
        width=9,
        help="已完成除以应换届村数，由系统计算，可不填",
    )


def _secretaries(field: str, group: str, label: str, *synonyms: str) -> Column:
    return number(
        field, (group, "", label), "人", *synonyms, expected=True, prefilled=True, width=7
    )


COLUMNS: Final = (
    Column(
        "county_name",
        ("县（市、区）",),
        CellType.COUNTY,
        required=True,
        prefilled=True,
        synonyms=("县名", "县市区", "单位"),
        max_length=80,
        width=14,
    ),
    number(
        "due_count",
        ("应换届村数",),
        "个",
        "应换届",
        "应换届村",
        "行政村总数",
        required=True,
        prefilled=True,
    ),
    *(_villages(f"party_{state}", _PARTY, label) for state, label in STATES),
    _rate("party_rate", _PARTY),
    *(_villages(f"committee_{state}", _COMMITTEE, label) for state, label in STATES),
    _rate("committee_rate", _COMMITTEE),
    _secretaries("both_posts", _SECRETARY, "一肩挑", "一肩挑数", "书记主任一肩挑"),
    _secretaries("first_secretaries", _SECRETARY, "第一书记兼任", "第一书记兼任数"),
    _secretaries("sent_secretaries", _SECRETARY, "县乡选派", "县乡机关选派", "机关选派书记数"),
    _secretaries("women", _MAKE_UP, "女", "女性"),
    _secretaries("up_to_35", _MAKE_UP, "35岁及以下", "35岁以下", "35及以下"),
    _secretaries("from_36_to_50", _MAKE_UP, "36–50", "36至50岁", "36-50岁"),
    _secretaries("from_51_to_60", _MAKE_UP, "51–60", "51至60岁", "51-60岁"),
    _secretaries("over_60", _MAKE_UP, "60以上", "60岁以上", "61岁及以上"),
    _secretaries("college", _MAKE_UP, "大专及以上", "大专以上"),
    _secretaries("reviewed_count", _REVIEW, "参审", "参审人数"),
    _secretaries("rejected_count", _REVIEW, "取消", "取消人数", "取消资格人数"),
    _secretaries("settled_count", _REVIEW, "已处理", "已处理人数"),
    Column(
        "unfinished_list",
        ("未完成村名单",),
        CellType.LONG_TEXT,
        synonyms=("未完成村", "未完成换届村名单"),
        max_length=4000,
        expected=True,
        prefilled=True,
        width=40,
        help=f"每村写明：{FORM}；各村用“；”隔开",
    ),
    date(
        "term_ends_on",
        ("任期届满日期",),
        "本届届满日期",
        "届满日期",
        prefilled=True,
    ),
    Column(
        "extension_number",
        ("延期批准文号",),
        CellType.TEXT,
        synonyms=("延期换届批准文号", "批准文号"),
        max_length=80,
        prefilled=True,
        width=18,
    ),
    Column(
        "rejected_reason",
        ("取消资格原因",),
        CellType.TEXT,
        synonyms=("取消原因",),
        max_length=300,
        prefilled=True,
        width=18,
    ),
)
