"""T7: states sum to the villages due, who is left is named and proposed for mending."""

import datetime as dt
from decimal import Decimal

import pytest

from accountability.intake.reading.reader import read_workbook
from accountability.ledgers.models import ElectionRow, WeakCaseRow
from tests import make
from tests.accountability.intake.files import xls
from tests.accountability.intake.sheets import checked, of
from tests.accountability.ledgers import books

MONTH = "2020-05"
LIST = "1.青岭镇柳林村，宗族矛盾大、推选未过半，2020年8月，镇党委书记李民"


def day(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def row(**more: object) -> dict[str, object]:
    """Return a clean row: four villages due, three done."""
    return {
        "county_name": "嵩北县", "due_count": 4, "party_done": 3, "party_doing": 1,
        "party_waiting": 0, "party_paused": 0, "committee_done": 3, "committee_doing": 0,
        "committee_waiting": 1, "committee_paused": 0, "both_posts": 2, "first_secretaries": 1,
        "sent_secretaries": 1, "women": 1, "up_to_35": 1, "from_36_to_50": 1, "from_51_to_60": 1,
        "over_60": 0, "college": 2, "reviewed_count": 20, "rejected_count": 2, "settled_count": 2,
        "unfinished_list": LIST, "term_ends_on": day("2020-03-31"),
        "extension_number": "嵩北组〔2020〕6号", "rejected_reason": "受过刑事处罚1人，违反计生政策1人",
    } | more  # fmt: skip


def check(province, *rows):
    return books.check(province.county_a, "T7", list(rows), MONTH)


def errors(result) -> set[tuple[str, str]]:
    return {(p.rule, p.address) for p in result.problems if p.severity == "error"}


def test_header_is_the_official_layout(province):
    merged, cells = books.heads(province.county_a, "T7", MONTH)
    assert {
        "A4:A6", "B4:B6", "C4:F5", "G4:G6", "H4:K5", "L4:L6", "M4:O5", "P4:U5", "V4:X5", "Y4:Y6",
    } <= merged  # fmt: skip
    assert cells["A2"] == "2020年5月村“两委”换届工作进度表"
    assert [cells[f"{c}6"] for c in "CDEFHIJK"] == ["已完成", "正在进行", "未启动", "暂缓"] * 2
    assert [cells[f"{c}6"] for c in "PQRSTU"] == [
        "女", "35岁及以下", "36–50", "51–60", "60以上", "大专及以上",
    ]  # fmt: skip
    assert [cells[f"{c}7"] for c in "ABC"] == ["甲", 1, 2]


def test_clean_month_says_only_whom_to_propose(province, filler):
    revision = books.stage(province.county_a, filler, "T7", [row()], MONTH)
    assert books.told(revision) == [
        ("notice", "Y7", "没有完成换届的青岭镇柳林村没有列入软弱涣散整顿台账（T4）。")
    ]
    stored = ElectionRow.objects.get(revision=revision)
    assert stored.unfinished_villages == [province.villages_a[3].pk]
    assert (stored.party_rate, stored.committee_rate) == (Decimal("75.00"), Decimal("75.00"))


def test_a_village_already_mended_is_not_proposed(province, filler):
    case = make.current_revision("T4", MONTH, province.county_a, by=filler)
    WeakCaseRow.objects.create(
        revision=case, county=province.county_a, row_no=6, key="x", raw=[], stage="整顿中",
        village=province.villages_a[3],
    )  # fmt: skip
    assert books.told(books.stage(province.county_a, filler, "T7", [row()], MONTH)) == []


def test_all_done_is_silent(province, filler):
    done = row(
        party_done=4, party_doing=0, committee_done=4, committee_waiting=0, unfinished_list=None,
        up_to_35=2, extension_number=None, term_ends_on=None,
    )  # fmt: skip
    assert books.told(books.stage(province.county_a, filler, "T7", [done], MONTH)) == []


def test_dirty_row_of_the_domain(province):
    dirty = row(
        due_count=200, party_done=185, party_doing=8, party_waiting=5, party_paused=1,
        committee_done=200, committee_waiting=0, up_to_35=183,
    )  # fmt: skip
    [wrong] = of(check(province, dirty), "T7-SUM")
    assert (wrong.severity, wrong.address) == ("error", "B7")
    assert "应换届村数（村党组织）为200" in wrong.sentence
    assert "应为199，相差1。" in wrong.sentence


def test_due_villages_are_those_of_the_division_table(province, filler):
    revision = books.stage(
        province.county_a,
        filler,
        "T7",
        [row(due_count=5, party_doing=2, committee_waiting=2)],
        MONTH,
    )
    assert (
        "error", "B7", "应换届村数填的是5个，与区划登记的4个村不一致，请核实。",
    ) in books.told(revision)  # fmt: skip


def test_secretaries_and_review_are_within_what_is_done(province):
    result = check(
        province,
        row(both_posts=4, sent_secretaries=3, over_60=1, rejected_count=21, settled_count=22),
    )
    assert errors(result) == {
        ("G-09", "M7"), ("G-09", "O7"), ("G-09", "Q7"), ("G-04", "W7"), ("G-04", "X7"),
    }  # fmt: skip
    reason = check(province, row(rejected_reason=None))
    assert errors(reason) == {("G-04", "AB7")}


@pytest.mark.parametrize(("typed", "is_told"), [(75, False), ("75.04%", False), (92.5, True)])
def test_rates_follow_from_villages(province, typed, is_told):
    found = of(check(province, row(party_rate=typed)), "T7-RATE")
    assert [(p.address, p.proposal) for p in found] == ([("G7", "75.00")] if is_told else [])


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (None, "有1个村没有完成换届，没有填未完成村名单。"),
        ("柳林村，矛盾大", "未完成村名单中“柳林村”没有写预计日期、包村领导。"),
        (f"{LIST}；东沟村，同上，2020-08-01，李民；石门村，同上，2020-08-01，李民",
         "未完成村名单写了3个村，按村数应为1至2个。"),
        ("李家村，矛盾大，2020.8，李民", "未完成村名单中的“李家村”，区划中没有或不止一个。"),
    ],
    ids=("no list", "half an entry", "too many", "no such village"),
)  # fmt: skip
def test_who_is_left_is_named_with_reason_day_and_leader(province, told, sentence):
    result = check(province, row(unfinished_list=told))
    errors_there = [p for p in result.problems if p.address == "Y7" and p.severity == "error"]
    assert [p.sentence for p in errors_there] == [sentence]


