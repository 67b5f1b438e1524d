"""T15: forms, power, terms, recall and roster; its blank; who may see it."""

import datetime as dt

import pytest

from accountability.intake.declare import SHEETS
from accountability.intake.models import CollectionTask, Problem, Revision, Submission, Upload
from accountability.intake.rules import Period, Severity
from accountability.supervision.models import MeasureRow
from portal.access.models import Grant
from portal.access.reader import WholeProvince
from tests import make
from tests.accountability.intake.files import through, xls
from tests.accountability.intake.sheets import book, checked, id_number, of
from tests.accountability.intake.staged import accepted, staged
from tests.accountability.supervision.blanks import blank, headers, questions
from tests.accountability.supervision.grids import T15_PATHS, day, t15_grid, t15_row
from villages.people.models import Person, Unit

TALK = {"类别": "约谈", "处理方式": "约谈提醒", "文号": None}
WARNED = {"类别": "党纪", "处理方式": "党内警告", "决定机关": "县纪委", "文号": "嵩纪〔2020〕8号"}
MOVED = {"类别": "组织调整", "处理方式": "调整职务", "决定机关": "嵩北县委"}
RECALLED = {"类别": "召回", "决定日期": day("2020-05-15"), "文号": "嵩组〔2020〕6号"}


def check(province, *rows, paths=T15_PATHS):
    return checked(book(t15_grid(list(rows), paths)), province.county_a, "T15")


def test_a_typical_month_is_silent_and_computed(province):
    result = check(
        province, t15_row("甲乙", **TALK), t15_row(), t15_row("丙丁", **MOVED),
        t15_row("戊己", **WARNED), t15_row("庚辛", **{**MOVED, "处理方式": "免职",
        "决定机关": "县委组织部", "决定或建议": "建议"}),
    )  # fmt: skip
    assert result.problems == []
    told = [
        (v["category"], v["form"], v["level"], v["is_counted"], str(v["influence_to"]))
        for v in (row.values for row in result.rows)
    ]
    assert told == [
        ("提醒约谈", "约谈", 0, False, "None"),
        ("诫勉", "诫勉", 2, True, "2020-11-11"),
        ("组织调整", "调整职务", 3, True, "2021-05-11"),
        ("党纪", "警告", 4, True, "2021-05-11"),
        ("组织调整", "免职", 3, False, "None"),
    ]
    assert result.rows[1].values["appeal_due_on"] == dt.date(2020, 6, 11)
    assert {c.address for c in result.changes if c.rule == "AUTO" and c.address[1:] == "7"} == {
        "F7", "M7", "N7", "O7",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("more", "rule", "severity", "address"),
    [
        ({"处理方式": "记过"}, "T15-FORM", "error", "F6"),
        ({"类别": "党纪", "决定机关": "县纪委"}, "T15-FORM", "error", "F6"),
        ({"姓名": None}, "T15-NAME", "error", "C6"),
        ({**MOVED, "决定机关": "中共嵩北县委组织部"}, "T15-POWER", "error", "K6"),
        ({**WARNED, "决定机关": "县委组织部"}, "T15-POWER", "error", "K6"),
        ({**WARNED, "文号": None}, "T15-DOC", "error", "J6"),
        ({"决定日期": day("2020-06-02")}, "T15-DATE", "error", "L6"),
        ({"止": day("2020-12-11")}, "T15-TERM", "warning", "N6"),
        ({"期限": day("2020-07-11")}, "T15-APPEAL", "warning", "O6"),
        ({**MOVED, "处理方式": "停职检查"}, "T15-TERM", "warning", "N6"),
        (
            {**MOVED, "处理方式": "停职检查", "止": day("2020-12-11")},
            "T15-TERM",
            "warning",
            "N6",
        ),
        ({"事由": "本人电话15401234567打不通"}, "T15-PRIVATE", "error", "H6"),
    ],
)
def test_each_rule_of_the_row(province, more, rule, severity, address):
    result = check(province, t15_row(**more))
    assert [(p.rule, p.severity, p.address) for p in result.problems] == [(rule, severity, address)]


def test_the_same_measure_twice_is_found_and_a_namesake_is_not(province):
    result = check(province, t15_row(), t15_row(), t15_row(单位="河口镇党委"))
    assert [(p.row_no, p.rule) for p in result.problems] == [(7, "D18")]


def test_id_numbers_lie_sealed(province, filler):
    number = id_number("99012119800101003")
    paths = [*T15_PATHS, ("身份证号",)]
    revision = staged(
        t15_grid([t15_row(身份证号=number)], paths), province.county_a, filler, sheet="T15"
    )
    row = MeasureRow.objects.get(revision=revision)
    assert row.id_fingerprint
    assert number not in str(row.raw)
    assert row.id_masked.startswith("990****")
    assert row.sealed


