"""The columns of T8."""

from typing import Final

from accountability.intake.declare import CellType, Column
from accountability.ledgers.rules.elections import APPRAISALS, MEASURES, OUTCOMES
from accountability.ledgers.sheets import words
from accountability.ledgers.sheets.village_columns import SERIAL, date, remark, township, village

_CADRE, _WORK, _HELP, _NEXT = "新任干部", "表现", "帮带培训", "处理"

COLUMNS: Final = (
    SERIAL,
    township("村"),
    village("村"),
    Column(
        "person_name",
        (_CADRE, "姓名"),
        CellType.PERSON_NAME,
        required=True,
        prefilled=True,
        synonyms=("干部姓名", "新任干部姓名"),
        max_length=50,
    ),
    Column(
        "post",
        (_CADRE, "职务"),
        CellType.CHOICE,
        required=True,
        prefilled=True,
        synonyms=("现任职务", "村内职务"),
        allowed=words.VILLAGE_POSTS,
        value_synonyms=words.VILLAGE_POST_WORDS,
        max_length=20,
        width=14,
    ),
    date(
        "took_office_on",
        (_CADRE, "上任日期"),
        "上任时间",
        "任职时间",
        "任职日期",
        "当选日期",
        required=True,
        prefilled=True,
    ),
    Column(
        "background",
        (_CADRE, "类别"),
        CellType.CHOICE,
        required=True,
        prefilled=True,
        synonyms=("人员类别", "来源", "干部类别"),
        allowed=words.BACKGROUNDS,
        value_synonyms=words.BACKGROUND_WORDS,
        max_length=20,
    ),
    Column(
        "appraisal",
        (_WORK, "表现评价"),
        CellType.CHOICE,
        required=True,
        synonyms=("评价", "现实表现", "适应情况"),
        allowed=APPRAISALS,
        value_synonyms=words.APPRAISAL_WORDS,
        max_length=10,
    ),
    Column(
        "shortcomings",
        (_WORK, "存在问题"),
        CellType.LONG_TEXT,
        synonyms=("问题", "主要问题"),
        max_length=500,
        expected=True,
        width=24,
    ),
    Column(
        "mentor",
        (_HELP, "帮带人"),
        CellType.TEXT,
        prefilled=True,
        synonyms=("结对帮带人", "帮带责任人"),
        max_length=50,
    ),
    Column(
        "training",
        (_HELP, "培训安排"),
        CellType.TEXT,
        synonyms=("培训计划", "培训情况"),
        max_length=300,
        expected=True,
        width=20,
    ),
    Column(
        "measure",
        (_NEXT, "拟处理"),
        CellType.CHOICE,
        required=True,
        synonyms=("拟处理意见", "处理意见"),
        allowed=MEASURES,
        value_synonyms=words.MEASURE_WORDS,
        max_length=10,
    ),
    Column(
        "outcome",
        (_NEXT, "结果"),
        CellType.CHOICE,
        synonyms=("处理结果", "落实结果"),
        allowed=OUTCOMES,
        value_synonyms=words.OUTCOME_WORDS,
        max_length=10,
    ),
    date("reviewed_on", (_NEXT, "日期"), "回头看日期", "分析日期", "处理日期", required=True),
    remark(),
)
