"""T12: scores by the scheme, grades, red lines, time in post, feedback; its blank."""

import datetime as dt
import doctest
from decimal import Decimal

import pytest

from accountability.assessment import head_schemes
from accountability.assessment.head_schemes import HeadPart, HeadScheme, head_scheme
from accountability.intake.declare import SHEETS
from accountability.intake.rules import Period, Severity
from accountability.ledgers.models import PostRow
from accountability.parameters.models import Parameter
from accountability.parameters.queries import parameters_on
from tests import make
from tests.accountability.intake.files import through, xls
from tests.accountability.intake.sheets import book, checked, laid_out
from tests.accountability.intake.staged import accepted, staged
from tests.accountability.supervision.blanks import blank, headers, questions
from tests.accountability.supervision.grids import by_leaf, day, t15_grid, t15_row
from villages.people.models import Post, PostTitle, Tenure

PATHS = [
    ("序号",),
    *[("考评对象", leaf) for leaf in ("单位", "姓名", "职务")],
    ("任现职时间",),
    *[
        (part, leaf)
        for part in ("平时考核", "专项考核", "年度考核")
        for leaf in ("满分", "得分", "依据")
    ],
    *[("加减分", leaf) for leaf in ("分值", "依据")],
    *[(leaf,) for leaf in ("总分", "红线事项", "拟评等次", "组别", "反馈及本人意见", "备注")],
]


def row(name: str = "孙志强", post: str = "县委书记", **more: object) -> dict[str, object]:
    """Return one clean row by leaf label or joined path: 27 + 24 + 36 + 1."""
    return {
        "单位": "嵩北县", "姓名": name, "职务": post, "任现职时间": day("2018-03-15"),
        "平时考核/满分": 100.0, "平时考核/得分": 90.0, "平时考核/依据": "四次平时考核",
        "专项考核/满分": 100.0, "专项考核/得分": 80.0, "专项考核/依据": "脱贫成效专项考核",
        "年度考核/满分": 100.0, "年度考核/得分": 90.0, "年度考核/依据": "年度综合考核",
        "加减分/分值": 1.0, "加减分/依据": "省委通报表扬", "总分": 88.0, "红线事项": None,
        "拟评等次": "较好", "组别": "国定贫困县", "反馈及本人意见": "12月28日已反馈，本人无异议",
    } | more  # fmt: skip


def grid(*rows, **more):
    named = [by_leaf(PATHS, one) for one in rows]
    return laid_out("2019年市县党政正职履行脱贫攻坚责任考评得分表", PATHS, named, **more)


def check(province, *rows):
    return checked(book(grid(*rows)), province.county_a, "T12", "2019")


def test_examples_of_the_scheme_hold():
    assert doctest.testmod(head_schemes).failed == 0


def test_a_typical_county_is_silent(province):
    result = check(
        province, row(), row("周建军", "县长", 任现职时间=day("2019-10-08"), 拟评等次="不确定等次")
    )
    assert result.problems == []
    assert result.rows[0].values["scheme_total"] == Decimal("88.00")
    assert [r.values["post_title"] for r in result.rows] == ["书记", "县长"]


@pytest.mark.parametrize(
    ("more", "rule", "severity", "address"),
    [
        ({"总分": 88.06}, "T12-SUM", "error", "Q6"),
        ({"专项考核/得分": 101.0, "总分": 94.3}, "T12-FULL", "error", "J6"),
        ({"加减分/依据": None}, "T12-BASIS", "error", "P6"),
        ({"拟评等次": "较差"}, "T12-GRADE", "error", "S6"),
        ({"拟评等次": "好", "红线事项": "数字脱贫、失职"}, "A-07", "error", "S6"),
        ({"拟评等次": "差"}, "T12-PROOF", "error", "S6"),
        ({"任现职时间": day("2019-07-02")}, "T12-TIME", "warning", "S6"),
        ({"拟评等次": "不确定等次"}, "T12-TIME", "warning", "S6"),
        ({"任现职时间": day("2020-06-02")}, "T12-DATE", "error", "E6"),
        ({"单位": "丹江县"}, "T12-UNIT", "error", "B6"),
        ({"反馈及本人意见": None}, "B-03", "warning", "U6"),
    ],
)
def test_each_rule_of_the_row(province, more, rule, severity, address):
    found = [p for p in check(province, row(**more)).problems if p.severity != Severity.NOTICE]
    assert [(p.rule, p.severity, p.address) for p in found] == [(rule, severity, address)]


def test_the_worst_grade_with_a_named_item_or_a_red_line_stands(province):
    result = check(
        province,
        row(拟评等次="差", 备注="见嵩组〔2019〕12号通报"),
        row("周建军", "县长", 拟评等次="差", 红线事项="弄虚作假"),
    )
    assert result.problems == []


def test_total_within_the_tolerance_is_right_and_marked_where_it_is_not(province):
    assert check(province, row(总分=88.05)).problems == []
    [wrong] = check(province, row(总分=90.0)).problems
    assert wrong.sentence == (
        "总分为90.00，按平时考核30%、专项考核30%、年度考核40%加权并加减分后为88.00（官方表述待核）。"
    )


