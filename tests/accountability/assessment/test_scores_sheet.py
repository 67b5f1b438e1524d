"""T3: scores against the scheme, ballots, grades, quota."""

import doctest

import pytest

from accountability.assessment import schemes
from tests import make
from tests.accountability.intake.sheets import book, checked, of, t3_grid, t3_row


def check(province, *rows):
    return checked(book(t3_grid(list(rows))), province.county_a, "T3", "2020")


def test_clean_scores_have_no_problems(province):
    zhang = make.posting(province.villages_a[0], who=make.person("张三"))
    result = check(province, t3_row())
    assert result.problems == []
    assert result.rows[0].values["person_id"] == zhang.person_id
    assert str(result.rows[0].values["organization_score"]) == "22.50"


@pytest.mark.parametrize(
    ("more", "rule", "severity", "address"),
    [
        ({"建强基层组织": 26.0, "总分": 93.5}, "T3-FULL", "error", "E6"),
        ({"总分": 90.06}, "T3-SUM", "error", "L6"),
        ({"群众测评/收回": 41.0, "群众测评/满意": 31.0}, "T3-BALLOT", "error", "N6"),
        ({"群众测评/不满意": 3.0}, "T3-BALLOT", "error", "N6"),
        (
            {"群众测评/收回": 14.0, "群众测评/满意": 4.0, "群众测评/不满意": 2.0},
            "T3-FEW",
            "warning",
            "N6",
        ),
        ({"等次": "称职"}, "T3-GRADE", "error", "S6"),
        ({"等次": "优秀", "等次依据": "测评第一", "不在岗被查次数": 1.0}, "E-10", "error", "S6"),
        ({"等次": "优秀"}, "T3-BASIS", "error", "T6"),
        ({"考核组成员签字": None}, "T3-SIGN", "error", "U6"),
        ({"考核组成员签字": "×"}, "T3-SIGN", "error", "U6"),
    ],
)
def test_each_rule_of_the_sheet(province, more, rule, severity, address):
    found = of(check(province, t3_row(**more)), rule)
    assert [(p.severity, p.address) for p in found] == [(severity, address)]


def test_total_within_the_tolerance_is_right(province):
    assert of(check(province, t3_row(总分=90.05)), "T3-SUM") == []


def test_quota_is_a_warning_marked_as_an_example(province):
    rows = [
        t3_row(v.name, f"张{n}", 等次="优秀", 等次依据=f"第{n}名")
        for n, v in zip("一二三四", province.villages_a, strict=True)
    ]
    [quota] = of(check(province, *rows), "D-04")
    assert quota.severity == "warning"
    assert schemes.EXAMPLE in quota.sentence


def test_other_labels_are_asked_with_a_proposal(province):
    [grade] = of(check(province, t3_row(等次="不称职", 等次依据="长期不在岗")), "T3-GRADE")
    assert grade.proposal == "不合格"


def test_examples_in_the_scheme_hold():
    assert doctest.testmod(schemes).failed == 0
