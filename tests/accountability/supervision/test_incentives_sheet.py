"""T16: what each kind needs, and nobody honoured while a measure weighs."""

import pytest

from accountability.intake.declare import SHEETS
from accountability.intake.rules import Period, Severity
from tests import make
from tests.accountability.intake.files import through, xls
from tests.accountability.intake.sheets import book, checked, id_number
from tests.accountability.intake.staged import accepted, staged
from tests.accountability.supervision.blanks import blank, headers, questions
from tests.accountability.supervision.grids import (
    T15_PATHS,
    T16_PATHS,
    day,
    t15_grid,
    t15_row,
    t16_grid,
    t16_row,
)

QUARTER = "2020Q2"
HONOUR = {"类别": "评先评优", "表彰层级": "全县", "内容": "优秀驻村队员", "文号": "嵩发〔2020〕7号"}
CARE = {"类别": "走访慰问", "内容": "入户慰问", "文号": None, "金额（元）": 1000.0}


def check(province, *rows, paths=T16_PATHS):
    return checked(book(t16_grid(list(rows), paths)), province.county_a, "T16", QUARTER)


def test_a_typical_quarter_is_silent(province):
    result = check(
        province, t16_row(), t16_row("甲乙", **HONOUR), t16_row("丙丁", **CARE),
        t16_row(None, **HONOUR, 单位="双河村党支部", 职务=None),
    )  # fmt: skip
    assert result.problems == []
    assert [row.values["category"] for row in result.rows] == ["提拔重用", "表彰", "慰问", "表彰"]
    assert result.rows[2].values["amount_yuan"] == 1000
    assert result.rows[0].values["amount_yuan"] is None


@pytest.mark.parametrize(
    ("more", "rule", "severity", "address"),
    [
        ({"姓名": None}, "T16-NAME", "error", "C6"),
        ({**HONOUR, "表彰层级": None}, "T16-LEVEL", "error", "F6"),
        ({"文号": None}, "T16-DOC", "error", "I6"),
        ({"日期": day("2020-06-02")}, "T16-DATE", "error", "H6"),
        ({"日期": day("2020-03-31")}, "T16-DATE", "warning", "H6"),
        ({"内容": "任镇长，电话15401234567"}, "T16-PRIVATE", "error", "G6"),
    ],
)
def test_each_rule_of_the_row(province, more, rule, severity, address):
    result = check(province, t16_row(**more))
    assert [(p.rule, p.severity, p.address) for p in result.problems] == [(rule, severity, address)]


def test_an_amount_in_another_unit_is_converted(province):
    paths = [*T16_PATHS[:9], ("金额（万元）",), ("备注",)]
    result = check(province, t16_row(**{**CARE, "金额（万元）": 0.2}), paths=paths)
    assert result.rows[0].values["amount_yuan"] == 2000


def test_the_same_act_twice_is_found(province):
    result = check(province, t16_row(), t16_row())
    assert [(p.rule, p.row_no) for p in result.problems] == [("D18", 7)]


@pytest.mark.parametrize(
    ("more", "severity", "cause"),
    [
        ({}, "error", "影响期内提拔或表彰"),
        (HONOUR, "error", "影响期内提拔或表彰"),
        ({"类别": "晋升职级"}, "warning", "影响期内晋升职级"),
        ({"单位": "县扶贫办"}, "warning", "同名的人在影响期内"),
        (CARE, None, ""),
        ({"日期": day("2020-05-10")}, None, ""),
    ],
)
def test_nobody_is_honoured_while_a_measure_weighs(province, officer, more, severity, cause):
    accepted(t15_grid([t15_row()]), province.county_a, officer, sheet="T15")
    revision = staged(
        t16_grid([t16_row(**more)]), province.county_a, officer, sheet="T16", period=QUARTER
    )
    told = list(revision.problems.values_list("severity", "cause", "address"))
    assert told == ([(severity, cause, "C6")] if severity else [])
    if severity == "error":
        sentence = revision.problems.get().sentence
        assert "与约谈召回问责表（T15）不一致" in sentence
        assert "影响期到2020-11-11" in sentence
        assert sentence.endswith("请核实。")


def test_an_id_number_tells_namesakes_apart(province, officer):
    one, other = (id_number(f"9901211980010100{n}") for n in (1, 2))
    with_id = ("身份证号",)
    accepted(
        t15_grid([t15_row(身份证号=one)], [*T15_PATHS, with_id]),
        province.county_a, officer, sheet="T15",
    )  # fmt: skip
    for number, found in ((one, 1), (other, 0)):
        grid = t16_grid([t16_row(身份证号=number)], [*T16_PATHS, with_id])
        revision = staged(grid, province.county_a, officer, sheet="T16", period=QUARTER)
        assert revision.problems.filter(rule="D-06").count() == found


def test_blank_knows_who_was_promoted_from_a_village(province, tmp_path):
    make.posting(province.villages_a[0], who=make.person("王五"), ended_on="2020-05-15",
                 end_reason="promoted")  # fmt: skip
    [known] = SHEETS["T16"].prefill(province.county_a, Period.parse(QUARTER))
    assert (known["person_name"], known["category"]) == ("王五", "提拔重用")
    path = blank(
        province, tmp_path, "T16", QUARTER, [{**known, "document_number": "嵩组〔2020〕9号"}]
    )
    assert questions(path, province, "T16", QUARTER) == []
    merged, labels = headers(path)
    assert merged == {
        "A4:A5": "序号", "B4:D4": "对象", "E4:G4": "激励关爱", "H4:H5": "日期", "I4:I5": "文号",
        "J4:J5": "金额（元）", "K4:K5": "备注",
    }  # fmt: skip
    assert labels == [path[-1] for path in T16_PATHS if len(path) > 1]


def test_an_old_xls_reads_the_same(province, tmp_path):
    path = xls(tmp_path / "激励.xls", t16_grid([t16_row()]))
    result = through(path, province.county_a, "T16", QUARTER)
    assert [p for p in result.problems if p.severity != Severity.NOTICE] == []
