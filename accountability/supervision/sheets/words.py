"""Words the supervision sheets allow in a cell, with the ways people write them (D20)."""

from typing import Final

SOURCES: Final = (
    "中央督查", "省督查", "市督查", "县督查", "暗访", "交叉检查", "第三方评估", "巡视巡察", "审计",
    "信访", "自查",
)  # fmt: skip
SOURCE_WORDS: Final = {
    **dict.fromkeys(("中央", "国家督查", "中央巡查", "国务院督查"), "中央督查"),
    **dict.fromkeys(("省级督查", "省委督查", "省督导", "省督查组", "省级"), "省督查"),
    **dict.fromkeys(("市级督查", "市委督查", "市督导", "市级"), "市督查"),
    **dict.fromkeys(("县级督查", "县委督查", "县督导", "日常督查"), "县督查"),
    **dict.fromkeys(("督查暗访", "四不两直", "明察暗访", "暗访督查"), "暗访"),
    **dict.fromkeys(("交叉考核", "交叉督查", "市际交叉检查"), "交叉检查"),
    **dict.fromkeys(("第三方", "评估"), "第三方评估"),
    **dict.fromkeys(("巡视", "巡察", "巡视反馈", "巡察反馈", "巡视、巡察"), "巡视巡察"),
    **dict.fromkeys(("审计反馈", "审计问题"), "审计"),
    **dict.fromkeys(("群众信访", "来信来访", "举报", "群众反映"), "信访"),
    **dict.fromkeys(("自查自纠", "自查发现", "排查"), "自查"),
}
CATEGORIES: Final = (
    "党政正职责任", "软弱涣散", "第一书记", "村班子换届", "后备与党员", "保障", "集体经济",
    "培训人才", "作风", "数据不实",
)  # fmt: skip
CATEGORY_WORDS: Final = {
    **dict.fromkeys(("正职责任", "责任落实", "主体责任"), "党政正职责任"),
    **dict.fromkeys(("软弱涣散党组织", "软弱涣散整顿"), "软弱涣散"),
    **dict.fromkeys(("驻村第一书记", "驻村帮扶", "第一书记管理", "驻村工作"), "第一书记"),
    **dict.fromkeys(("换届", "村“两委”换届", "村两委换届"), "村班子换届"),
    **dict.fromkeys(("后备干部", "发展党员", "党员发展"), "后备与党员"),
    **dict.fromkeys(("运转保障", "经费保障", "基本保障"), "保障"),
    **dict.fromkeys(("村级集体经济", "村集体经济"), "集体经济"),
    **dict.fromkeys(("培训", "人才", "教育培训"), "培训人才"),
    **dict.fromkeys(("形式主义", "工作作风", "干部作风", "官僚主义"), "作风"),
    **dict.fromkeys(("数据造假", "弄虚作假", "数据质量", "数据错误"), "数据不实"),
}
GRAVITIES: Final = ("一般", "较重", "严重", "红线")
GRAVITY_WORDS: Final = {
    **dict.fromkeys(("轻微", "较轻", "一般问题"), "一般"),
    **dict.fromkeys(("较严重", "突出", "较大"), "较重"),
    **dict.fromkeys(("重大", "严重问题"), "严重"),
    **dict.fromkeys(("触碰红线", "红线问题", "底线问题"), "红线"),
}
NATURES: Final = ("个性", "共性", "系统性", "反弹")
NATURE_WORDS: Final = {
    **dict.fromkeys(("个性问题", "个别", "个案"), "个性"),
    **dict.fromkeys(("共性问题", "普遍"), "共性"),
    **dict.fromkeys(("系统性问题",), "系统性"),
    **dict.fromkeys(("反弹问题", "问题反弹", "反复"), "反弹"),
}
AT_ONCE, IN_TERM, FOR_LONG = "立行立改", "限期整改", "长期坚持"
MEND_TYPES: Final = (AT_ONCE, IN_TERM, FOR_LONG)
MEND_TYPE_WORDS: Final = {
    **dict.fromkeys(("立即整改", "立改", "立查立改", "即知即改"), AT_ONCE),
    **dict.fromkeys(("限期改正", "限期", "限时整改"), IN_TERM),
    **dict.fromkeys(("持续整改", "长期整改", "长期"), FOR_LONG),
}
DONE: Final = "已完成待核"
STATUSES: Final = ("未启动", "整改中", DONE, FOR_LONG)
STATUS_WORDS: Final = {
    **dict.fromkeys(("未开始", "未整改", "尚未启动"), "未启动"),
    **dict.fromkeys(("正在整改", "进行中", "推进中", "正在进行"), "整改中"),
    **dict.fromkeys(("已完成", "完成", "已整改", "整改到位", "整改完成", "申请销号"), DONE),
    **dict.fromkeys(("持续推进", "长期整改"), FOR_LONG),
}
PASSED, RETURNED = "通过", "退回"
RESULTS: Final = (PASSED, RETURNED)
RESULT_WORDS: Final = {
    **dict.fromkeys(("合格", "已通过", "核查通过", "同意销号", "符合"), PASSED),
    **dict.fromkeys(("不合格", "未通过", "不通过", "退回整改", "不同意"), RETURNED),
}
WAYS: Final = ("现场核查", "资料核查", "电话核查", "入户核查")
CLOSED_WORDS: Final = {"已销号": "是", "销号": "是", "未销号": "否", "不予销号": "否"}
SATISFACTIONS: Final = ("满意", "基本满意", "不满意", "无法联系")
MEASURE_WORDS: Final = {
    **dict.fromkeys(("约谈", "约谈提醒", "提醒", "提醒谈话", "函询", "批评教育"), "提醒约谈"),
    **dict.fromkeys(("被召回", "召回撤换"), "召回"),
    **dict.fromkeys(("通报批评", "全县通报", "全市通报"), "通报"),
    **dict.fromkeys(("诫勉谈话", "书面诫勉"), "诫勉"),
    **dict.fromkeys(("组织处理", "组织调整或组织处理"), "组织调整"),
    **dict.fromkeys(("党纪处分", "党内处分", "纪律处分"), "党纪"),
    **dict.fromkeys(("政务处分", "政纪处分", "政纪", "行政处分"), "政务"),
}
FORM_WORDS: Final = {
    **dict.fromkeys(("约谈提醒", "谈话提醒", "提醒约谈"), "约谈"),
    **dict.fromkeys(("通报", "全县通报批评"), "通报批评"),
    **dict.fromkeys(("诫勉谈话", "书面诫勉"), "诫勉"),
    **dict.fromkeys(("调离岗位", "调整岗位", "调离"), "调整职务"),
    **dict.fromkeys(("免去职务", "免职处理"), "免职"),
    **dict.fromkeys(("党内警告", "党内警告处分", "警告处分", "政务警告", "行政警告"), "警告"),
    **dict.fromkeys(("党内严重警告", "严重警告处分"), "严重警告"),
    **dict.fromkeys(("撤销党内职务处分",), "撤销党内职务"),
    **dict.fromkeys(("留党察看1年", "留党察看一年处分"), "留党察看一年"),
    **dict.fromkeys(("留党察看2年", "留党察看两年"), "留党察看二年"),
    **dict.fromkeys(("记过处分", "政务记过"), "记过"),
    **dict.fromkeys(("记大过处分", "政务记大过"), "记大过"),
    **dict.fromkeys(("降级处分", "政务降级"), "降级"),
    **dict.fromkeys(("撤职处分", "政务撤职"), "撤职"),
    **dict.fromkeys(("书面检讨",), "书面检查"),
}
STANDINGS: Final = ("决定", "建议")
APPEALS: Final = ("未申诉", "申诉中", "维持", "变更", "撤销")
APPEAL_WORDS: Final = {
    **dict.fromkeys(("无", "没有", "未提出", "没有申诉"), "未申诉"),
    **dict.fromkeys(("正在申诉", "已申诉", "受理中", "复议中"), "申诉中"),
    **dict.fromkeys(("维持原决定", "驳回"), "维持"),
    **dict.fromkeys(("变更原决定",), "变更"),
    **dict.fromkeys(("撤销原决定",), "撤销"),
}
PROMOTION, RISE, HONOUR = "提拔重用", "晋升职级", "表彰"
INCENTIVES: Final = (PROMOTION, RISE, HONOUR, "慰问", "体检", "保险")
INCENTIVE_WORDS: Final = {
    **dict.fromkeys(("提拔", "重用", "提拔使用", "提拔任用", "进一步使用"), PROMOTION),
    **dict.fromkeys(("职级晋升", "职级套转", "晋级"), RISE),
    **dict.fromkeys(("表扬", "表彰奖励", "评先评优", "记功", "嘉奖", "先进"), HONOUR),
    **dict.fromkeys(("走访慰问", "困难慰问", "看望慰问", "慰问金"), "慰问"),
    **dict.fromkeys(("健康体检", "体格检查"), "体检"),
    **dict.fromkeys(("人身意外保险", "意外险", "人身保险", "购买保险"), "保险"),
}
HONOUR_LEVELS: Final = ("中央", "省", "市", "县", "乡镇")
HONOUR_LEVEL_WORDS: Final = {
    **dict.fromkeys(("国家", "国家级", "全国"), "中央"),
    **dict.fromkeys(("省级", "全省", "省委省政府"), "省"),
    **dict.fromkeys(("市级", "全市"), "市"),
    **dict.fromkeys(("县级", "全县", "县委县政府"), "县"),
    **dict.fromkeys(("乡", "镇", "乡级", "镇级"), "乡镇"),
}
VISITORS: Final = ("省", "市", "县")
VISITOR_WORDS: Final = {
    **dict.fromkeys(("省级", "省委组织部", "省委"), "省"),
    **dict.fromkeys(("市级", "市委组织部", "市委"), "市"),
    **dict.fromkeys(("县级", "县委组织部", "县委", "区", "区级"), "县"),
}