def test_full_marks_that_are_the_weights_give_the_same_total():
    scheme = HeadScheme(
        (HeadPart("regular", "", Decimal(30)), HeadPart("annual", "", Decimal(70))),
        Decimal(100), ("好", "差"), Decimal("0.05"), 6, "",
    )  # fmt: skip
    hundreds = {"regular_score": Decimal(90), "annual_score": Decimal(80)}
    weights = {
        "regular_full": Decimal(30), "regular_score": Decimal(27),
        "annual_full": Decimal(70), "annual_score": Decimal(56),
    }  # fmt: skip
    assert scheme.total(hundreds) == scheme.total(weights) == Decimal("83.00")
    assert scheme.total({"regular_score": Decimal(90)}) is None


@pytest.mark.django_db
def test_another_scheme_from_a_day_on_judges_from_that_day():
    Parameter.objects.filter(code="head_grades").update(valid_to=dt.date(2021, 1, 1))
    Parameter.objects.create(
        code="head_grades", title="等次", text="优秀、合格、不合格", certainty="official",
        source="示例文件", valid_from=dt.date(2021, 1, 1),
    )  # fmt: skip
    assert head_scheme(parameters_on(dt.date(2020, 12, 31))).best == "好"
    assert head_scheme(parameters_on(dt.date(2021, 12, 31))).worst == "不合格"


def _posts(county, by, *people):
    told = make.current_revision("T14", "2019-12", county, by=by)
    for number, (name, title, since) in enumerate(people, 1):
        PostRow.objects.create(
            revision=told, county=county, division=county, row_no=number, key=name, raw=[],
            person_name=name, post_title=title, started_on=since,
        )  # fmt: skip


def test_tenures_and_measures_say_the_same(province, officer):
    county = province.county_a
    _posts(county, officer, ("孙志强", "县委书记", "2018-03-20"), ("韩冰", "县长", "2018-01-01"))
    admonished = t15_row("周建军", 决定日期=day("2019-05-11"))
    accepted(t15_grid([admonished]), county, officer, sheet="T15", period="2019-05")
    revision = staged(
        grid(row(), row("周建军", "县长", 拟评等次="好")),
        county,
        officer,
        sheet="T12",
        period="2019",
    )
    told = dict(revision.problems.values_list("cause", "sentence"))
    assert told == {
        "任现职时间与T14不一致": "孙志强的任现职时间2018-03-15与任免和缺职情况（T14）的任职日期"
        "2018-03-20不一致，请核实。",
        "人员与T14不一致": "周建军与任免和缺职情况（T14）不一致：T14中没有这个人，请核实。",
        "在任的没有考评": "任免和缺职情况（T14）中在任的县长韩冰没有考评得分。",
        "最高等次与T15不一致": "等次“好”与约谈召回问责表（T15）不一致：同名的人本年有诫勉，请核实。",
    }


def test_blank_names_the_heads_in_post_and_comes_back(province, officer, tmp_path):
    county = province.county_a
    _posts(county, officer, ("孙志强", "县委书记", "2018-03-15"))
    [known] = SHEETS["T12"].prefill(county, Period.parse("2019"))
    assert (known["person_name"], known["post_title"], known["regular_full"]) == (
        "孙志强", "书记", 100,
    )  # fmt: skip
    filled = known | {
        "regular_score": 90, "special_score": 80, "annual_score": 90, "total_score": 87,
        "grade": "较好", "feedback": "已反馈，本人同意",
    }  # fmt: skip
    path = blank(province, tmp_path, "T12", "2019", [filled])
    assert questions(path, province, "T12", "2019") == []
    merged, labels = headers(path)
    assert merged == {
        "A4:A5": "序号", "B4:D4": "考评对象", "E4:E5": "任现职时间", "F4:H4": "平时考核",
        "I4:K4": "专项考核", "L4:N4": "年度考核", "O4:P4": "加减分", "Q4:Q5": "总分",
        "R4:R5": "红线事项", "S4:S5": "拟评等次", "T4:T5": "组别", "U4:U5": "反馈及本人意见",
        "V4:V5": "备注",
    }  # fmt: skip
    assert labels == [path[-1] for path in PATHS if len(path) > 1]


def test_an_old_xls_reads_the_same(province, tmp_path):
    result = through(xls(tmp_path / "考评.xls", grid(row())), province.county_a, "T12", "2019")
    assert [p for p in result.problems if p.severity != Severity.NOTICE] == []


@pytest.mark.parametrize(("left_on", "is_told"), [("2020-02-10", False), ("2019-12-01", True)])
def test_who_left_after_the_year_was_in_post_at_its_end(province, officer, left_on, is_told):
    county = province.county_a
    _posts(county, officer, ("孙志强", "县委书记", "2018-03-15"))
    post = Post.objects.create(division=county, county=county, title=PostTitle.COUNTY_HEAD)
    Tenure.objects.create(
        post=post, person=make.person("周建军"), valid_from="2017-05-01", valid_to=left_on
    )
    lines = grid(row(), row("周建军", "县长", 任现职时间=day("2017-05-01")))
    revision = staged(lines, county, officer, sheet="T12", period="2019")
    causes = set(revision.problems.values_list("cause", flat=True))
    assert ("人员与T14不一致" in causes) == is_told
