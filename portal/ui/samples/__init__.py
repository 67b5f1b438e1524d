"""Invented content for the style guide: every component in every state."""

import datetime as dt
from typing import ClassVar

import django_filters
import django_tables2
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest

from portal.access.models import User
from portal.ui import tables
from portal.ui.charts import Bar, Column, Scale, Span, Stage
from portal.ui.palette import COLOURS, Grade
from portal.ui.parts import Choice, Entry, Fact, Kpi, MapTile, Moment, Reading, Tab

KPIS = [
    Kpi(
        "贫困县摘帽", "47", "/53 县", "green", (30, 30, 36, 39, 44, 47), 88.7,
        Scale(target=88.7), "退出村 5238/5514", "+3", "good", "#",
    ),
    Kpi(
        "第一书记在岗率", "94.6", "%", "yellow", (92.1, 93.5, None, 93.4, 93.8, 94.6), 94.6,
        Scale(80, 100, target=95), "缺岗 694 人", "+0.8", "good", "#",
    ),
    Kpi(
        "到期问题整改率", "86.2", "%", "red", (93, 92.4, 91, 89.5, 87.6, 86.2), 86.2,
        Scale(50, 100, target=95), "逾期 23 项", "−1.4", "bad", "#",
    ),
    Kpi("报送及时率", "", scale=Scale(target=100), note="本期尚无数据"),
    Kpi("软弱涣散村整顿", "3", "/4 村", note="不足 5 个，只列数"),
    Kpi("集体经济空壳村", "312", "个", "yellow", note="≤300", change="−47", change_tone="good"),
]  # fmt: skip

_CITIES: list[tuple[str, int, int, str, Grade, str]] = [
    ("济北", 1, 2, "93.1", "green", "g"), ("沁原", 1, 3, "91.8", "green", "gg"),
    ("洹水", 1, 4, "88.3", "yellow", "ygg"), ("濮东", 1, 5, "87.6", "yellow", "ygg"),
    ("河阴", 2, 1, "90.7", "green", "gg"), ("嵩宁", 2, 2, "76.2", "red", "rryygg"),
    ("中州", 2, 3, "92.6", "green", ""), ("淇安", 2, 4, "92.0", "green", "gg"),
    ("汴川", 2, 5, "94.3", "green", "gg"), ("睢平", 2, 6, "", "none", "ryygg"),
    ("伏阳", 3, 2, "82.4", "yellow", "ryyggg"), ("颍安", 3, 3, "92.9", "green", "g"),
    ("漯川", 3, 4, "93.7", "green", "gg"), ("溱州", 3, 5, "86.8", "yellow", "ygggg"),
    ("丹川", 4, 2, "78.4", "red", "rryyg"), ("桐岭", 4, 3, "84.5", "yellow", "yg"),
    ("淮清", 4, 4, "85.9", "yellow", "ygg"), ("申州", 4, 5, "90.2", "green", "ygg"),
]  # fmt: skip
_DOTS: dict[str, Grade] = {"r": "red", "y": "yellow", "g": "green"}