def test_extension_wants_its_approval(province):
    assert errors(check(province, row(extension_number=None))) == {("G-01", "AA7")}
    [unknown] = of(check(province, row(extension_number=None, term_ends_on=None)), "G-01")
    assert (unknown.severity, unknown.address) == ("warning", "Z7")
    [long] = of(check(province, row(term_ends_on=day("2019-03-31"))), "G-01")
    assert "延期已超过12个月" in long.sentence
    assert (
        of(check(province, row(term_ends_on=day("2020-12-31"), extension_number=None)), "G-01")
        == []
    )


def test_one_row_and_no_other_county(province):
    result = check(province, row(), row())
    assert [p.address for p in of(result, "D18")] == ["A8"]
    assert errors(check(province, row(county_name="丹江县")))


def test_done_does_not_shrink_and_the_blank_carries_the_month(province, filler, tmp_path):
    books.accept(province.county_a, filler, "T7", [row()], "2020-04")
    result = books.returned(province.county_a, "T7", MONTH, tmp_path)
    assert [p for p in result.problems if p.severity == "error"] == []
    values = result.rows[0].values
    assert (values["due_count"], values["party_done"], values["women"]) == (4, 3, 1)
    assert values["unfinished_villages"] == [province.villages_a[3].pk]
    fewer = row(party_done=2, party_doing=2, up_to_35=0, committee_done=3, unfinished_list=f"{LIST}；"
                "青岭镇东沟村，没人愿意干，2020.9，李民")  # fmt: skip
    revision = books.stage(province.county_a, filler, "T7", [fewer], MONTH)
    assert books.told(revision, "X14") == [
        ("warning", "C7", "村党组织已完成2个村，上期为3个，比上期少。")
    ]


def test_legacy_workbook_is_read(province, tmp_path):
    path = xls(tmp_path / "换届.xls", books.grid("T7", [row()]))
    result = checked(read_workbook(path, name=path.name), province.county_a, "T7", MONTH)
    assert result.problems == []
    assert result.rows[0].values["committee_waiting"] == 1