def test_a_number_told_once_is_known_in_later_months(province, filler):
    number = id_number("99012119800101003")
    told = t15_grid([t15_row(身份证号=number)], [*T15_PATHS, ("身份证号",)])
    first = accepted(told, province.county_a, filler, sheet="T15", period="2020-05")
    later = staged(t15_grid([t15_row(), t15_row("甲乙")]), province.county_a, filler, sheet="T15",
                   period="2020-06")  # fmt: skip
    known, other = MeasureRow.objects.filter(revision=later).order_by("row_no")
    assert known.id_fingerprint == MeasureRow.objects.get(revision=first).id_fingerprint
    assert other.id_fingerprint == ""


def test_recall_and_roster_say_the_same(province, filler):
    for name, ended in (("王五", "2020-05-15"), ("李四", "2020-05-20"), ("赵六", "2020-05-08")):
        who = make.person(name)
        make.posting(province.villages_a[0], who=who, role="member", ended_on=ended,
                     end_reason="recalled")  # fmt: skip
    rows = [t15_row(name, **RECALLED) for name in ("王五", "李四", "钱七")]
    revision = staged(t15_grid(rows), province.county_a, filler, sheet="T15")
    known = dict(
        MeasureRow.objects.filter(revision=revision).values_list("person_name", "id_fingerprint")
    )
    assert known["王五"] == Person.objects.get(name="王五").id_fingerprint
    assert known["李四"] == known["钱七"] == ""
    told = dict(revision.problems.filter(rule="X11").values_list("cause", "sentence"))
    assert told == {
        "召回不在花名册": "召回的钱七与花名册（T1）不一致：名册中没有因召回离任的钱七，请核实。",
        "召回日期不一致": "李四的召回日期2020-05-15与花名册（T1）的离任日期2020-05-20不一致，请核实。",
        "花名册的召回没有报": "花名册（T1）中双河村的赵六因召回于2020-05-08离任，与本表不一致："
        "本表没有，请核实。",
    }


def test_what_weighs_is_carried_on_with_the_months_recalls(province, officer, tmp_path):
    rows = [t15_row(决定日期=day("2020-04-13")), t15_row("甲乙", **TALK)]
    accepted(t15_grid(rows), province.county_a, officer, sheet="T15", period="2020-04")
    Unit.objects.create(name="青岭镇党委", level="county", division=province.town_a)
    make.posting(province.villages_a[0], who=make.person("王五"), ended_on="2020-05-15",
                 end_reason="recalled")  # fmt: skip
    known = SHEETS["T15"].prefill(province.county_a, Period.parse("2020-05"))
    assert [(row["person_name"], row["category"]) for row in known] == [
        ("周明", "诫勉"), ("王五", "召回"),
    ]  # fmt: skip
    path = blank(province, tmp_path, "T15", "2020-05", known[:1])
    assert questions(path, province, "T15", "2020-05") == []
    merged, labels = headers(path)
    assert merged == {
        "A4:A5": "序号", "B4:D4": "对象", "E4:H4": "处理情况", "I4:L4": "依据和决定",
        "M4:N4": "影响期", "O4:P4": "申诉", "Q4:Q5": "是否公开", "R4:R5": "备注",
    }  # fmt: skip
    assert labels == [path[-1] for path in T15_PATHS if len(path) > 1]
    missing = staged(t15_grid([t15_row("甲乙", **TALK)]), province.county_a, officer, sheet="T15")
    assert "诫勉" in missing.problems.get(cause="影响期未满的没有报").sentence


def test_an_old_xls_reads_the_same(province, tmp_path):
    result = through(xls(tmp_path / "问责.xls", t15_grid([t15_row()])), province.county_a, "T15")
    assert [p for p in result.problems if p.severity != Severity.NOTICE] == []
    assert of(result, "D3") == []


def test_who_may_not_see_measures_sees_nothing_of_the_sheet(province, filler):
    staged(t15_grid([t15_row(姓名=None)]), province.county_a, filler, sheet="T15")
    make.submission("T6", "2020-05", province.county_a)
    viewer = make.user("viewer", province.county_a)
    for model in (CollectionTask, Submission, Upload, Revision, Problem, MeasureRow):
        assert model.objects.visible_to(filler).exists()
        seen = model.objects.visible_to(viewer)
        assert not seen.filter(**_of_t15(model)).exists()
    assert list(CollectionTask.objects.visible_to(viewer).values_list("sheet_code", flat=True)) == [
        "T6"
    ]


def test_whoever_may_see_measures_in_one_county_sees_them_there_only(province, filler, officer):
    for county in (province.county_a, province.county_b):
        make.current_revision("T15", "2020-05", county, by=officer)
    user = make.user("county_signer", province.county_a)
    Grant.objects.create(user=user, role="viewer", area=province.county_b,
                         valid_from=make.LONG_AGO, granted_at=make.NOON)  # fmt: skip
    seen = Submission.objects.visible_to(user)
    assert list(seen.values_list("county", flat=True)) == [province.county_a.pk]
    assert Submission.objects.visible_to(WholeProvince()).count() == 2


def _of_t15(model) -> dict[str, str]:
    if model is CollectionTask:
        return {"sheet_code": "T15"}
    return {model.sheet_path: "T15"}
