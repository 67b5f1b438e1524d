"""X1, X2, X3, X14 and the rest for T1, against the registry and the county's other rosters."""

import datetime as dt

import pytest

from accountability.intake.declare import SHEETS
from accountability.intake.staging import run_cross_checks
from portal.access.scope import acting_as
from tests import make
from tests.accountability.intake.sheets import id_number, t1_grid, t1_row
from tests.accountability.intake.staged import roster, staged
from villages.people.models import Unit
from villages.places.models import PovertyStatus

LI = id_number("99012119850615105")
LI_ROW = {"姓 名": "李四", "身份证号码": LI, "出生\n年月": "1985.06"}


def told(revision, cause: str) -> list[tuple[object, ...]]:
    found = revision.problems.filter(cause=cause).order_by("row_no", "sentence")
    return list(found.values_list("rule", "severity", "address", "sentence"))


def test_required_villages_without_first_secretary_are_named(province, filler):
    revision = staged(
        t1_grid([t1_row(1), t1_row(2, "东沟村", 队内职务="队员")]), province.county_a, filler
    )
    assert told(revision, "应派村没有第一书记") == [
        ("X1", "warning", "", f"贫困村“青岭镇{name}”没有在岗的第一书记。")
        for name in ("东沟村", "柳林村", "石门村")
    ]


def test_person_in_two_villages_of_the_county_is_pointed_out(province, filler):
    make.posting(province.villages_a[1], who=make.person("李四", number=LI), role="member")
    revision = staged(t1_grid([t1_row(1, **LI_ROW)]), province.county_a, filler)
    [(rule, severity, address, sentence)] = told(revision, "一人同时驻两个村")
    assert (rule, severity, address) == ("X2", "warning", "F6")
    assert sentence == "李四同一时间驻双河村（2019-01-15至今）和东沟村（2019-01-01至今），请核实。"


def test_person_in_another_county_is_pointed_out_without_naming_it(province, filler):
    make.posting(province.villages_b[1], who=make.person("李四", number=LI))
    with acting_as(filler):
        revision = staged(
            t1_grid([t1_row(1, **LI_ROW), t1_row(2, "东沟村")]), province.county_a, filler
        )
        found = told(revision, "一人同时在其他县")
    assert found == [("X2", "warning", "F6", "李四同时在其他县的花名册中在岗，请核实。")]
    everything = " ".join(revision.problems.values_list("sentence", flat=True))
    assert province.county_b.name not in everything
    assert province.town_b.name not in everything


def test_small_team_is_pointed_out_once_a_village(province, filler):
    rows = [
        t1_row(1),
        t1_row(2, 队内职务="队员"),
        *[t1_row(n, "东沟村", 队内职务="队员" if n > 3 else "第一书记") for n in (3, 4, 5)],
    ]
    revision = staged(t1_grid(rows), province.county_a, filler)
    assert told(revision, "驻村工作队人数不足") == [
        ("X3", "warning", "C6", "双河村在岗人员2人，每队不少于3人。")
    ]


def test_who_was_on_post_and_is_not_reported_is_named(province, filler):
    roster([t1_row(1), t1_row(2, "东沟村")], province.county_a, filler, period="2020-04")
    revision = staged(t1_grid([t1_row(1)]), province.county_a, filler)
    [(rule, severity, _, sentence)] = told(revision, "在岗人员没有报")
    assert (rule, severity) == ("X14", "warning")
    assert sentence == "名册中在岗的张三国（东沟村）本次没有报，也没有离任日期。"


def test_successor_needs_the_end_of_the_predecessor(province, filler):
    roster([t1_row(1)], province.county_a, filler, period="2020-04")
    new = t1_row(2, 到村日期=dt.datetime(2020, 5, 6), 任期届满日期=dt.datetime(2022, 5, 6))  # noqa: DTZ001
    refused = staged(t1_grid([new]), province.county_a, filler)
    [(rule, severity, address, _)] = told(refused, "第一书记任期重叠")
    assert (rule, severity, address) == ("X1", "error", "Q6")
    left = t1_row(1, 离任日期=dt.datetime(2020, 5, 6), 离任原因="调整")  # noqa: DTZ001
    right = staged(t1_grid([left, new]), province.county_a, filler)
    assert told(right, "第一书记任期重叠") == []
    assert right.errors_count == 0


def test_correcting_an_earlier_month_reads_the_later_one(province, filler):
    roster([t1_row(1)], province.county_a, filler, period="2020-04")
    left = t1_row(1, 离任日期=dt.datetime(2020, 5, 6), 离任原因="调整")  # noqa: DTZ001
    roster([left], province.county_a, filler, period="2020-05")
    again = staged(t1_grid([t1_row(1)]), province.county_a, filler, period="2020-04")
    assert again.errors_count == 0


def test_what_the_portal_recorded_is_not_overwritten_in_silence(province, filler):
    who = make.person("李四", number=LI)
    make.posting(province.villages_a[0], who=who, ended_on=dt.date(2020, 5, 15))
    revision = staged(t1_grid([t1_row(1, **LI_ROW)]), province.county_a, filler)
    [(rule, severity, address, sentence)] = told(revision, "系统已记离任")
    assert (rule, severity, address) == ("X14", "warning", "V6")
    assert "2020-05-15" in sentence


def test_poor_village_without_households_before_delisting(province, filler):
    grid = t1_grid([t1_row(1, **{"贫困户数(户)": 0.0})])
    assert len(told(staged(grid, province.county_a, filler), "贫困村贫困户数为0")) == 1
    PovertyStatus.objects.update(delisted_on=dt.date(2020, 2, 28))
    assert told(staged(grid, province.county_a, filler), "贫困村贫困户数为0") == []


def test_unknown_unit_is_pointed_out_once(province, filler):
    grid = t1_grid([t1_row(1), t1_row(2, "东沟村")])
    assert told(staged(grid, province.county_a, filler), "单位不在名录中") == []
    Unit.objects.create(name="省林业局", level="province")
    [(_, severity, address, sentence)] = told(
        staged(grid, province.county_a, filler), "单位不在名录中"
    )
    assert (severity, address, sentence) == ("warning", "P6", "单位名录中没有“省水利厅”（2行）。")


@pytest.mark.parametrize(("change", "found"), [({}, 1), ({"职务职级": "正处"}, 0)])
def test_roster_just_as_last_month_is_a_notice(province, filler, change, found):
    rows = [t1_row(n, province.villages_a[n % 4].name, 队内职务="队员") for n in range(1, 7)]
    roster(rows, province.county_a, filler, period="2020-04")
    rows[0] |= change
    revision = staged(t1_grid(rows), province.county_a, filler)
    assert [severity for _, severity, _, _ in told(revision, "与上期相同")] == ["notice"] * found


def test_running_again_replaces_only_the_cross_checks(province, filler):
    row = t1_row(1, 性别="女")
    revision = staged(t1_grid([row]), province.county_a, filler)
    first = sorted(revision.problems.values_list("rule", "cause"))
    with acting_as(filler):
        counts = run_cross_checks(revision, SHEETS["T1"])
    assert sorted(revision.problems.values_list("rule", "cause")) == first
    assert counts.warnings == revision.warnings_count
    make.posting(province.villages_a[1])
    counts = run_cross_checks(revision, SHEETS["T1"])
    assert counts.warnings == revision.warnings_count + 1
