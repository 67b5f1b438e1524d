"""Words T9 and T10 allow in a cell, with the ways people write them (D20)."""

from typing import Final

from accountability.ledgers.sheets.words import LEVEL_WORDS, LEVELS

RESERVE_SOURCES: Final = ("返乡人员", "在家青年", "退役军人", "大学毕业生", "合作社负责人", "其他")
RESERVE_SOURCE_WORDS: Final = {
    **dict.fromkeys(
        ("返乡", "返乡青年", "返乡创业人员", "外出务工返乡人员", "返乡农民工"), "返乡人员"
    ),
    **dict.fromkeys(("在家", "本村青年", "在家务农", "本村村民", "致富能手"), "在家青年"),
    **dict.fromkeys(("退役", "退伍军人", "复员军人", "复退军人", "转业军人"), "退役军人"),
    **dict.fromkeys(("大学生", "高校毕业生", "大中专毕业生", "大学生村官"), "大学毕业生"),
    **dict.fromkeys(("合作社", "合作社带头人", "合作社理事长"), "合作社负责人"),
    "其它": "其他",
}
GROWTH: Final = ("跟班学习", "参与中心工作", "结对帮带", "集中培训", "外出学习", "其他")
GROWTH_WORDS: Final = {
    **dict.fromkeys(("跟班", "跟岗学习", "跟班锻炼"), "跟班学习"),
    **dict.fromkeys(("中心工作", "参加中心工作", "参与脱贫攻坚"), "参与中心工作"),
    **dict.fromkeys(("帮带", "一对一帮带", "导师帮带", "传帮带"), "结对帮带"),
    **dict.fromkeys(("培训", "教育培训", "参加培训"), "集中培训"),
    **dict.fromkeys(("外出考察", "观摩学习", "学习观摩"), "外出学习"),
    "其它": "其他",
}
STANDING_WORDS: Final = {
    **dict.fromkeys(("培养中", "正在培养", "在培养", "培养"), "在培"),
    **dict.fromkeys(("已上任", "已任职", "任职", "已任用", "进入两委"), "上任"),
    **dict.fromkeys(("已退出", "出库", "调出", "取消"), "退出"),
}
MEMBER_KINDS: Final = ("返乡人员", "致富能手", "退役军人", "大学毕业生", "村组干部", "其他")
MEMBER_KIND_WORDS: Final = {
    **RESERVE_SOURCE_WORDS,
    **dict.fromkeys(("致富带头人", "种养大户", "合作社负责人", "产业带头人"), "致富能手"),
    **dict.fromkeys(("村干部", "组干部", "后备干部", "村两委"), "村组干部"),
    **dict.fromkeys(("在家青年", "务农", "农民", "群众"), "其他"),
}
THEMES: Final = ("惠农政策", "产业", "技术", "电商", "党建", "其他")
THEME_WORDS: Final = {
    **dict.fromkeys(("惠农", "政策", "扶贫政策", "强农惠农政策"), "惠农政策"),
    **dict.fromkeys(("产业发展", "产业扶贫", "产业培育"), "产业"),
    **dict.fromkeys(("实用技术", "农技", "种养技术", "农村实用技术"), "技术"),
    **dict.fromkeys(("电子商务", "农村电商", "网络销售"), "电商"),
    **dict.fromkeys(("党务", "基层党建", "党建业务", "抓党建促脱贫"), "党建"),
    **dict.fromkeys(("其它", "综合"), "其他"),
}
COURSE_LEVELS: Final = (*LEVELS, "乡镇")
COURSE_LEVEL_WORDS: Final = {**LEVEL_WORDS, **dict.fromkeys(("乡", "镇", "乡级", "乡镇级"), "乡镇")}
TOGETHER, TOUR, ONLINE = METHODS = ("集中", "观摩", "网络")
METHOD_WORDS: Final = {
    **dict.fromkeys(("集中培训", "集中授课", "现场", "线下", "面授"), TOGETHER),
    **dict.fromkeys(("现场观摩", "外出观摩", "实地观摩", "考察"), TOUR),
    **dict.fromkeys(("网络培训", "线上", "远程", "网上", "网络学习", "远程教育"), ONLINE),
}
SECRETARY, HEAD = "村党组织书记", "村主任"
TOWNSHIP_STAFF: Final = "乡镇干部"
TRAINEE_POSTS: Final = (SECRETARY, HEAD, "第一书记", "队员", TOWNSHIP_STAFF, "其他")
TRAINEE_POST_WORDS: Final = {
    **dict.fromkeys(
        ("村支书", "支部书记", "党支部书记", "村党支部书记", "书记", "村书记", "总支书记"),
        SECRETARY,
    ),
    **dict.fromkeys(("村委会主任", "村委主任", "主任", "村民委员会主任"), HEAD),
    **dict.fromkeys(("驻村第一书记", "村第一书记"), "第一书记"),
    **dict.fromkeys(("工作队员", "驻村工作队员", "驻村队员", "队长"), "队员"),
    **dict.fromkeys(("乡镇", "乡干部", "镇干部", "包村干部", "乡镇工作人员"), TOWNSHIP_STAFF),
    "其它": "其他",
}
RESULTS: Final = ("优秀", "合格", "不合格")
RESULT_WORDS: Final = {
    **dict.fromkeys(("优", "优良"), "优秀"),
    **dict.fromkeys(("通过", "及格", "良好", "结业"), "合格"),
    **dict.fromkeys(("不及格", "未通过", "未结业"), "不合格"),
}
