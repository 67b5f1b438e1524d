"""The columns of T3."""

from typing import Final

from accountability.intake.declare import CellType, Column

_PEOPLE, _BALLOT = "人员", "群众测评"
GRADES: Final = ("优秀", "合格", "基本合格", "不合格", "称职", "基本称职", "不称职")


def _score(field: str, label: str, *synonyms: str, required: bool = True) -> Column:
    return Column(
        field,
        (label,),
        CellType.DECIMAL,
        required=required,
        unit="分",
        synonyms=(f"{label}得分", f"{label}分", *synonyms),
        minimum=0 if required else -200,
        maximum=200,
        width=9,
    )


def _ballots(field: str, label: str, *synonyms: str) -> Column:
    return Column(
        field,
        (_BALLOT, label),
        CellType.INTEGER,
        unit="票",
        synonyms=(f"{label}票", f"{label}票数", f"测评{label}", *synonyms),
        minimum=0,
        maximum=100_000,
        expected=True,
        width=8,
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
        synonyms=("人员姓名", "第一书记姓名", "被考核人"),
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
    _score("organization_score", "建强基层组织", "建强组织"),
    _score("relief_score", "推动精准扶贫", "精准扶贫"),
    _score("service_score", "为民办事服务", "办事服务"),
    _score("governance_score", "提升治理水平", "治理水平"),
    _score("attendance_score", "出勤纪律", "出勤"),
    _score("satisfaction_score", "群众满意度", "满意度"),
    _score("adjustment_score", "加减分", "加分减分", "奖惩分", required=False),
    _score("total_score", "总分", "合计得分", "总得分", "考核总分"),
    _ballots("ballots_sent", "发放"),
    _ballots("ballots_returned", "收回", "回收"),
    _ballots("ballots_satisfied", "满意"),
    _ballots("ballots_fair", "基本满意"),
    _ballots("ballots_dissatisfied", "不满意"),
    Column(
        "absences_count",
        ("不在岗被查次数",),
        CellType.INTEGER,
        unit="次",
        synonyms=("不在岗次数", "被查不在岗次数", "查岗不在岗次数"),
        minimum=0,
        maximum=999,
        expected=True,
        width=9,
    ),
    Column(
        "grade",
        ("等次",),
        CellType.CHOICE,
        required=True,
        synonyms=("考核等次", "评定等次", "考核结果"),
        allowed=GRADES,
        value_synonyms={"优": "优秀", "优秀等次": "优秀", "合格等次": "合格"},
    ),
    Column(
        "grade_basis",
        ("等次依据",),
        CellType.LONG_TEXT,
        synonyms=("评定依据", "定等依据", "考核依据", "主要依据"),
        max_length=1000,
        expected=True,
        width=24,
    ),
    Column(
        "is_signed",
        ("考核组成员签字",),
        CellType.YES_NO,
        synonyms=("考核组签字", "是否签字", "签字"),
        value_synonyms={"已签": "是", "已签字": "是", "未签": "否", "未签字": "否"},
        expected=True,
        help="县委组织部和派出单位的考核组成员都已签字填“是”",
    ),
)
