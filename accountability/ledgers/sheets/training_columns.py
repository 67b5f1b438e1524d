"""The columns of T10: classes, and who attended them."""

from dataclasses import replace
from typing import Final

from accountability.intake.declare import CellType, Column
from accountability.ledgers.sheets import member_words as words
from accountability.ledgers.sheets.village_columns import (
    SERIAL,
    date,
    money,
    number,
    remark,
    township,
    village,
)

_COURSE, _WHEN = "培训班次", "时间"


def _course(*group: str) -> Column:
    return Column(
        "course_name",
        (*group, "班次名称"),
        CellType.TEXT,
        required=True,
        prefilled=True,
        synonyms=("班次", "培训班名称", "培训班次名称", "班名"),
        max_length=80,
        width=24,
    )


COURSES: Final = (
    SERIAL,
    _course(_COURSE),
    Column(
        "theme",
        (_COURSE, "主题"),
        CellType.CHOICE,
        required=True,
        prefilled=True,
        synonyms=("培训主题", "培训内容"),
        allowed=words.THEMES,
        value_synonyms=words.THEME_WORDS,
        max_length=10,
    ),
    Column(
        "level",
        (_COURSE, "办班层级"),
        CellType.CHOICE,
        required=True,
        prefilled=True,
        synonyms=("层级", "主办层级", "举办层级"),
        allowed=words.COURSE_LEVELS,
        value_synonyms=words.COURSE_LEVEL_WORDS,
        max_length=10,
    ),
    Column(
        "method",
        (_COURSE, "方式"),
        CellType.CHOICE,
        required=True,
        prefilled=True,
        synonyms=("培训方式", "办班方式"),
        allowed=words.METHODS,
        value_synonyms=words.METHOD_WORDS,
        max_length=10,
    ),
    date("started_on", (_WHEN, "开始日期"), "开班日期", "开始时间", required=True, prefilled=True),
    date("ended_on", (_WHEN, "结束日期"), "结业日期", "结束时间", required=True, prefilled=True),
    Column(
        "hours",
        (_WHEN, "学时"),
        CellType.DECIMAL,
        required=True,
        prefilled=True,
        unit="学时",
        synonyms=("培训学时", "总学时"),
        minimum=0,
        maximum=500,
        places=1,
        adds_up=False,
        width=8,
    ),
    Column(
        "place",
        ("地点",),
        CellType.TEXT,
        expected=True,
        prefilled=True,
        synonyms=("培训地点", "办班地点"),
        max_length=80,
        width=16,
    ),
    number("trainees_count", ("参训人数",), "人", "培训人数", "人数", required=True),
    money("cost", ("费用（万元）",), "培训费用", "经费", expected=True),
    remark(),
)

TRAINEES: Final = (
    SERIAL,
    _course(),
    Column(
        "person_name",
        ("姓名",),
        CellType.PERSON_NAME,
        required=True,
        prefilled=True,
        synonyms=("学员姓名", "参训人员"),
        max_length=50,
    ),
    Column(
        "post",
        ("职务",),
        CellType.CHOICE,
        required=True,
        prefilled=True,
        synonyms=("现任职务", "身份"),
        allowed=words.TRAINEE_POSTS,
        value_synonyms=words.TRAINEE_POST_WORDS,
        max_length=20,
        width=14,
    ),
    replace(township(), required=False, expected=True),
    replace(village(), required=False, expected=True),
    Column(
        "is_counted",
        ("是否计入轮训",),
        CellType.YES_NO,
        required=True,
        synonyms=("轮训计入", "是否轮训", "计入轮训"),
        width=12,
    ),
    Column(
        "result",
        ("考核结果",),
        CellType.CHOICE,
        expected=True,
        synonyms=("考试结果", "结业考核"),
        allowed=words.RESULTS,
        value_synonyms=words.RESULT_WORDS,
        max_length=10,
    ),
    remark(),
)
