"""The columns of T9: A reserve cadres, B new Party members."""

from typing import Final

from accountability.intake.declare import CellType, Column
from accountability.ledgers.rules.members import STANDINGS
from accountability.ledgers.sheets import member_words, words
from accountability.ledgers.sheets.village_columns import (
    SERIAL,
    date,
    number,
    remark,
    township,
    village,
)

_WHO, _GROWTH, _POOL, _STEPS = "基本情况", "培养情况", "入库情况", "发展过程"


def _name(group: str) -> Column:
    return Column(
        "person_name",
        (group, "姓名"),
        CellType.PERSON_NAME,
        required=True,
        prefilled=True,
        max_length=50,
    )


def _age() -> Column:
    return number("age", (_WHO, "年龄"), "岁", required=True, minimum=16, maximum=75, adds_up=False)


RESERVE: Final = (
    SERIAL,
    township("村"),
    village("村"),
    _name(_WHO),
    _age(),
    Column(
        "party_status",
        (_WHO, "政治面貌"),
        CellType.CHOICE,
        required=True,
        prefilled=True,
        allowed=words.PARTY,
        value_synonyms=words.PARTY_WORDS,
        max_length=20,
        width=12,
    ),
    Column(
        "education",
        (_WHO, "学历"),
        CellType.CHOICE,
        prefilled=True,
        synonyms=("文化程度",),
        allowed=words.EDUCATION,
        value_synonyms=words.EDUCATION_WORDS,
        max_length=20,
    ),
    Column(
        "background",
        (_WHO, "来源"),
        CellType.CHOICE,
        required=True,
        prefilled=True,
        synonyms=("人员来源", "后备干部来源"),
        allowed=member_words.RESERVE_SOURCES,
        value_synonyms=member_words.RESERVE_SOURCE_WORDS,
        max_length=20,
        width=12,
    ),
    Column(
        "mentor",
        (_GROWTH, "培养人"),
        CellType.TEXT,
        expected=True,
        prefilled=True,
        synonyms=("培养责任人", "帮带人"),
        max_length=50,
    ),
    Column(
        "measures",
        (_GROWTH, "培养措施"),
        CellType.CHOICES,
        expected=True,
        prefilled=True,
        allowed=member_words.GROWTH,
        value_synonyms=member_words.GROWTH_WORDS,
        max_length=20,
        width=20,
    ),
    Column(
        "is_pooled",
        (_POOL, "是否入库"),
        CellType.YES_NO,
        required=True,
        prefilled=True,
        synonyms=("入库", "是否纳入后备库"),
    ),
    date("pooled_on", (_POOL, "入库日期"), "入库时间", prefilled=True, expected=True),
    Column(
        "standing",
        ("现状",),
        CellType.CHOICE,
        required=True,
        prefilled=True,
        synonyms=("目前状态", "使用情况"),
        allowed=STANDINGS,
        value_synonyms=member_words.STANDING_WORDS,
        max_length=10,
    ),
    remark(),
)

MEMBERS: Final = (
    SERIAL,
    township("村"),
    village("村"),
    _name(_WHO),
    _age(),
    Column(
        "category",
        (_WHO, "类别"),
        CellType.CHOICE,
        prefilled=True,
        synonyms=("人员类别",),
        allowed=member_words.MEMBER_KINDS,
        value_synonyms=member_words.MEMBER_KIND_WORDS,
        max_length=20,
        width=12,
    ),
    date("applied_on", (_STEPS, "申请入党日期"), "申请日期", "递交申请书日期", required=True,
         prefilled=True),
    date("activist_on", (_STEPS, "积极分子日期"), "确定为积极分子日期", "列为积极分子日期",
         expected=True, prefilled=True),
    date("candidate_on", (_STEPS, "发展对象日期"), "列为发展对象日期", "确定为发展对象日期",
         expected=True, prefilled=True),
    date("probation_on", (_STEPS, "预备党员日期"), "接收预备党员日期", "预备日期", "入党日期",
         expected=True, prefilled=True),
    date("admitted_on", (_STEPS, "转正日期"), "正式党员日期", "转为正式党员日期", expected=True,
         prefilled=True),
    Column(
        "contact",
        ("培养联系人",),
        CellType.TEXT,
        expected=True,
        prefilled=True,
        synonyms=("联系人", "入党介绍人"),
        max_length=50,
        width=12,
    ),
    remark(),
)  # fmt: skip
