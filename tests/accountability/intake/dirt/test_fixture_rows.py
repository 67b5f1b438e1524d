"""The deliberately dirty rows of domain appendix D, T1 to T3, with the outcome each must have."""

# ruff: noqa: DTZ001 - a workbook knows no time zone
import datetime as dt
import json

import pytest
from django.core.management import call_command

from tests import make
from tests.accountability.intake.files import sent
from tests.accountability.intake.sheets import (
    id_number,
    of,
    t1_grid,
    t2_grid,
    t2_row,
    t3_grid,
    t3_row,
    xlsx,
)
from villages.places.models import Level


@pytest.fixture
def county(province):
    town = make.division("老城镇", Level.TOWNSHIP, province.county_a)
    make.division("李庄村", Level.VILLAGE, town)
    return province.county_a


def t1_rows() -> list[dict[str, object]]:
    zhang: dict[str, object] = {
        "序号": 3.0, "乡镇": "老城镇", "行政村": "李庄村委会", "村类型": "贫困村", "贫困户数(户)": "５６",
        "姓 名": "张　三", "性别": "男", "民族": "汉", "出生\n年月": 1978.3,
        "身份证号码": 410222197803011234, "政治\n面貌": "党员", "学历": "大专(在职)", "职务职级": "科员",
        "联系电话": "15401234567", "派驻层级": "县", "派出单位": "县教育局", "队内职务": "队长",
        "是否与原单位脱钩": "是", "到村日期": dt.datetime(2019, 1, 15),
        "任期届满日期": dt.datetime(2021, 1, 15), "组织关系是否转入": "是",
    }  # fmt: skip
    li: dict[str, object] = {
        **zhang, "乡镇": "〃", "行政村": "〃", "村类型": "同上", "姓 名": "李娜", "性别": "女", "民族": "汉族",
        "出生\n年月": "1980.01", "身份证号码": id_number("99022219800101012").lower(),
        "政治\n面貌": "中共预备党员", "学历": "本科", "派驻层级": "省", "派出单位": "省发改委",
        "队内职务": "第一书记", "到村日期": "2017.11", "任期届满日期": "2018.10",
    }  # fmt: skip
    return [zhang, li]


def test_t1_rows_have_their_outcome(county, tmp_path):
    grid = t1_grid(t1_rows())
    grid.rows.append(["小计", None, None, None, 112.0, *[None] * 19])
    result = sent(tmp_path, county, grid)
    changed = {(c.address, c.rule, c.result) for c in result.changes}
    assert {
        ("C6", "D19", "李庄村"),
        ("E6", "D1", "56"),
        ("F6", "D2", "张三"),
        ("H6", "D20", "汉族"),
        ("I6", "D6", "1978-03"),
        ("K6", "D20", "中共党员"),
        ("L6", "D20", "大专"),
        ("B7", "D8", "老城镇"),
        ("C7", "D8", "李庄村委会"),
        ("C7", "D19", "李庄村"),
        ("D7", "D8", "贫困村"),
        ("S7", "D6", "2017-11（仅到月）"),
    } <= changed
    [lost] = of(result, "D3")
    assert (lost.severity, lost.address, lost.cause) == ("error", "J6", "身份证号精度已丢失")
    [term] = [p for p in of(result, "E-02") if p.row_no == 7]
    assert (term.severity, term.address) == ("warning", "T7")
    assert "11个月" in term.sentence
    [party] = of(result, "E-01")
    assert (party.severity, party.address) == ("warning", "K7")
    assert [row.row_no for row in result.rows] == [6, 7]
    assert of(result, "D30") == []
    assert any(p.rule == "D14" for p in result.problems)


def test_t1_subtotal_that_is_wrong_is_found(county, tmp_path):
    grid = t1_grid(t1_rows())
    grid.rows.append(["小计", None, None, None, 12.0, *[None] * 19])
    [wrong] = of(sent(tmp_path, county, grid), "D30")
    assert (wrong.severity, wrong.address) == ("warning", "E8")


def test_t1_rows_print_every_rule_on_the_command_line(county, tmp_path, capsys):
    grid = t1_grid(t1_rows())
    grid.rows.append(["小计", None, None, None, 12.0, *[None] * 19])
    path = xlsx(tmp_path / "表.xlsx", grid)
    arguments = ["--sheet", "T1", "--unit", county.code, "--period", "2020-05", "--json"]
    call_command("check_workbook", str(path), *arguments)
    told = json.loads(capsys.readouterr().out)
    assert {"D1", "D2", "D3", "D6", "D8", "D14", "D19", "D20", "D30", "E-01", "E-02"} <= {
        one["rule"] for one in told["findings"]
    }


def test_t2_rows_have_their_outcome(province, tmp_path):
    make.posting(province.villages_a[0], who=make.person("张三"))
    week = "本月逐周在岗（天/夜）/第2周/"
    row = t2_row(
        **{
            f"{week}实驻天": 4.0,
            f"{week}实驻夜": 6.0,
            "合计/天": 18.0,
            "合计/夜": 17.0,
            "请假/天数": 5.0,
            "请假/类别": "事假",
            "请假/审批人": "乡镇党委",
        }
    )
    result = sent(tmp_path, province.county_a, t2_grid([row]), code="T2")
    refused = {(p.rule, p.address) for p in result.problems if p.severity == "error"}
    assert refused == {("T2-NIGHT", "J7"), ("E-07", "X7")}


def test_t3_rows_have_their_outcome(province, tmp_path):
    make.posting(province.villages_a[0], who=make.person("张三"))
    row = t3_row(
        **{
            "建强基层组织": "２２.５分",
            "总分": "约90",
            "群众测评/收回": 12.0,
            "群众测评/满意": 5.0,
            "群众测评/基本满意": 5.0,
            "不在岗被查次数": "1次",
            "等次": "优秀",
            "考核组成员签字": "已签字",
        }
    )
    result = sent(tmp_path, province.county_a, t3_grid([row]), code="T3", period="2020")
    found = {(p.rule, p.severity.value, p.address) for p in result.problems}
    assert found == {
        ("D7", "warning", "L6"),
        ("T3-FEW", "warning", "N6"),
        ("E-10", "error", "S6"),
        ("T3-BASIS", "error", "T6"),
    }
    assert ("E6", "22.50") in {(c.address, c.result) for c in result.changes}
