"""The 24 obligations of the speech: where each stands, by what it is seen, checked and measured.

The words are those of the speech as the domain notes give them (1, S1-S24). Topic pages, the index
of ledgers and docs/obligations.md are made of this table; a sheet, an indicator or a cross-check
that no obligation names is an error of the tests.
"""

from dataclasses import dataclass
from typing import Final

from accountability.assessment.rules import Topic
from accountability.reconciliation.rules import Rule

KEYS: Final = {
    "cadres": Topic.CADRES,
    "fortress": Topic.BRANCHES,
    "support": Topic.HELPERS,
    "shortfalls": Topic.GAPS,
}
CONTAINS: Final = {
    Topic.CADRES: "党政正职、班子配备、履职考核、激励和问责",
    Topic.BRANCHES: "村班子和换届、后备干部、软弱涣散村、党员发展、主题党日",
    Topic.HELPERS: "第一书记和工作队、责任组、驻村保障",
    Topic.GAPS: "集体经济、能力培训、人才、基础保障、专项推进和督查整改",
}
UNSURE: Final = "官方表述待核"


@dataclass(frozen=True)
class Page:
    """A page about an obligation; it is shown once its address exists."""

    label: str
    url_name: str


@dataclass(frozen=True)
class Obligation:
    """One obligation: its words, and everything the portal has about it.

    `checks` are codes of cross-checks (X1), `sources` headings of docs/sources.md. `unsure` names
    terms whose exact content no document told. `without` says why there is no sheet of its own.
    """

    number: str
    title: str
    words: str
    topic: Topic
    sheets: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()
    sources: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    without: str = ""

    def is_checked_by(self, rule: Rule) -> bool:
        """Say whether a rule of reconciliation checks what this obligation is seen by."""
        own = not self.sheets or bool(rule.sheets & set(self.sheets))
        return rule.code in self.checks and own


_BRANCHES = Page("村党组织", "branches:branch-list")
_HEADS = Page("党政正职任免和预警", "stability:list")

