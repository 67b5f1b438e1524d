"""T6: numbers, wording, terms, extension, evidence, verification, closing; its blank."""

import doctest
import json

import pytest
from django.core.management import call_command

from accountability.intake.declare import SHEETS
from accountability.intake.rules import Period, Severity
from accountability.supervision.rules import findings
from tests import make
from tests.accountability.intake.files import sent, through, xls
from tests.accountability.intake.sheets import book, checked, of, xlsx
from tests.accountability.intake.staged import accepted, staged
from tests.accountability.supervision.blanks import blank, headers, questions
from tests.accountability.supervision.grids import T6_OTHERS, T6_PATHS, day, t6_grid, t6_row

WIDE = [*T6_PATHS, *T6_OTHERS]
PASSED = {
    "完成情况": "已完成待核", "佐证材料": "核对表1份", "复核单位": "县委组织部", "复核人": "赵刚",
    "复核日期": day("2020-05-28"), "复核结果": "通过",
}  # fmt: skip
CLOSED = {**PASSED, "销号日期": day("2020-05-29")}


def check(province, *rows, paths=T6_PATHS, period="2020-05"):
    return checked(book(t6_grid(list(rows), paths)), province.county_a, "T6", period)


def test_examples_of_the_rules_hold():
    assert doctest.testmod(findings).failed == 0


def test_a_typical_month_is_silent_open_closed_extended_and_for_long(province):
    result = check(
        province,
        t6_row(1, 整改时限=day("2020-05-31")),
        t6_row(2, "东沟村", **CLOSED),
        t6_row(3, "石门村", 次数=1.0, 延期至=day("2020-07-31"), 批准人="县委书记",
               理由="汛期道路中断"),
        t6_row(4, "柳林村", 整改类型="长期坚持", 完成情况="长期坚持"),
    )  # fmt: skip
    assert result.problems == []
    assert [row.values["is_closed"] for row in result.rows] == [False, True, False, False]
    assert result.rows[0].values["village_id"] == province.villages_a[0].pk
    assert result.rows[0].values["phone_masked"] == "154****4567"
    assert "description" in result.rows[0].values


def test_layout_of_the_blank_is_the_official_one(province, tmp_path):
    merged, labels = headers(blank(province, tmp_path, "T6", "2020-05"))
    assert merged == {
        "A4:A5": "序号", "B4:I4": "发现情况", "J4:N4": "问题内容", "O4:R4": "责任", "S4:Y4": "整改",
        "Z4:AD4": "复核销号", "AE4:AE5": "备注", "AF4:AI4": "延期",
    }  # fmt: skip
    assert labels == [path[-1] for path in T6_PATHS if len(path) > 1]


def test_blank_with_last_months_open_findings_comes_back_without_a_question(
    province, officer, tmp_path
):
    rows = [t6_row(1), t6_row(2, "东沟村", **{**CLOSED, "复核日期": day("2020-05-07"),
                                            "销号日期": day("2020-05-08")})]  # fmt: skip
    accepted(t6_grid(rows), province.county_a, officer, sheet="T6", period="2020-04")
    known = SHEETS["T6"].prefill(province.county_a, Period.parse("2020-05"))
    assert [row["finding_number"] for row in known] == ["2020-03-990121-001"]
    assert "progress" not in known[0]
    path = blank(province, tmp_path, "T6", "2020-05", known)
    assert questions(path, province, "T6", "2020-05") == []


