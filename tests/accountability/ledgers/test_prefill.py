"""What the portal knows is filled in; sent back as it is, it raises no question of its own."""

import datetime as dt

from accountability.intake.declare import SHEETS
from accountability.intake.reading.reader import read_workbook
from accountability.intake.rules import Period, Severity
from accountability.intake.template import Filled, build
from tests import make
from tests.accountability.intake.sheets import checked, t1_row
from tests.accountability.intake.staged import roster

MAY = Period.parse("2020-05")


def back(province, tmp_path, code: str, period: Period):
    sheet, county = SHEETS[code], province.county_a
    rows = sheet.prefill(county, period)
    path = tmp_path / f"{code}.xlsx"
    path.write_bytes(build(sheet, Filled(county.code, county.name, period, rows, {})))
    return rows, checked(read_workbook(path, name=path.name), county, code, str(period))


def test_roster_comes_back_without_a_question(province, officer, tmp_path):
    roster(
        [t1_row(1), t1_row(2, "东沟村", 队内职务="队员")],
        province.county_a,
        officer,
        period="2020-04",
    )
    rows, result = back(province, tmp_path, "T1", MAY)
    assert [row["person_name"] for row in rows] == ["张二国", "张三国"]
    assert rows[0]["poor_households"] == 56
    assert rows[0]["id_masked"].count("*") == 11
    assert [p.sentence for p in result.problems if p.severity != Severity.NOTICE] == []
    assert all(row.values["id_fingerprint"] for row in result.rows)


def test_month_lists_who_is_posted_with_the_days_asked(province, tmp_path):
    make.posting(province.villages_a[0], who=make.person("张三"))
    make.posting(province.villages_a[1], who=make.person("李四"), started_on=dt.date(2020, 5, 13))
    make.posting(province.villages_a[2], who=make.person("王五"), ended_on=dt.date(2020, 4, 30))
    rows, result = back(province, tmp_path, "T2", MAY)
    assert [
        (row["person_name"], row["required_days_1"], row["required_days_2"]) for row in rows
    ] == [
        ("张三", 4, 5),
        ("李四", 0, 3),
    ]
    wrong = {p.rule for p in result.problems if p.severity == Severity.ERROR}
    assert wrong == {"REQ"}  # only what the county has to fill in


def test_year_lists_first_secretaries_who_served(province, tmp_path):
    make.posting(province.villages_a[0], who=make.person("张三"), ended_on=dt.date(2020, 3, 1))
    make.posting(province.villages_a[0], who=make.person("李四"), started_on=dt.date(2020, 3, 1))
    make.posting(province.villages_a[1], who=make.person("王五"), role="member")
    rows, result = back(province, tmp_path, "T3", Period.parse("2020"))
    assert [row["person_name"] for row in rows] == ["张三", "李四"]
    assert {row.values["person_name"] for row in result.rows} == {"张三", "李四"}


def test_prefill_reads_in_a_fixed_number_of_queries(province, django_assert_num_queries):
    for village in province.villages_a:
        make.posting(village)
    with django_assert_num_queries(3):
        SHEETS["T1"].prefill(province.county_a, MAY)
    with django_assert_num_queries(3):
        SHEETS["T2"].prefill(province.county_a, MAY)
    with django_assert_num_queries(1):
        SHEETS["T3"].prefill(province.county_a, Period.parse("2020"))
