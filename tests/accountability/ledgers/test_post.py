"""T14: tenures and vacancies of heads, and the alarm where a poor county's head has left."""

import datetime as dt

import pytest

from accountability.intake.reading.reader import read_workbook
from accountability.ledgers.models import PostRow
from accountability.parameters.models import Parameter
from tests import make
from tests.accountability.intake.files import xls
from tests.accountability.intake.sheets import checked, of
from tests.accountability.ledgers import books
from villages.people.models import Post, Tenure
from villages.places.models import PovertyStatus

MONTH = "2020-05"


def day(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def row(title: str = "县长", person: str | None = "王建国", **more: object) -> dict[str, object]:
    """Return a clean row: a head in office, in a county not delisted."""
    unit = "嵩北县" if title.startswith("县") else "青岭镇"
    return {
        "division_name": unit, "post_title": title, "person_name": person,
        "started_on": day("2016-05-20") if person else None, "is_poor_county": "是",
        "is_delisted": "否",
    } | more  # fmt: skip


LEFT = {
    "ended_on": day("2018-05-20"), "whereabouts": "交流", "approval_number": "豫组干〔2018〕31号",
    "is_filed": "是",
}  # fmt: skip


@pytest.fixture(autouse=True)
def posts(province) -> list[Post]:
    places = (
        (province.county_a, "county_secretary"), (province.county_a, "county_head"),
        (province.town_a, "township_secretary"), (province.town_a, "township_head"),
    )  # fmt: skip
    return [
        Post.objects.create(division=division, county=province.county_a, title=title)
        for division, title in places
    ]


def county_rows() -> list[dict[str, object]]:
    return [
        row("县委书记", "李为民"), row(), row("镇党委书记", "赵大成"),
        row("镇长", None, vacant_from=day("2020-05-11")),
    ]  # fmt: skip


def check(province, *rows, period: str = MONTH):
    return books.check(province.county_a, "T14", list(rows), period)


def test_header_is_laid_out(province):
    merged, cells = books.heads(province.county_a, "T14", MONTH)
    assert {"A4:A5", "B4:B5", "H4:J4", "K4:K5", "L4:L5", "M4:O4", "P4:P5"} <= merged
    assert [cells[f"{c}5"] for c in "MNO"] == ["起", "止", "天数"]
    assert "摘帽后保持稳定的期限未定（官方表述待核）" in books.foot(province.county_a, "T14", MONTH)


def test_clean_month_is_silent_and_vacancy_is_counted(province, filler):
    revision = books.stage(province.county_a, filler, "T14", county_rows(), MONTH)
    assert books.told(revision) == []
    *_, vacant = PostRow.objects.filter(revision=revision).order_by("row_no")
    assert (vacant.post_title, vacant.person_name, vacant.vacant_days) == ("乡镇长", "", 21)
    assert vacant.division_id == province.town_a.pk


def test_dirty_row_a_head_left_a_county_not_delisted(province):
    left = row(ended_on="2018-05-20", whereabouts="调离")
    result = check(province, left, row(person="钱有道", started_on=day("2018-05-21")))
    [alarm] = of(result, "C-05")
    assert (alarm.severity, alarm.address) == ("warning", "K6")
    assert alarm.sentence == (
        "嵩北县县长2018-05-20离职，本县是贫困县，当时没有摘帽，没有填批准文号。"
    )
    assert "批准文号" in alarm.remedy
    assert books.found(result) == {("C-05", "warning", "K6"), ("C-01", "warning", "L6")}


def test_with_its_approval_there_is_no_alarm(province):
    followed = row(person="钱有道", started_on=day("2018-05-21"))
    assert check(province, row(**LEFT), followed).problems == []
    secretary = row("镇党委书记", "赵大成", **LEFT | {"approval_number": None, "is_filed": None})
    following = row("镇党委书记", "孙一", started_on=day("2018-05-20"))
    assert check(province, secretary, following).problems == []


@pytest.mark.parametrize(
    ("delisted", "grace", "is_told"),
    [("2018-05-21", None, True), ("2018-05-20", None, False), ("2018-01-01", 6, True),
     ("2017-11-01", 6, False)],
)  # fmt: skip
def test_alarm_goes_by_the_register_and_the_grace_set(province, delisted, grace, is_told):
    PovertyStatus.objects.filter(division=province.county_a).update(delisted_on=delisted)
    if grace:
        Parameter.objects.filter(code="stable_months").update(number=grace)
    left = row(**LEFT | {"approval_number": None}, is_delisted="是")
    result = check(province, left, row(person="钱有道", started_on=day("2018-05-21")))
    assert bool(of(result, "C-05")) is is_told


def test_a_county_the_register_does_not_know_goes_by_what_is_typed(province):
    PovertyStatus.objects.filter(division=province.county_a).delete()
    left = row(**LEFT | {"approval_number": None}, is_poor_county="否", is_delisted=None)
    following = row(person="钱有道", started_on=day("2018-05-21"))
    assert of(check(province, left, following), "C-05") == []
    assert len(of(check(province, left | {"is_poor_county": "是"}, following), "C-05")) == 1


def test_rows_that_cannot_be(province):
    result = check(
        province,
        row("镇长"),
        row("县委书记", None),
        row(started_on=None),
        row("县长", "钱有道", ended_on=day("2015-05-01"), whereabouts="退休"),
        row("镇党委书记", "孙一", ended_on=day("2020-05-30")),
        row("村支书", "周二", division_name="双河村", started_on=day("2020-07-01")),
        row("村主任", "吴三", division_name="青岭镇"),
    )
    errors = {(p.rule, p.address) for p in result.problems if p.severity == "error"}
    assert errors == {
        ("T14-EMPTY", "D7"), ("REQ", "E8"), ("T14-DATE", "F9"), ("T14-LEFT", "G10"),
        ("T14-DATE", "E11"), ("T14-POST", "C12"),
    }  # fmt: skip


def test_one_post_one_holder(province):
    twice = check(province, row(), row(person="钱有道", started_on=day("2019-01-01")))
    [overlap] = of(twice, "T14-TWICE")
    assert (overlap.severity, overlap.address) == ("error", "E7")
    busy = check(province, row(), row(person=None, vacant_from=day("2020-05-01")))
    assert [p.address for p in of(busy, "T14-TWICE")] == ["M7"]
    gap = check(province, row(**LEFT), row(person="钱有道", started_on=day("2018-07-01")))
    [untold] = of(gap, "S2")
    assert "到2018-06-30有41天没有人任职" in untold.sentence
    told = row(person=None, vacant_from=day("2018-05-21"), vacant_to=day("2018-06-30"))
    filled = check(province, row(**LEFT), told, row(person="钱有道", started_on=day("2018-07-01")))
    assert filled.problems == []
    assert filled.rows[1].values["vacant_days"] == 41


def test_a_long_vacancy_and_a_wrong_count_of_days(province):
    result = check(
        province,
        row("镇长", None, vacant_from=day("2020-05-01"), vacant_days=30),
        row("村支书", None, division_name="双河村", vacant_from=day("2020-02-01")),
        row("村支书", None, division_name="东沟村", vacant_from=day("2020-03-01")),
    )
    assert books.found(result) == {
        ("T14-DAYS", "error", "O6"), ("S2", "warning", "M6"), ("S2", "warning", "M7"),
    }  # fmt: skip
    assert "超过3个月（官方表述待核）" in of(result, "S2")[1].sentence


def test_registry_and_the_month_before_are_asked(province, filler, posts):
    holder = make.person("孙继业")
    Tenure.objects.create(post=posts[1], person=holder, valid_from=dt.date(2018, 1, 1))
    april = books.accept(province.county_a, filler, "T14", county_rows(), "2020-04")
    assert books.told(april, "X15") == [
        ("warning", "D7", "嵩北县县长填的是“王建国”，与登记的“孙继业”不一致，请核实。"),
    ], "once explained and accepted, T14 has the last word and it is not asked again"
    now = [
        row("县委书记", "周新", is_delisted="是"),
        row(),
        row("镇长", None, vacant_from=day("2020-05-11"), is_poor_county="否"),
    ]
    revision = books.stage(province.county_a, filler, "T14", now, MONTH)
    assert books.told(revision) == [
        ("warning", "I6", "是否已摘帽填的是“是”，与登记的“否”不一致，请核实。"),
        ("warning", "H8", "是否贫困县填的是“否”，与登记的“是”不一致，请核实。"),
        ("warning", "", "上期任嵩北县县委书记的李为民本期没有报，也没有离职日期。"),
        ("warning", "", "上期任青岭镇乡镇党委书记的赵大成本期没有报，也没有离职日期。"),
        ("warning", "", "青岭镇乡镇党委书记没有填报。"),
    ]


def test_blank_knows_holders_and_poverty(province, filler, posts, tmp_path):
    Tenure.objects.create(post=posts[0], person=make.person("李为民"), valid_from=make.LONG_AGO)
    result = books.returned(province.county_a, "T14", MONTH, tmp_path)
    first = result.rows[0].values
    assert len(result.rows) == 4
    assert (first["person_name"], first["is_poor_county"], first["is_delisted"]) == (
        "李为民", True, False,
    )  # fmt: skip
    assert {p.rule for p in result.problems if p.severity != "notice"} == {"T14-EMPTY"}
    books.accept(province.county_a, filler, "T14", county_rows(), "2020-04")
    again = books.returned(province.county_a, "T14", MONTH, tmp_path)
    assert [p for p in again.problems if p.severity != "notice"] == []
    assert [r.values["person_name"] for r in again.rows][:2] == ["李为民", "王建国"]


def test_legacy_workbook_is_read(province, tmp_path):
    path = xls(tmp_path / "任免.xls", books.grid("T14", county_rows()))
    result = checked(read_workbook(path, name=path.name), province.county_a, "T14", MONTH)
    assert result.problems == []
    assert result.rows[0].values["started_on"] == dt.date(2016, 5, 20)
