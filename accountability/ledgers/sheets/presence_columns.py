"""The columns of T2."""

from collections.abc import Iterator
from typing import Final

from accountability.intake.declare import CellType, Column
from accountability.ledgers.sheets import words

WEEKS: Final = 5
_PEOPLE, _WEEKLY = "人员", "本月逐周在岗（天/夜）"
_DAYS_A_WEEK: Final = 7


def _weeks() -> Iterator[Column]:
    """Return three columns a week: asked, days done, nights done."""
    for week in range(WEEKS):
        for field, label, synonyms in (
            ("required_days", "应驻", ("应驻天", "应驻天数", "应驻村天数")),
            ("days", "实驻天", ("实驻天数", "实驻", "实际驻村天数", "天")),
            ("nights", "实驻夜", ("实驻夜数", "夜", "夜宿", "实际驻村夜数")),
        ):
            yield Column(
                field,
                (_WEEKLY, f"第{week + 1}周", label),
                CellType.INTEGER,
                slot=week,
                expected=week < WEEKS - 1 and field != "required_days",
                unit="夜" if field == "nights" else "天",
                synonyms=synonyms,
                minimum=0,
                maximum=_DAYS_A_WEEK,
                prefilled=field == "required_days",
                derived=field == "required_days",
                width=6,
            )


COLUMNS: Final = (
    Column("serial", ("序号",), CellType.SERIAL, synonyms=("编号",), width=6),
    Column(
        "township_name",
        (_PEOPLE, "乡镇"),
        CellType.TOWNSHIP,
        required=True,
        prefilled=True,
        synonyms=("乡（镇）", "乡镇名称", "乡镇街道", "所在乡镇"),
        max_length=80,
        width=12,
    ),
    Column(
        "village_name",
        (_PEOPLE, "村"),
        CellType.VILLAGE,
        required=True,
        prefilled=True,
        synonyms=("行政村", "村名", "派驻村", "驻村", "所驻村"),
        max_length=80,
        width=14,
    ),
    Column(
        "person_name",
        (_PEOPLE, "姓名"),
        CellType.PERSON_NAME,
        required=True,
        prefilled=True,
        synonyms=("人员姓名", "第一书记姓名"),
        max_length=50,
    ),
    Column(
        "id_tail",
        (_PEOPLE, "身份证号后4位"),
        CellType.ID_TAIL,
        synonyms=("身份证后4位", "身份证后四位", "身份证号后四位", "身份证号码后4位"),
        max_length=4,
        optional_in_file=True,
    ),
    *_weeks(),
    Column(
        "days_total",
        ("合计", "", "天"),
        CellType.INTEGER,
        unit="天",
        derived=True,
        synonyms=("合计天数", "实驻天合计", "月合计天"),
        minimum=0,
        maximum=35,
        width=6,
    ),
    Column(
        "nights_total",
        ("合计", "", "夜"),
        CellType.INTEGER,
        unit="夜",
        derived=True,
        synonyms=("合计夜数", "实驻夜合计", "月合计夜"),
        minimum=0,
        maximum=35,
        width=6,
    ),
    Column(
        "leave_days",
        ("请假", "", "天数"),
        CellType.INTEGER,
        unit="天",
        synonyms=("请假天数",),
        minimum=0,
        maximum=31,
        width=6,
    ),
    Column(
        "leave_kind",
        ("请假", "", "类别"),
        CellType.CHOICE,
        synonyms=("请假类别", "请假类型", "假别"),
        allowed=words.LEAVE_KINDS,
        value_synonyms=words.LEAVE_KIND_WORDS,
    ),
    Column(
        "leave_approver",
        ("请假", "", "审批人"),
        CellType.CHOICE,
        synonyms=("请假审批人", "审批单位", "批准单位"),
        allowed=words.APPROVERS,
        value_synonyms=words.APPROVER_WORDS,
        max_length=30,
        width=16,
        help="3天以内乡镇党委批准，超过3天县委组织部和派出单位批准",
    ),
    Column(
        "duty_days",
        ("公差", "", "天数"),
        CellType.INTEGER,
        unit="天",
        synonyms=("公差天数", "出差天数"),
        minimum=0,
        maximum=31,
        width=6,
    ),
    Column(
        "duty_reason",
        ("公差", "", "事由"),
        CellType.TEXT,
        synonyms=("公差事由", "出差事由"),
        max_length=200,
        width=18,
    ),
    Column(
        "checks_count",
        ("抽查", "", "次数"),
        CellType.INTEGER,
        unit="次",
        synonyms=("抽查次数", "督查抽查次数"),
        minimum=0,
        maximum=99,
        width=6,
    ),
    Column(
        "absences_count",
        ("抽查", "", "不在岗"),
        CellType.INTEGER,
        unit="次",
        synonyms=("不在岗次数",),
        minimum=0,
        maximum=99,
        width=6,
    ),
    Column(
        "unexcused_count",
        ("抽查", "", "无故"),
        CellType.INTEGER,
        unit="次",
        synonyms=("无故不在岗", "无故不在岗次数"),
        minimum=0,
        maximum=99,
        width=6,
    ),
    Column(
        "is_met",
        ("是否达标",),
        CellType.YES_NO,
        synonyms=("达标情况", "是否达到五天四夜"),
        value_synonyms={"达标": "是", "不达标": "否", "未达标": "否"},
        derived=True,
    ),
    Column(
        "override_reason",
        ("达标说明",),
        CellType.TEXT,
        synonyms=("未达标原因", "达标情况说明"),
        max_length=200,
        optional_in_file=True,
    ),
    Column(
        "work_summary",
        ("月度工作小结",),
        CellType.LONG_TEXT,
        synonyms=("本月主要工作", "工作小结", "本月工作小结"),
        max_length=200,
        optional_in_file=True,
    ),
)
