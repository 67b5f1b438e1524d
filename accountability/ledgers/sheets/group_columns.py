"""The columns of T18."""

from typing import Final

from accountability.intake.declare import CellType, Column
from accountability.ledgers.rules.groups import IDENTITIES, RANKS, ROLES
from accountability.ledgers.sheets.village_columns import SERIAL, date, remark, township, village

_GROUP, _WHEN = "责任组成员", "起止"
_ROLE_WORDS: Final = {
    **dict.fromkeys(("责任组组长", "责任组长", "负责人"), "组长"),
    **dict.fromkeys(("组员", "责任组成员", "副组长"), "成员"),
}
_IDENTITY_WORDS: Final = {
    **dict.fromkeys(("县直机关干部", "县直单位干部", "县派干部", "县级干部", "县直"), "县直干部"),
    **dict.fromkeys(
        ("乡镇", "乡干部", "镇干部", "乡镇班子成员", "乡镇包村干部", "包村干部"), "乡镇干部"
    ),
    **dict.fromkeys(("驻村第一书记", "村第一书记"), "第一书记"),
    **dict.fromkeys(("支书", "村书记", "村党支部书记", "村党组织书记", "党支部书记"), "村支书"),
    **dict.fromkeys(("村委会主任", "村委主任", "主任"), "村主任"),
    **dict.fromkeys(("队长", "驻村工作队长", "驻村工作队队长", "工作队队长"), "工作队长"),
    **dict.fromkeys(("帮扶人", "结对帮扶责任人", "帮扶干部"), "帮扶责任人"),
}
_RANK_WORDS: Final = {
    **dict.fromkeys(("科员", "办事员", "一般干部", "一级科员", "二级科员", "无"), "科员及以下"),
    **dict.fromkeys(("副科", "乡科级副职", "副主任科员", "三级主任科员", "四级主任科员"), "副科级"),
    **dict.fromkeys(
        ("正科", "科级", "乡科级正职", "主任科员", "一级主任科员", "二级主任科员"), "正科级"
    ),
    **dict.fromkeys(
        ("副县", "副处", "副处级", "县处级副职", "副调研员", "三级调研员", "四级调研员"), "副县级"
    ),
    **dict.fromkeys(
        ("正县", "正处", "正处级", "县处级正职", "调研员", "一级调研员", "二级调研员"), "正县级"
    ),
    **dict.fromkeys(("副厅", "副厅级", "正厅级"), "副厅级及以上"),
}

COLUMNS: Final = (
    SERIAL,
    township("村"),
    village("村"),
    Column(
        "group_role",
        (_GROUP, "责任组职务"),
        CellType.CHOICE,
        required=True,
        prefilled=True,
        synonyms=("组内职务", "组长或成员"),
        allowed=ROLES,
        value_synonyms=_ROLE_WORDS,
        max_length=4,
    ),
    Column(
        "person_name",
        (_GROUP, "姓名"),
        CellType.PERSON_NAME,
        required=True,
        prefilled=True,
        synonyms=("成员姓名",),
        max_length=50,
    ),
    Column(
        "identity",
        (_GROUP, "身份"),
        CellType.CHOICE,
        required=True,
        prefilled=True,
        synonyms=("人员身份", "人员类别"),
        allowed=IDENTITIES,
        value_synonyms=_IDENTITY_WORDS,
        max_length=10,
        width=12,
    ),
    Column(
        "post",
        (_GROUP, "单位职务"),
        CellType.TEXT,
        expected=True,
        prefilled=True,
        synonyms=("单位及职务", "工作单位及职务", "所在单位职务"),
        max_length=120,
        width=22,
    ),
    Column(
        "rank",
        (_GROUP, "职级"),
        CellType.CHOICE,
        expected=True,
        prefilled=True,
        synonyms=("级别", "职务级别", "行政级别"),
        allowed=RANKS,
        value_synonyms=_RANK_WORDS,
        max_length=10,
        width=12,
        help="组长须填；不驻村的组长应为副科级以上",
    ),
    Column(
        "is_resident",
        (_GROUP, "是否驻村"),
        CellType.YES_NO,
        required=True,
        prefilled=True,
        synonyms=("驻村", "是否驻村干部"),
        value_synonyms={"驻村": "是", "不驻村": "否"},
    ),
    date("joined_on", (_WHEN, "到组日期"), "入组日期", "到组时间", required=True, prefilled=True),
    date("left_on", (_WHEN, "离组日期"), "离组时间", "退出日期", prefilled=True, expected=True),
    remark(),
)