@pytest.mark.parametrize(
    ("more", "rule", "severity", "address"),
    [
        ({"问题编号": "第3号"}, "T6-NO", "error", "B6"),
        ({"问题编号": "2020-03-990221-001"}, "T6-NO", "error", "B6"),
        ({"问题编号": "2019-03-990121-001"}, "T6-NO", "warning", "B6"),
        ({"督查日期": day("2020-06-02"), "整改时限": day("2020-06-09")}, "T6-DATE", "error", "E6"),
        ({"乡镇": None, "村": None}, "T6-PLACE", "error", "I6"),
        ({"问题描述": "第一书记不在岗"}, "T6-SHORT", "error", "K6"),
        ({"政策依据": "有关规定"}, "T6-BASIS", "warning", "L6"),
        ({"牵头领导": "各有关部门"}, "T6-VAGUE", "error", "P6"),
        ({"整改措施": "高度重视，进一步加强管理。"}, "T6-EMPTY", "warning", "T6"),
        ({"整改时限": None}, "REQ", "error", "V6"),
        ({"整改时限": day("2020-05-05")}, "T6-DUE", "error", "V6"),
        ({"整改类型": "立行立改"}, "T6-TERM", "warning", "V6"),
        ({"整改时限": day("2020-08-05")}, "T6-TERM", "warning", "V6"),
        ({"整改时限": day("2020-05-30")}, "T6-OVERDUE", "notice", "V6"),
        (
            {"整改类型": "长期坚持", "整改时限": day("2020-05-20")},
            "T6-RECHECK",
            "warning",
            "V6",
        ),
        (
            {"次数": 2.0, "延期至": day("2020-07-31"), "批准人": "县委书记", "理由": "汛期"},
            "T6-EXTEND",
            "error",
            "AF6",
        ),
        ({"次数": 1.0, "延期至": day("2020-07-31"), "理由": "汛期"}, "T6-EXTEND", "error", "AH6"),
        ({"完成情况": "已完成待核"}, "T6-EVIDENCE", "error", "Y6"),
        ({**PASSED, "复核日期": None}, "T6-VERIFY", "error", "AB6"),
        ({**PASSED, "复核人": "李 保 民"}, "T6-VERIFY", "error", "AA6"),
        ({**PASSED, "复核单位": "青岭镇党委"}, "T6-VERIFY", "error", "Z6"),
        ({**CLOSED, "复核结果": "退回"}, "T6-CLOSE", "error", "AD6"),
        ({**CLOSED, "销号日期": day("2020-05-27")}, "T6-CLOSE", "error", "AD6"),
    ],
)
def test_each_rule_of_the_row(province, more, rule, severity, address):
    result = check(province, t6_row(**more))
    assert [(p.rule, p.severity, p.address) for p in result.problems] == [(rule, severity, address)]


def test_personal_numbers_are_refused_and_not_kept(province, filler):
    text = "5月6日暗访双河村，第一书记王某（身份证号990121198001010013）不在岗，电话15401234567"
    result = check(province, t6_row(问题描述=text))
    assert {(p.rule, p.address) for p in result.problems} == {("T6-PRIVATE", "K6"), ("PII", "K6")}
    assert "19800101" not in result.rows[0].values["description"]
    assert all("19800101" not in cell for cell in result.rows[0].raw)


def test_numbers_stand_once_and_a_new_finding_is_offered_the_next(province):
    result = check(province, t6_row(4), t6_row(4, "东沟村"), t6_row(5, "石门村", 问题编号=None))
    twice, without = of(result, "T6-NO")
    assert (twice.row_no, twice.cause) == (7, "问题编号重复")
    assert (without.address, without.proposal) == ("B8", "2020-03-990121-005")


def test_copied_measures_are_pointed_out_whatever_the_names(province):
    same = "由镇党委安排专人到{}逐户核对入户记录{}份，驻村办抽查"
    result = check(
        province,
        t6_row(1, 整改措施=same.format("双河村", 3)),
        t6_row(2, "东沟村", 整改措施=same.format("东沟村", 12)),
        t6_row(3, "石门村", 整改措施=same.format("石门村", 8), 性质="共性"),
    )
    assert [(p.rule, p.address) for p in result.problems] == [("X14", "T7")]


