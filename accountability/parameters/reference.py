"""The parameters every installation starts with; filled after each migration where absent.

Each stands with its source in docs/sources.md#parameters. What no document of the province says is
UNSURE: another province's practice, or nothing yet.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from accountability.parameters.models import Parameter
from accountability.parameters.rules import Certainty

SINCE: Final = dt.date(2015, 1, 1)
KNOWN, DESIGN, UNSURE = Certainty.KNOWN, Certainty.DESIGN, Certainty.UNSURE
_FUNDS = "村级组织运转经费保障"


@dataclass(frozen=True)
class Seed:
    """One first value: a number, or a text (a day is one, 2017-09-01); "" is not yet known."""

    code: str
    topic: str
    title: str
    value: str
    unit: str
    source: str
    certainty: Certainty
    since: dt.date = SINCE
    is_text: bool = False
    is_day: bool = False


_MEMBERS = "后备干部和发展党员"
_WEAK = "软弱涣散村整顿"
_CARE = "村级组织保障"
_ECONOMY = "村级集体经济"
_ELECTION = "村级换届"
_TRAINING = "培训"
_MENDING = "督查整改"
_APPRAISAL = "考评"
_STABLE = "干部稳定"
_MEASURES = "问责影响期"
_BURDEN = "基层负担"
_POSTED = "驻村和责任组"
_HEADS = "示例，非正式：考评办法（2017年）的指标和权重未公开"
_COMPARED = "勾稽核对"
_VISITS = "三个走遍"
_STEPS = "中国共产党发展党员工作细则（2014年）"
_SPEECH = "全省抓党建促脱贫攻坚工作讲话"
_LADDER = "组织处理和党纪政务处分有关规定"

SEEDS: Final = (
    Seed("reserve_min", _MEMBERS, "每村后备干部下限", "1", "名", _SPEECH, KNOWN),
    Seed("reserve_max", _MEMBERS, "每村后备干部上限", "2", "名", _SPEECH, KNOWN),
    Seed("young_age_max", _MEMBERS, "青年党员年龄上限", "35", "岁",
         "通行做法，未见本省文件", UNSURE),
    Seed("young_members_min", _MEMBERS, "每村在期内发展青年党员下限", "1", "名", _SPEECH, KNOWN),
    Seed("young_members_months", _MEMBERS, "发展青年党员的统计期", "24", "个月", _SPEECH, KNOWN),
    Seed("member_age_min", _MEMBERS, "入党年龄下限", "18", "岁", _STEPS, KNOWN),
    Seed("activist_months_min", _MEMBERS, "积极分子培养期下限", "12", "个月", _STEPS, KNOWN),
    Seed("probation_months", _MEMBERS, "党员预备期", "12", "个月", _STEPS, KNOWN),
    Seed("party_day_month_min", _MEMBERS, "主题党日每月次数下限", "1", "次",
         "主题党日制度（各地通行）", KNOWN),
    Seed("acceptance_score_min", _WEAK, "验收合格分", "70", "分", "外省做法（陕西淳化）", UNSURE),
    Seed("acceptance_against_max", _WEAK, "不满意票比例上限", "50", "%",
         "外省做法（陕西淳化）", UNSURE),
    Seed("acceptance_voters_min", _WEAK, "测评人数下限", "15", "人",
         "外省做法（陕西淳化）", UNSURE),
    Seed("conversion_months", _WEAK, "立案满几个月计入转化率", "12", "个月",
         "未见本省文件", UNSURE),
    Seed("tracking_months", _WEAK, "转化后跟踪期", "12", "个月",
         "外省做法（山东菏泽2020年）", UNSURE),
    Seed("secretary_vacancy_months_max", _WEAK, "书记出缺期限", "3", "个月",
         "外省做法（2019年）", UNSURE),
    Seed("no_candidate_years_max", _WEAK, "无发展对象年限", "2", "年",
         "外省做法（2019年）", UNSURE),
    Seed("satisfaction_min", _WEAK, "群众满意率下限", "60", "%", "外省做法（2019年）", UNSURE),
    Seed("six_steps", _WEAK, "六步工作法的步骤",
         "派强工作力量、进村入户摸排、找准症结定方案、解决突出问题、选优配强班子、建章立制巩固",
         "", "按现有资料整理，未见原文", UNSURE, is_text=True),
    Seed("operating_funds_min", _CARE, "村级组织运转经费门槛", "9", "万元",
         f"{_FUNDS}标准（2016年起）", KNOWN, dt.date(2016, 1, 1)),
    Seed("operating_funds_min", _CARE, "村级组织运转经费门槛", "11", "万元",
         f"{_FUNDS}标准提高（2020年起，文号待核）", UNSURE, dt.date(2020, 1, 1)),
    Seed("pay_multiple_min", _CARE, "书记报酬与上年县农村居民人均可支配收入之比下限", "2", "倍",
         f"{_FUNDS}有关规定", KNOWN),
    Seed("office_cost_min", _CARE, "每村年办公经费下限", "", "万元", "本省标准未见文件", UNSURE),
    Seed("venue_area_min", _CARE, "活动场所面积下限", "", "平方米", "本省标准未见文件", UNSURE),
    Seed("income_bounds", _ECONOMY, "经营性收入分档界限（万元）", "5、10、50、100", "",
         "农业部农村经营管理统计报表及沿用分档", KNOWN, is_text=True),
    Seed("hollow_income_max", _ECONOMY, "空壳村：经营性收入不高于", "0", "万元",
         "窄口径；宽口径为低于5万元", UNSURE),
    Seed("thin_income_below", _ECONOMY, "薄弱村：经营性收入低于", "5", "万元",
         "窄口径；未见本省文件", UNSURE),
    Seed("income_target", _ECONOMY, "村集体年收入目标", "5", "万元",
         "许昌三年行动（2018年）", UNSURE),
    Seed("income_jump_max", _ECONOMY, "收入比上年增长倍数提示线", "5", "倍",
         "平台校验规则", DESIGN),
    Seed("subsidy_share_max", _ECONOMY, "补助收入占比提示线", "50", "%", "平台校验规则", DESIGN),
    Seed("term_years", _ELECTION, "村党组织和村委会任期", "5", "年",
         "关于党的基层组织任期的意见（2018年）、村民委员会组织法（2018年修正）", KNOWN,
         dt.date(2018, 7, 12)),
    Seed("extension_years_max", _ELECTION, "延期换届上限", "1", "年",
         "关于党的基层组织任期的意见（2018年）", KNOWN),
    Seed("candidates_posted_days_min", _ELECTION, "候选人名单公布提前天数", "5", "天",
         "外省规定（辽宁等）", UNSURE),
    Seed("look_back_months_min", _ELECTION, "上任至回头看的间隔下限", "3", "个月",
         "平台校验规则", DESIGN),
    Seed("online_hours_min", _TRAINING, "网络培训计入轮训的学时下限", "", "学时",
         "未见本省文件", UNSURE),
    Seed("training_year_min", _TRAINING, "村干部每年轮训次数下限", "1", "次", _SPEECH, KNOWN),
    Seed("finding_text_min", _MENDING, "问题描述字数下限", "20", "字", "平台校验规则", DESIGN),
    Seed("immediate_days_max", _MENDING, "立行立改期限", "7", "天", "平台校验规则", DESIGN),
    Seed("limited_days_max", _MENDING, "限期整改期限", "90", "天", "平台校验规则", DESIGN),
    Seed("extensions_max", _MENDING, "整改延期次数上限", "1", "次", "平台校验规则", DESIGN),
    Seed("spot_check_min", _MENDING, "督查抽查样本下限", "10", "户", "平台校验规则", DESIGN),
    Seed("service_months_min", _APPRAISAL, "任现职不满此期不确定等次", "6", "个月",
         "通行做法，未见本省文件", UNSURE),
    Seed("head_regular_weight", _APPRAISAL, "正职考评：平时考核权重", "30", "%", _HEADS, UNSURE),
    Seed("head_special_weight", _APPRAISAL, "正职考评：专项考核权重", "30", "%", _HEADS, UNSURE),
    Seed("head_annual_weight", _APPRAISAL, "正职考评：年度考核权重", "40", "%", _HEADS, UNSURE),
    Seed("head_full", _APPRAISAL, "正职考评：各项满分", "100", "分", _HEADS, UNSURE),
    Seed("head_tolerance", _APPRAISAL, "正职考评：总分允许误差", "0.05", "分",
         "平台校验规则", DESIGN),
    Seed("head_grades", _APPRAISAL, "正职考评：等次，从高到低", "好、较好、一般、差", "",
         "考评办法（2017年报道：好、差；中间两档据省直部门办法）", KNOWN, is_text=True),
    Seed("excellent_teams_max", _APPRAISAL, "班子优秀比例上限", "30", "%",
         "党政领导干部考核工作条例（比例未复核）", UNSURE),
    Seed("excellent_persons_max", _APPRAISAL, "干部优秀比例上限", "25", "%",
         "党政领导干部考核工作条例（比例未复核）", UNSURE),
    Seed("stable_months", _STABLE, "摘帽后保持稳定的月数", "", "个月",
         "中组部、国务院扶贫办通知（2016年4月）：摘帽后保持稳定一段时间，未写月数", UNSURE),
    Seed("vacancy_days_max", _STABLE, "党政正职缺职提示线", "30", "天", "平台校验规则", DESIGN),
    Seed("admonition_months", _MEASURES, "诫勉", "6", "个月", _LADDER, KNOWN),
    Seed("suspension_months", _MEASURES, "停职检查期限", "6", "个月", _LADDER, KNOWN),
    Seed("reassignment_months", _MEASURES, "调整职务", "12", "个月", _LADDER, KNOWN),
    Seed("dismissal_months", _MEASURES, "责令辞职、免职：不任领导职务", "12", "个月",
         _LADDER, KNOWN),
    Seed("dismissal_rise_months", _MEASURES, "责令辞职、免职：不高于原职务", "24", "个月",
         _LADDER, KNOWN),
    Seed("demotion_months", _MEASURES, "降职", "24", "个月", _LADDER, KNOWN),
    Seed("party_warning_months", _MEASURES, "党内警告", "12", "个月", _LADDER, KNOWN),
    Seed("party_serious_warning_months", _MEASURES, "党内严重警告", "18", "个月", _LADDER, KNOWN),
    Seed("party_removal_months", _MEASURES, "撤销党内职务", "24", "个月", _LADDER, KNOWN),
    Seed("party_probation_months", _MEASURES, "留党察看期满后", "24", "个月", _LADDER, KNOWN),
    Seed("party_expulsion_months", _MEASURES, "开除党籍：不得重新入党", "60", "个月",
         _LADDER, KNOWN),
    Seed("office_warning_months", _MEASURES, "政务警告", "6", "个月", _LADDER, KNOWN),
    Seed("office_demerit_months", _MEASURES, "记过", "12", "个月", _LADDER, KNOWN),
    Seed("office_serious_demerit_months", _MEASURES, "记大过", "18", "个月", _LADDER, KNOWN),
    Seed("office_demotion_months", _MEASURES, "降级", "24", "个月", _LADDER, KNOWN),
    Seed("office_removal_months", _MEASURES, "撤职", "24", "个月", _LADDER, KNOWN),
    Seed("appeal_months", _MEASURES, "申诉期限", "1", "个月", "中国共产党问责条例（2019年）", KNOWN,
         dt.date(2019, 9, 1)),
    Seed("seconds_a_cell", _BURDEN, "填一个单元格的用时", "6", "秒", "平台测算，待实测", DESIGN),
    Seed("leave_days_year_max", _POSTED, "第一书记全年请假上限", "30", "天",
         "外省做法（陕西白河）", UNSURE),
    Seed("recall_satisfaction_below", _POSTED, "群众满意率低于此数提出召回", "50", "%",
         "上蔡县2016年做法", UNSURE),
    Seed("group_members_min", _POSTED, "脱贫责任组人数下限", "4", "人", "平台校验规则", DESIGN),
    Seed("group_members_max", _POSTED, "脱贫责任组人数上限", "7", "人", "平台校验规则", DESIGN),
    Seed("posting_allowance_min", _POSTED, "驻村补助：每人每年应发不低于", "", "万元",
         "本省标准未见文件", UNSURE),
    Seed("posting_work_funds_min", _POSTED, "驻村工作经费：每村每年应拨不低于", "", "万元",
         "本省标准未见文件", UNSURE),
    Seed("posting_special_funds_min", _POSTED, "驻村专项扶持资金：每村每年应拨不低于", "", "万元",
         "本省标准未见文件", UNSURE),
    Seed("term_soon_days", _POSTED, "任期将满提示：提前天数", "90", "天", "平台校验规则", DESIGN),
    Seed("low_months_row", _POSTED, "连续不达标提示：月数", "2", "个月", "平台校验规则", DESIGN),
    Seed("export_days", _BURDEN, "名单导出文件保留天数", "30", "天", "平台设置", DESIGN),
    Seed("claim_high", _COMPARED, "自评满意度达到此数才比较", "95", "%", "平台校验规则", DESIGN),
    Seed("recheck_low", _COMPARED, "抽查满意度低于此数提示核实", "80", "%", "平台校验规则", DESIGN),
    Seed("walked_since", _VISITS, "走遍率自何日起计", "2017-09-01", "",
         "中组部抓党建促脱贫攻坚电视电话会议（2017年8月），起算日未见文件", UNSURE,
         is_text=True, is_day=True),
    Seed("recheck_least", _COMPARED, "抽查人数达到此数才比较", "10", "人", "平台校验规则", DESIGN),
)  # fmt: skip


def is_number(code: str) -> bool:
    """Say whether a parameter is a number; one nobody declared is a text."""
    return any(seed.code == code and not seed.is_text for seed in SEEDS)


def is_day(code: str) -> bool:
    """Say whether a parameter is a day."""
    return any(seed.code == code and seed.is_day for seed in SEEDS)


def fill_parameters(**_: object) -> None:
    """Add the first values of each parameter that never had one."""
    known = set(Parameter.objects.values_list("code", flat=True))
    new = [seed for seed in SEEDS if seed.code not in known]
    Parameter.objects.bulk_create(_row(seed, new) for seed in new)


def _row(seed: Seed, seeds: list[Seed]) -> Parameter:
    later = [one.since for one in seeds if one.code == seed.code and one.since > seed.since]
    return Parameter(
        code=seed.code,
        title=seed.title,
        unit=seed.unit,
        number=Decimal(seed.value) if seed.value and not seed.is_text else None,
        text=seed.value if seed.is_text else "",
        valid_from=seed.since,
        valid_to=min(later, default=None),
        source=seed.source,
        certainty=seed.certainty.value,
    )
