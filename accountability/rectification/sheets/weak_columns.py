"""The columns of T4: the official layout as drawn, then what the portal asks beside it."""

from collections.abc import Iterator
from typing import Any, Final

from accountability.intake.declare import CellType, Column
from accountability.ledgers.sheets.village_columns import (
    SERIAL,
    date,
    number,
    remark,
    township,
    village,
)
from accountability.rectification.rules.stages import STAGES, STEPS_COUNT, VERDICTS
from accountability.rectification.sheets import weak_words as words

_BASIC, _WEAK, _FORCE, _PLAN = "基本情况", "软弱涣散表现", "“四个一”整顿力量", "一村一策"
_STEPS, _TIMES, _CHECK, _MORE = "六步进度", "时限", "验收", "补充"


def _text(field: str, header: tuple[str, ...], *synonyms: str, **more: Any) -> Column:
    return Column(
        field, header, CellType.TEXT, synonyms=synonyms, **{"prefilled": True, "width": 12, **more}
    )


def _steps() -> Iterator[Column]:
    for place in range(STEPS_COUNT):
        yield Column(
            "steps",
            (_STEPS, f"第{'一二三四五六'[place]}步"),
            CellType.TEXT,
            slot=place,
            max_length=40,
            prefilled=True,
            width=12,
            help="填“未开始”“进行”或“完成”，完成的加日期，如“完成2018.5.20”",
        )


COLUMNS: Final = (
    SERIAL,
    township(_BASIC),
    village(_BASIC, label="村"),
    number("members_count", (_BASIC, "党员数（名）"), "名", "党员人数", "党员", prefilled=True),
    number("households_count", (_BASIC, "户数"), "户", "总户数", prefilled=True),
    number("residents_count", (_BASIC, "人口"), "人", "总人口", "人口数", prefilled=True),
    Column(
        "is_poor_village",
        (_BASIC, "是否贫困村"),
        CellType.YES_NO,
        required=True,
        synonyms=("贫困村", "是否为贫困村"),
        value_synonyms={"贫困村": "是", "非贫困村": "否"},
        prefilled=True,
    ),
    Column(
        "weak_types",
        (_WEAK, "类型"),
        CellType.CHOICES,
        required=True,
        synonyms=("软弱涣散类型", "主要类型", "软弱涣散情形"),
        allowed=words.WEAK_TYPES,
        value_synonyms=words.WEAK_TYPE_WORDS,
        prefilled=True,
        width=18,
        help="可填多项，用“、”隔开；可填序号1至10",
    ),
    Column(
        "symptoms",
        (_WEAK, "具体表现及原因"),
        CellType.LONG_TEXT,
        required=True,
        synonyms=("具体表现", "具体表现/原因分析", "主要表现及原因", "原因分析"),
        max_length=1000,
        prefilled=True,
        width=28,
        help="不少于20个字",
    ),
    _text("county_leader", (_FORCE, "联村县级领导"), "联村领导", "联系县领导", max_length=50),
    _text(
        "county_leader_post", (_FORCE, "职务"), "联村县级领导职务", "联村领导职务", max_length=80
    ),
    _text("township_leader", (_FORCE, "包村乡镇领导"), "包村领导", max_length=50),
    _text(
        "township_leader_post", (_FORCE, "职务"), "包村乡镇领导职务", "包村领导职务", max_length=80
    ),
    _text("first_secretary", (_FORCE, "驻村第一书记"), "第一书记", max_length=50),
    _text("first_secretary_unit", (_FORCE, "派出单位"), "第一书记派出单位", max_length=120),
    _text("partner_unit", (_FORCE, "结对帮扶单位"), "结对单位", max_length=120, width=16),
    _text("partner_person", (_FORCE, "结对责任人"), "结对单位责任人", max_length=50),
    Column(
        "goal",
        (_PLAN, "整顿目标"),
        CellType.LONG_TEXT,
        max_length=500,
        expected=True,
        prefilled=True,
        width=20,
    ),
    Column(
        "measures",
        (_PLAN, "整顿措施"),
        CellType.LONG_TEXT,
        synonyms=("整顿措施（一村一策）", "主要措施"),
        max_length=1000,
        expected=True,
        prefilled=True,
        width=28,
    ),
    Column(
        "difficulty",
        (_PLAN, "难度等级"),
        CellType.CHOICE,
        synonyms=("整顿难度", "难易程度"),
        allowed=words.DIFFICULTIES,
        value_synonyms=words.DIFFICULTY_WORDS,
        max_length=4,
        prefilled=True,
        help="1至5，5为最难",
    ),
    *_steps(),
    date("opened_on", (_TIMES, "立案"), "立案日期", "立案时间", expected=True, prefilled=True),
    date(
        "planned_on",
        (_TIMES, "计划完成"),
        "计划完成日期",
        "计划完成时间",
        "整顿时限",
        expected=True,
        prefilled=True,
    ),
    date("finished_on", (_TIMES, "实际完成"), "实际完成日期", "实际完成时间", prefilled=True),
    Column(
        "score",
        (_CHECK, "得分"),
        CellType.DECIMAL,
        synonyms=("验收得分", "验收分数"),
        unit="分",
        minimum=0,
        maximum=100,
        places=1,
        adds_up=False,
        prefilled=True,
        width=8,
    ),
    number("raters_count", (_CHECK, "测评人数"), "人", "参评人数", "测评票数", prefilled=True),
    number("dissatisfied_count", (_CHECK, "不满意票"), "票", "不满意票数", prefilled=True),
    Column(
        "verdict",
        (_CHECK, "验收结果"),
        CellType.CHOICE,
        synonyms=("验收结论", "结果"),
        allowed=VERDICTS,
        value_synonyms=words.VERDICT_WORDS,
        max_length=10,
        prefilled=True,
    ),
    _text("verifier", (_CHECK, "验收人"), "验收负责人", max_length=50),
    remark(),
    Column(
        "stage",
        (_MORE, "进度"),
        CellType.CHOICE,
        synonyms=("整顿进度", "目前进度", "当前进度"),
        allowed=STAGES,
        value_synonyms=words.STAGE_WORDS,
        max_length=20,
        derived=True,
        prefilled=True,
        width=14,
        help="每月按实际进度填写，不能跳过整顿、验收和跟踪",
    ),
    Column(
        "is_hardest",
        (_MORE, "是否“老大难”"),
        CellType.YES_NO,
        synonyms=("是否老大难", "老大难", "老大难村"),
        prefilled=True,
    ),
    _text("verifier_unit", (_MORE, "验收单位"), max_length=120, width=16),
    date("verified_on", (_MORE, "验收日期"), "验收时间", prefilled=True),
)