TILES = [
    MapTile(
        name,
        row,
        column,
        "#",
        {
            "score": Reading(value, "分", grade, f"第{place}" if value else ""),
            "presence": Reading("95.2", "%", "green"),
        },
        [_DOTS[dot] for dot in dots],
        f"{name}市，贫困县 {len(dots)} 个",
    )
    for place, (name, row, column, value, grade, dots) in enumerate(_CITIES, 1)
]
RANKS = [
    Bar("申州市", 95.5, "green"),
    Bar("洹水市", 95.2, "green"),
    Bar("濮东市", 94.4, "yellow"),
    Bar("睢平市", None),
    Bar("丹川市", 89.6, "red"),
    Bar("嵩宁市", 87.8, "red"),
]
MONTHS = [
    Column("1月", 22),
    Column("2月", 21),
    Column("3月", 23),
    Column("4月", None),
    Column("5月", 17, "yellow"),
]
STAGES = [
    Stage("省级已接收", 44, COLOURS["green-fill"]),
    Stage("待省级审核", 4, COLOURS["slate-mid"]),
    Stage("县级审核中", 2, COLOURS["slate"]),
    Stage("退回修改", 1, COLOURS["amber-fill"]),
    Stage("未上报", 2, COLOURS["red"]),
]
SPANS = [
    Span("排查摸底", dt.date(2020, 4, 1), dt.date(2020, 4, 20), "已结束", COLOURS["ink-3"]),
    Span("集中整顿", dt.date(2020, 4, 21), dt.date(2020, 6, 30), "进行中", COLOURS["green-fill"]),
    Span("验收巩固", dt.date(2020, 7, 1), dt.date(2020, 8, 31), "未开始"),
]
MOMENTS = [
    Moment("05-08 10:12", "省委组织部交办，时限 20 天"),
    Moment("05-15 16:44", "报送整改方案", "县委组织部部务会审定"),
    Moment("05-28 24:00", "到期未销号，亮红牌", bad=True),
    Moment("", "待县级报送销号申请", ahead=True),
]
ENTRIES = [
    Entry("编号", "ZG-0412"),
    Entry("责任单位", "栾岭县委组织部"),
    Entry("涉及村", "青岭村", "#"),
    Entry("整改时限", ""),
]
FACTS = [
    Fact("数据行", "126"),
    Fact("错误（必须修改）", "6", tone="bad"),
    Fact("提醒（须说明）", "5", tone="warning"),
    Fact("与上期比对", "新增 2", "撤回 1 · 变动 9"),
]
TABS = [
    Tab("在办", "#", 112, current=True),
    Tab("待签收", "#", 6),
    Tab("已逾期", "#", 23, hot=True),
    Tab("已销号", "#", 0, hot=True),
]
STEP_NAMES = ["下载模板", "上传文件", "自动校验", "核对修改", "提交", "县级审核", "省级接收"]
FRAGMENTS = {"drawer", "job"}
JOB_STEPS = 4
MONTH_NAMES = [f"{month}月" for month in range(1, 13)]
PLAN = [550, 510, 450, 380, 300, 260, 200, 150, 110, 70, 30, 0]
ACTUAL = [548, 530, 497, 359, 312]
FORECAST = [276, 240, 204, 168, 132, 96, 60]


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="姓名", max_length=20, help_text="与花名册一致。")
    days = forms.IntegerField(label="驻村天数", min_value=0, max_value=31)
    kind = forms.ChoiceField(label="类别", choices=[("", "请选择"), ("a", "第一书记")])
    reason = forms.CharField(label="说明", widget=forms.Textarea(attrs={"rows": 3}))
    mode = forms.ChoiceField(
        label="方式", choices=[("a", "合并"), ("b", "替换")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="已与名册核对")


class SampleFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Six filters, two of them folded."""

    source = django_filters.ChoiceFilter(label="问题来源", choices=[("a", "督查暗访")])
    kind = django_filters.ChoiceFilter(label="问题类别", choices=[("a", "骨干队伍")])
    county = django_filters.CharFilter(label="市县")
    due = django_filters.ChoiceFilter(label="时限", choices=[("a", "已逾期")])
    unit = django_filters.CharFilter(label="责任单位")
    word = django_filters.CharFilter(label="关键词")

    class Meta:
        model = User
        fields: ClassVar[list[str]] = []


class SampleTable(tables.Table):
    """A list with a title, a figure that may be missing, and a red row."""

    caption = "问题整改台账"

    number = django_tables2.Column("编号")
    title = django_tables2.Column("问题", attrs={"td": {"class": "is-title"}})
    unit_name = django_tables2.Column("责任单位")
    days = tables.NumberColumn("逾期天数")

    class Meta(tables.Table.Meta):
        row_attrs: ClassVar[dict[str, object]] = {
            "class": lambda record: "is-bad" if (record["days"] or 0) > 10 else ""  # noqa: PLR2004
        }


ROWS = [
    {
        "number": f"ZG-{398 + i:04d}",
        "title": f"栾岭县 {i + 1} 名第一书记“五天四夜”驻村不达标，且无请假手续",
        "unit_name": "栾岭县委组织部",
        "days": None if i == 1 else i,
    }
    for i in range(23)
]


def context(request: HttpRequest) -> dict[str, object]:
    """Return what templates/ui/styleguide.html shows."""
    refused = SampleForm({"name": "", "days": "35", "mode": "x"}, auto_id="refused_%s")
    return {
        "kpis": KPIS,
        "tiles": TILES,
        "metrics": [Choice("score", "综合"), Choice("presence", "在岗")],
        "metric": request.GET.get("metric", "score"),
        "ranks": RANKS,
        "rank_scale": Scale(80, 100, target=95),
        "months": MONTHS,
        "days_scale": Scale(0, 31, "天", 20),
        "shares": STAGES,
        "spans": SPANS,
        "day": dt.date(2020, 5, 28),
        "moments": MOMENTS,
        "entries": ENTRIES,
        "facts": FACTS,
        "tabs": TABS,
        "month_names": MONTH_NAMES,
        "plan": PLAN,
        "actual": ACTUAL,
        "forecast": FORECAST,
        "step_names": STEP_NAMES,
        **_job(request.GET.get("done", "")),
        "form": SampleForm(),
        "refused": refused,
        "filterset": SampleFilter(request.GET, queryset=User.objects.none()),
        "table": tables.prepare(SampleTable(ROWS), request, per_page=5),
        "no_rows": tables.prepare(SampleTable([]), request),
        "page": Paginator(range(1120), 20).get_page(7),
    }


def _job(done: str) -> dict[str, object]:
    """Return a job that comes one step further each time it is asked."""
    step = min(int(done), JOB_STEPS) if done.isdigit() else 0
    over = step == JOB_STEPS
    return {
        "job_url": f"?show=job&done={step + 1}",
        "job_state": "done" if over else "running",
        "job_word": "已完成" if over else "正在生成",
        "job_done": step,
        "job_total": JOB_STEPS,
        "job_tone": "good" if over else "info",
    }