OBLIGATIONS: Final = (
    Obligation(
        "S1",
        "党政正职稳定",
        "不脱贫不调整、不摘帽不调离的“刚性纪律”；不胜任的及时撤换。",
        Topic.CADRES,
        sheets=("T14",),
        indicators=("stability",),
        checks=("X12",),
        pages=(_HEADS,),
        sources=("C-01", "C-05", "X12"),
    ),
    Obligation(
        "S2",
        "班子配备",
        "配齐配强，“决不能出现责任空白”。",
        Topic.CADRES,
        sheets=("T14",),
        indicators=("vacancy", "vacancy_days"),
        pages=(_HEADS,),
        sources=("S2",),
    ),
    Obligation(
        "S3",
        "正职责任考评",
        "《市县党政正职履行脱贫攻坚责任考评办法》，考核档案。",
        Topic.CADRES,
        sheets=("T12",),
        indicators=("head_files",),
        sources=("T12",),
    ),
    Obligation(
        "S4",
        "考评结果运用",
        "该批评的批评、该诫勉的诫勉、该调整的调整。",
        Topic.CADRES,
        sheets=("T15",),
        indicators=("measures",),
        sources=("T15",),
    ),
    Obligation(
        "S5",
        "村“两委”换届",
        "村“两委”换届；本村无合适人选的，由县乡机关选派或第一书记兼任。",
        Topic.BRANCHES,
        sheets=("T7",),
        indicators=("party_election", "committee_election"),
        pages=(_BRANCHES,),
        sources=("G-01", "G-03"),
    ),
    Obligation(
        "S6",
        "后备干部",
        "后备干部“三有三带”标准，每个贫困村1至2名。",
        Topic.BRANCHES,
        sheets=("T9",),
        indicators=("reserve",),
        checks=("X8",),
        pages=(_BRANCHES,),
        sources=("H-01",),
        unsure=("三有三带",),
    ),
    Obligation(
        "S7",
        "基础保障",
        "村干部基本报酬、村级组织办公经费、活动场所，一项一项对标。",
        Topic.GAPS,
        sheets=("T11",),
        indicators=("pay", "funds"),
        checks=("X8", "X13", "X14", "X15"),
        sources=("I-01", "I-03", "I-05"),
    ),
    Obligation(
        "S8",
        "主题党日",
        "规范支部主题党日。",
        Topic.BRANCHES,
        sheets=("T17",),
        indicators=("party_day",),
        sources=("H-05",),
    ),
    Obligation(
        "S9",
        "发展年轻党员",
        "每村每两年至少发展1名年轻党员。",
        Topic.BRANCHES,
        sheets=("T9",),
        indicators=("young_members",),
        checks=("X8",),
        sources=("H-03", "H-04"),
    ),
    Obligation(
        "S10",
        "第一书记管理",
        "第一书记“五天四夜”在村在岗；不认真、群众不满意的及时召回。",
        Topic.HELPERS,
        sheets=("T1", "T2", "T3"),
        indicators=("coverage", "presence", "attendance", "recall", "grades"),
        checks=("X1", "X2", "X3", "X4", "X5", "X11", "X13", "X14", "X15", "X16"),
        pages=(
            Page("驻村第一书记和工作队", "villages:posting-list"),
            Page("请假和在岗异常", "support:leave"),
        ),
        sources=("E-01", "E-02", "E-05", "E-07", "E-09", "E-10", "E-11", "X11"),
    ),
    Obligation(
        "S11",
        "驻村保障",
        "驻村补助、工作经费、专项资金。",
        Topic.HELPERS,
        sheets=("T19",),
        indicators=("support",),
        sources=("S11", "E-17"),
    ),
    Obligation(
        "S12",
        "脱贫责任组",
        "贫困村脱贫责任组；乡镇干部包村履职与职级晋升挂钩。",
        Topic.HELPERS,
        sheets=("T18",),
        indicators=("groups",),
        checks=("X1", "X15"),
        sources=("S12",),
    ),
    Obligation(
        "S13",
        "软弱涣散整顿",
        "软弱涣散整顿：抓乡促村、兰考“六步工作法”；“老大难”村县委组织部长亲自抓；"
        "乡镇党委书记包难度最大的村；防止“被整顿、被转化”。",
        Topic.BRANCHES,
        sheets=("T4",),
        indicators=("weak_share", "conversion", "relapse", "overturn"),
        pages=(Page("软弱涣散村整顿", "rectification:list"),),
        checks=("X7", "X15"),
        sources=("F-01", "F-06", "F-07", "F-11", "F-12", "F-13", "F-14"),
        unsure=("六步工作法",),
    ),
    Obligation(
        "S14",
        "换届“回头看”",
        "未完成换届的村就是软弱涣散集中的村；已换届村“回头看”；不适应的培训，仍不行的换人。",
        Topic.BRANCHES,
        sheets=("T8", "T7", "T4"),
        indicators=("look_back",),
        pages=(Page("拟列入整顿的村", "rectification:proposals"),),
        checks=("X6",),
        sources=("F-05", "G-07", "X6"),
    ),
    Obligation(
        "S15",
        "能力培训",
        "村党组织书记和村委会主任每年集中轮训1次。",
        Topic.GAPS,
        sheets=("T10",),
        indicators=("training",),
        pages=(
            Page("轮训覆盖", "overview:training"),
            Page("培训班次", "ledgers:courses"),
        ),
        sources=("H-06",),
    ),
    Obligation(
        "S16",
        "人才和专家服务",
        "科技特派员、博士服务团、县级本土人才库、返乡创业。",
        Topic.GAPS,
        sheets=("T20",),
        indicators=("expert_service",),
        pages=(Page("专家服务覆盖", "overview:services"),),
        sources=("T20",),
    ),
    Obligation(
        "S17",
        "集体经济",
        "薄弱村空壳村集体经济；2016年以来的试点。",
        Topic.GAPS,
        sheets=("T5",),
        indicators=("hollow", "thin"),
        checks=("X8", "X9", "X13", "X14", "X15"),
        pages=(Page("村级集体经济", "ledgers:economy"),),
        sources=("J-01", "J-02", "J-04", "J-05"),
    ),
    Obligation(
        "S18",
        "纳入考核评议",
        "纳入基层党建述职评议和贫困县经济社会发展实绩考核。",
        Topic.CADRES,
        pages=(Page("报告中心", "reports:library"),),
        without="述职评议和实绩考核各有办法和打分表，平台不另设表，只提供各项台账的导出和通报作依据。",
    ),
    Obligation(
        "S19",
        "三个走遍",
        "“三个走遍”：省级部长走遍贫困县、市级走遍贫困乡镇、县级走遍贫困村。",
        Topic.CADRES,
        sheets=("T13",),
        indicators=("walked_counties", "walked_townships", "walked_villages"),
        pages=(Page("三个走遍", "overview:visits"),),
        sources=("三个走遍",),
    ),
    Obligation(
        "S20",
        "专项推进",
        "专业专责、专题专项，工作专班；路线图、任务书、时间表。",
        Topic.GAPS,
        indicators=("campaign_tasks",),
        pages=(Page("专项推进", "campaigns:list"),),
        sources=("S20",),
    ),
    Obligation(
        "S21",
        "督查暗访",
        "不发通知、不打招呼、不听汇报的督查暗访；随时约谈整改。",
        Topic.GAPS,
        sheets=("T6",),
        indicators=("closed", "overdue", "sent_back"),
        checks=("X10", "X16"),
        pages=(Page("督查问题", "supervision:findings"),),
        sources=("T6", "问题销号率", "问题逾期率"),
    ),
    Obligation(
        "S22",
        "正向激励",
        "正向激励：表彰、提拔、关爱慰问。",
        Topic.CADRES,
        sheets=("T16",),
        indicators=("incentives",),
        sources=("T16", "D-06"),
    ),
    Obligation(
        "S23",
        "约谈问责",
        "约谈提醒、通报批评、诫勉谈话，直至问责追责。",
        Topic.CADRES,
        sheets=("T15",),
        indicators=("measures",),
        checks=("X11",),
        sources=("T15",),
    ),
    Obligation(
        "S24",
        "力戒形式主义",
        "力戒形式主义、前紧后松、政策棚架、盆景亮点、说了当做了。",
        Topic.GAPS,
        indicators=("timeliness",),
        checks=("X13", "X14", "X15", "X16"),
        pages=(Page("填报负担", "overview:burden"), Page("勾稽核对", "reconciliation:list")),
        sources=("K-02", "L-01", "X13", "X14", "X15", "X16"),
        without="这是对全部工作的要求，不另设表：填报负担和勾稽核对管住重复填报和数据打架，"
        "复核推翻率、自评与抽查之差管住说了当做了。",
    ),
)


def of_topic(topic: Topic) -> list[Obligation]:
    """Return the obligations the speech puts under a topic, in its order."""
    return [one for one in OBLIGATIONS if one.topic == topic]


def topic_of_sheet(code: str) -> Topic | None:
    """Return the topic of the first obligation that names a sheet."""
    return next((one.topic for one in OBLIGATIONS if code in one.sheets), None)


HEAD: Final = ("要求", "原话", "专题", "台账", "指标", "勾稽", "页面", "依据")


def markdown() -> str:
    """Return the table as docs/obligations.md has it."""
    lines = [f"| {' | '.join(HEAD)} |", f"|{'---|' * len(HEAD)}"]
    for one in OBLIGATIONS:
        marks = "".join(f"（“{term}”{UNSURE}）" for term in one.unsure)
        cells = (
            f"{one.number} {one.title}",
            f"{one.words}{marks}",
            one.topic.value,
            "、".join(one.sheets) or one.without or "—",
            "、".join(one.indicators) or "—",
            "、".join(one.checks) or "—",
            "、".join(page.label for page in one.pages) or "—",
            "、".join(one.sources) or "—",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
