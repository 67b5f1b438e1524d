"""The columns of T20: the pool of talent, and services in villages."""

from dataclasses import replace
from typing import Final

from accountability.intake.declare import CellType, Column
from accountability.ledgers.rules.talent import STANDINGS
from accountability.ledgers.sheets import talent_words as words
from accountability.ledgers.sheets.village_columns import (
    SERIAL,
    date,
    number,
    remark,
    township,
    village,
)

_WHO, _TIED, _POOL = "人员情况", "联系村", "入库情况"
_WHERE, _WHAT, _RESULT = "服务地点", "服务内容", "服务结果"

POOL: Final = (
    SERIAL,
    Column(
        "person_name",
        (_WHO, "姓名"),
        CellType.PERSON_NAME,
        required=True,
        prefilled=True,
        synonyms=("人才姓名",),
        max_length=50,
    ),
    Column(
        "kind",
        (_WHO, "类别"),
        CellType.CHOICE,
        required=True,
        prefilled=True,
        synonyms=("人才类别", "人员类别"),
        allowed=words.KINDS,
        value_synonyms=words.KIND_WORDS,
        max_length=20,
        width=12,
    ),
    Column(
        "specialty",
        (_WHO, "专长"),
        CellType.TEXT,
        required=True,
        prefilled=True,
        synonyms=("专业特长", "特长", "专业"),
        max_length=80,
        width=18,
    ),
    replace(township(_TIED), required=False, expected=True),
    replace(village(_TIED), required=False, expected=True),
    date("pooled_on", (_POOL, "入库日期"), "入库时间", required=True, prefilled=True),
    Column(
        "standing",
        (_POOL, "服务状态"),
        CellType.CHOICE,
        required=True,
        prefilled=True,
        synonyms=("状态", "目前状态"),
        allowed=STANDINGS,
        value_synonyms=words.STANDING_WORDS,
        max_length=10,
    ),
    remark(),
)

SERVICES: Final = (
    SERIAL,
    date("served_on", ("日期",), "服务日期", "服务时间", "活动日期", required=True),
    replace(township(_WHERE), prefilled=False),
    replace(village(_WHERE), prefilled=False),
    Column(
        "subject",
        (_WHAT, "主题"),
        CellType.TEXT,
        required=True,
        synonyms=("服务主题", "活动主题", "服务内容"),
        max_length=80,
        width=22,
    ),
    Column(
        "expert_names",
        (_WHAT, "专家姓名"),
        CellType.TEXT,
        required=True,
        synonyms=("服务专家", "专家", "参加专家"),
        max_length=120,
        width=16,
        help="几名专家一起去的用“、”隔开",
    ),
    number("served_count", (_RESULT, "服务人次"), "人次", "受益人次", "参加人数", required=True),
    Column(
        "solved",
        (_RESULT, "解决事项"),
        CellType.LONG_TEXT,
        expected=True,
        synonyms=("解决问题", "解决的事项", "服务成效"),
        max_length=500,
        width=28,
    ),
    remark(),
)