def test_who_is_concerned_becomes_a_reference(province, filler):
    wang = make.posting(province.villages_a[0], who=make.person("王五"))
    rows = [t6_row(1, 涉及人员="王五"), t6_row(2, "东沟村", 涉及人员="马六")]
    result = check(province, *rows, paths=WIDE)
    assert [row.values["person_id"] for row in result.rows] == [wang.person_id, None]
    assert [(p.rule, p.row_no) for p in result.problems if p.rule != "UNITS"] == [("X10", 7)]
    revision = staged(t6_grid(rows, WIDE), province.county_a, filler, sheet="T6")
    row = SHEETS["T6"].model.split(".")[1]
    assert row == "FindingRow"
    assert "王五" not in str(revision.problems.values_list())


def test_three_months_of_the_same_words(province, officer):
    """Appendix D: 责任人“相关部门”, 整改时限“12月底前”, 进展“正在推进” three months running."""
    dirty = t6_row(1, 责任人="相关部门", 整改时限="12月底前", 整改进展="正在推进")
    for period in ("2020-03", "2020-04"):
        accepted(t6_grid([dirty]), province.county_a, officer, sheet="T6", period=period)
    revision = staged(t6_grid([dirty]), province.county_a, officer, sheet="T6")
    told = set(revision.problems.values_list("rule", "severity", "address"))
    assert told == {
        ("T6-VAGUE", "error", "Q6"),
        ("D6", "error", "V6"),
        ("X14", "warning", "W6"),
    }
    copied = revision.problems.get(rule="X14")
    assert copied.sentence == "整改进展“正在推进”与上月完全相同，已连续3个月没有变化。"


def test_months_before_are_not_forgotten(province, officer):
    rows = [t6_row(n, v.name) for n, v in enumerate(province.villages_a, 1)]
    rows[3] |= {**CLOSED, "督查日期": day("2020-04-01"), "整改时限": day("2020-05-30")}
    rows[3] |= {"复核日期": day("2020-04-20"), "销号日期": day("2020-04-21")}
    accepted(t6_grid(rows), province.county_a, officer, sheet="T6", period="2020-04")
    now = [
        t6_row(2, "东沟村", 整改时限=day("2020-07-15"), 整改进展="5月已补录"),
        t6_row(3, "石门村", 整改进展="5月完成", 督查日期=day("2020-05-10"),
               问题描述="5月10日抽查发现村级活动场所长期上锁，没有按规定开展主题党日"),
        t6_row(4, "柳林村", 整改进展="5月重新整改", 问责文号="嵩纪〔2020〕3号"),
    ]  # fmt: skip
    revision = staged(t6_grid(now, WIDE), province.county_a, officer, sheet="T6")
    told = dict(revision.problems.values_list("cause", "sentence"))
    assert set(told) == {
        "上月的问题没有报", "编号用于另一个问题", "销号后又列出", "时限后移没有手续", "问责文号不在T15",
    }  # fmt: skip
    assert "2020-03-990121-001" in told["上月的问题没有报"]


def test_the_command_line_prints_the_same(province, tmp_path, capsys):
    path = xlsx(
        tmp_path / "台账.xlsx", t6_grid([t6_row(1, 责任人="相关部门", 整改时限="12月底前")])
    )
    arguments = ["--sheet", "DJ-06", "--unit", province.county_a.code, "--period", "2020-05"]
    call_command("check_workbook", str(path), *arguments, "--json")
    told = json.loads(capsys.readouterr().out)["findings"]
    assert {(one["rule"], one["cell"]) for one in told if one["severity"] == "error"} == {
        ("T6-VAGUE", "Q6"), ("D6", "V6"),
    }  # fmt: skip


def test_an_old_xls_reads_the_same(province, tmp_path):
    result = through(xls(tmp_path / "台账.xls", t6_grid([t6_row()])), province.county_a, "T6")
    assert [p for p in result.problems if p.severity != Severity.NOTICE] == []
    assert result.rows[0].values["finding_number"] == "2020-03-990121-001"
    assert sent(tmp_path, province.county_a, t6_grid([t6_row()]), code="T6").problems == []
