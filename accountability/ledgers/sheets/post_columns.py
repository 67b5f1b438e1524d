"""The columns of T14."""

from typing import Final

from accountability.intake.declare import CellType, Column
from accountability.ledgers.rules.posts import POSTS, WHEREABOUTS
from accountability.ledgers.sheets.village_columns import SERIAL, date, number, remark

_POVERTY, _VACANCY = "贫困县情况", "缺职"
_POST_WORDS: Final = {
    **dict.fromkeys(("区委书记", "县（市、区）委书记"), "县委书记"),
    **dict.fromkeys(("区长", "县（市、区）长", "县政府县长"), "县长"),
    **dict.fromkeys(("市政府市长", "市人民政府市长"), "市长"),
    **dict.fromkeys(("乡党委书记", "镇党委书记", "街道党工委书记", "党委书记"), "乡镇党委书记"),
    **dict.fromkeys(("乡长", "镇长", "街道办事处主任"), "乡镇长"),
    **dict.fromkeys(("村支部书记", "村党支部书记", "村支书", "党组织书记"), "村党组织书记"),
    **dict.fromkeys(("村主任", "村民委员会主任", "村委主任"), "村委会主任"),
}
_WHEREABOUTS_WORDS: Final = {
    **dict.fromkeys(("提拔重用", "提任", "晋升"), "提拔"),
    **dict.fromkeys(("就地提拔", "就地晋级", "提级留任", "兼任"), "就地提级"),
    **dict.fromkeys(("交流", "平级调整", "调动", "调离", "工作调整"), "调整"),
    **dict.fromkeys(("到龄退休", "到龄免职"), "退休"),
    **dict.fromkeys(("被问责", "免职", "撤职", "责令辞职", "不胜任撤换"), "问责"),
    **dict.fromkeys(("引咎辞职", "因病辞职"), "辞职"),
    **dict.fromkeys(("其它", "病故", "去世", "期满"), "其他"),
}

COLUMNS: Final = (
    SERIAL,
    Column(
        "division_name",
        ("单位",),
        CellType.DIVISION,
        required=True,
        prefilled=True,
        synonyms=("单位名称", "县乡名称", "地区"),
        max_length=80,
        width=16,
    ),
    Column(
        "post_title",
        ("职务",),
        CellType.CHOICE,
        required=True,
        prefilled=True,
        synonyms=("职位", "正职职务"),
        allowed=tuple(POSTS),
        value_synonyms=_POST_WORDS,
        max_length=20,
        width=14,
    ),
    Column(
        "person_name",
        ("姓名",),
        CellType.PERSON_NAME,
        prefilled=True,
        synonyms=("任职人员", "干部姓名"),
        max_length=50,
        expected=True,
        help="缺职的一行留空",
    ),
    date("started_on", ("任职日期",), "任职时间", "任现职时间", expected=True, prefilled=True),
    date("ended_on", ("离职日期",), "离任日期", "免职日期", "离任时间", "离职时间", prefilled=True),
    Column(
        "whereabouts",
        ("去向",),
        CellType.CHOICE,
        prefilled=True,
        synonyms=("离任去向", "离职去向", "离任原因"),
        allowed=WHEREABOUTS,
        value_synonyms=_WHEREABOUTS_WORDS,
        max_length=20,
    ),
    Column(
        "is_poor_county",
        (_POVERTY, "是否贫困县"),
        CellType.YES_NO,
        prefilled=True,
        synonyms=("贫困县",),
        value_synonyms={"国定": "是", "省定": "是", "贫困县": "是", "非贫困县": "否"},
    ),
    Column(
        "is_delisted",
        (_POVERTY, "是否已摘帽"),
        CellType.YES_NO,
        prefilled=True,
        synonyms=("是否摘帽", "摘帽情况"),
        value_synonyms={"已摘帽": "是", "未摘帽": "否"},
    ),
    date("delisted_on", (_POVERTY, "摘帽日期"), "摘帽时间", prefilled=True),
    Column(
        "approval_number",
        ("批准文号",),
        CellType.TEXT,
        prefilled=True,
        synonyms=("批准文件", "文号"),
        max_length=80,
        width=18,
    ),
    Column(
        "is_filed",
        ("是否报省委组织部备案",),
        CellType.YES_NO,
        prefilled=True,
        synonyms=("是否备案", "是否报备", "报省备案"),
        value_synonyms={"已备案": "是", "未备案": "否"},
    ),
    date("vacant_from", (_VACANCY, "起"), "缺职起", "缺职开始日期", "缺职起始", prefilled=True),
    date("vacant_to", (_VACANCY, "止"), "缺职止", "缺职截止日期", "缺职结束"),
    number(
        "vacant_days",
        (_VACANCY, "天数"),
        "天",
        "缺职天数",
        derived=True,
        help="从起到止，没有止的算到月末；由系统计算，可不填",
    ),
    remark(),
)
