"""The columns of T12."""

from typing import Any, Final

from accountability.assessment.head_schemes import UNDETERMINED
from accountability.intake.declare import CellType, Column

_WHO, _ADJUST = "考评对象", "加减分"
RED_LINES: Final = ("弄虚作假", "形式主义严重", "重大事件", "失职渎职")
_RED_WORDS: Final = {
    **dict.fromkeys(("数字脱贫", "虚报", "造假", "弄虚作假、欺上瞒下", "欺上瞒下"), "弄虚作假"),
    **dict.fromkeys(("形式主义", "官僚主义", "形式主义官僚主义严重"), "形式主义严重"),
    **dict.fromkeys(("重大问题", "重大事故", "发生重大事件"), "重大事件"),
    **dict.fromkeys(("失职", "渎职", "失职失责"), "失职渎职"),
}
POSTS: Final = ("书记", "县长", "区长", "市长")
_POST_WORDS: Final = {
    **dict.fromkeys(("县委书记", "区委书记", "市委书记", "党委书记", "县（市、区）委书记"), "书记"),
    **dict.fromkeys(("县政府县长", "县人民政府县长", "代县长", "县委副书记、县长"), "县长"),
    **dict.fromkeys(("区政府区长", "代区长", "区委副书记、区长"), "区长"),
    **dict.fromkeys(("市政府市长", "代市长", "市委副书记、市长"), "市长"),
}
CITY_GROUP: Final = "省辖市"
GRADES: Final = ("好", "较好", "一般", "差", "较差", UNDETERMINED)
_GRADE_WORDS: Final = {
    **dict.fromkeys(("好等次", "好（等次）"), "好"),
    **dict.fromkeys(("较好等次",), "较好"),
    **dict.fromkeys(("一般等次",), "一般"),
    **dict.fromkeys(("差等次",), "差"),
    **dict.fromkeys(("不定等次", "不确定", "暂不确定等次", "不评定等次"), UNDETERMINED),
}


def _points(field: str, group: str, label: str, *synonyms: str, **more: Any) -> Column:
    known = {"minimum": 0, "maximum": 1_000, "unit": "分", "width": 8, **more}
    return Column(field, (group, label), CellType.DECIMAL, synonyms=synonyms, **known)


def _part(name: str, group: str) -> tuple[Column, ...]:
    """Return full mark, score and basis of one part."""
    return (
        _points(f"{name}_full", group, "满分", f"{group}满分", prefilled=True, expected=True),
        _points(f"{name}_score", group, "得分", f"{group}得分", group, required=True),
        Column(
            f"{name}_basis",
            (group, "依据"),
            CellType.LONG_TEXT,
            synonyms=(f"{group}依据",),
            expected=True,
            max_length=500,
            width=20,
        ),
    )


def _beside(field: str, label: str, type_: CellType, *synonyms: str, **more: Any) -> Column:
    """Return a column the blank leaves out and a file may have."""
    return Column(field, (label,), type_, synonyms=synonyms, optional_in_file=True, **more)


COLUMNS: Final = (
    Column("serial", ("序号",), CellType.SERIAL, synonyms=("编号",), width=6),
    Column(
        "unit_name",
        (_WHO, "单位"),
        CellType.TEXT,
        required=True,
        prefilled=True,
        synonyms=("县（市、区）", "单位名称", "所在单位"),
        max_length=80,
        width=16,
    ),
    Column(
        "person_name",
        (_WHO, "姓名"),
        CellType.PERSON_NAME,
        required=True,
        prefilled=True,
        synonyms=("考评对象姓名", "被考评人"),
        max_length=50,
    ),
    Column(
        "post_title",
        (_WHO, "职务"),
        CellType.CHOICE,
        required=True,
        prefilled=True,
        synonyms=("现任职务",),
        allowed=POSTS,
        value_synonyms=_POST_WORDS,
    ),
    Column(
        "in_post_since",
        ("任现职时间",),
        CellType.DATE,
        required=True,
        prefilled=True,
        synonyms=("任现职日期", "任职时间", "任现职务时间"),
        width=12,
    ),
    *_part("regular", "平时考核"),
    *_part("special", "专项考核"),
    *_part("annual", "年度考核"),
    _points("adjustment_score", _ADJUST, "分值", "加减分分值", minimum=-1_000),
    Column(
        "adjustment_basis",
        (_ADJUST, "依据"),
        CellType.LONG_TEXT,
        synonyms=("加减分依据",),
        max_length=500,
        width=16,
    ),
    Column(
        "total_score",
        ("总分",),
        CellType.DECIMAL,
        required=True,
        unit="分",
        synonyms=("总得分", "合计得分", "考评总分"),
        minimum=-1_000,
        maximum=1_000,
        width=8,
    ),
    Column(
        "red_lines",
        ("红线事项",),
        CellType.CHOICES,
        expected=True,
        synonyms=("纪律红线", "红线", "触碰红线事项"),
        allowed=RED_LINES,
        value_synonyms=_RED_WORDS,
        width=12,
        help="没有的填“无”；可填多项，用“、”隔开",
    ),
    Column(
        "grade",
        ("拟评等次",),
        CellType.CHOICE,
        required=True,
        synonyms=("等次", "考评等次", "拟定等次"),
        allowed=GRADES,
        value_synonyms=_GRADE_WORDS,
    ),
    Column("group_name", ("组别",), CellType.TEXT, synonyms=("分组", "考评组别"), max_length=40),
    Column(
        "feedback",
        ("反馈及本人意见",),
        CellType.LONG_TEXT,
        expected=True,
        synonyms=("本人意见", "反馈情况", "反馈意见"),
        max_length=500,
        width=20,
    ),
    Column("remark", ("备注",), CellType.LONG_TEXT, max_length=500, width=16),
    _beside("cycle", "考评周期", CellType.TEXT, max_length=40),
    _beside("grade_reason", "等次理由", CellType.LONG_TEXT, "评定理由", max_length=1000),
    _beside("group_rank", "组内排名", CellType.INTEGER, "排名", minimum=1, maximum=999),
    _beside("leader", "考核组组长", CellType.TEXT, "组长", max_length=50),
    _beside("feedback_on", "反馈日期", CellType.DATE),
    _beside("objection", "异议", CellType.LONG_TEXT, "异议情况", max_length=500),
    _beside("review_result", "复核结果", CellType.TEXT, max_length=80),
)
