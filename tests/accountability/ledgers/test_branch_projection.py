"""T8 and T14 make who holds the offices of a village; undone, what stood before is back."""

import datetime as dt

import pytest
from django.db import connection

from accountability.intake.actions.pointing import point_to
from accountability.ledgers.projection.branches import settle_branches
from tests import make
from tests.accountability.ledgers import books, test_lookback
from villages.branches.actions import carry_branches
from villages.branches.models import Branch, OfficeHolder
from villages.places.models import Division, DivisionChange

Day = dt.date


def day(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.fixture
def branch(province):
    return Branch.objects.create(
        village=province.villages_a[0], county=province.county_a, name="双河村党支部",
        secretary_name="老王", secretary_source="local", valid_from=make.LONG_AGO,
    )  # fmt: skip


def elected(province, by, *rows, period="2020Q1"):
    return books.accept(province.county_a, by, "T8", list(rows), period)


def told(province, by, *rows, period="2020-05"):
    lines = [
        {"division_name": "青岭镇双河村", "post_title": "村党组织书记", "is_poor_county": "是",
         "is_delisted": "否"} | row
        for row in rows
    ]  # fmt: skip
    return books.accept(province.county_a, by, "T14", lines, period)


def secretary(branch) -> tuple[str, str, dt.date | None]:
    branch.refresh_from_db()
    return branch.secretary_name, branch.secretary_source, branch.secretary_since


def held(office="secretary") -> list[tuple[str, dt.date, dt.date | None]]:
    rows = OfficeHolder.objects.filter(office=office).order_by("valid_from")
    return list(rows.values_list("name", "valid_from", "valid_to"))


def test_the_newly_elected_secretary_and_where_they_come_from(province, filler, branch):
    revision = elected(province, filler, test_lookback.row(background="机关下派"))
    assert secretary(branch) == ("王大", "sent", Day(2019, 6, 1))
    [one] = OfficeHolder.objects.all()
    assert (one.source_revision_id, one.source_note) == (revision.pk, "T8 2020Q1")
    assert (branch.source_revision_id, branch.source_row) == (revision.pk, one.source_row)
    point_to(revision.submission, None, by=filler, at=make.NOON, reason="撤销")
    assert secretary(branch) == ("老王", "local", None)
    assert branch.before is None
    assert not OfficeHolder.objects.exists()


def test_one_person_in_both_offices_and_a_village_without_branch(province, filler):
    row = test_lookback.row("东沟村", post="一肩挑", background="第一书记兼")
    revision = elected(province, filler, row, test_lookback.row("东沟村", "李二", post="村委委员"))
    made = Branch.objects.get(village=province.villages_a[1])
    assert (made.secretary_name, made.secretary_source) == ("王大", "first_secretary")
    assert held("head") == [("王大", Day(2019, 6, 1), None)]
    assert held("committee_member") == [("李二", Day(2019, 6, 1), None)]
    point_to(revision.submission, None, by=filler, at=make.NOON, reason="撤销")
    assert not Branch.objects.exists()


def test_who_follows_whom(province, filler, branch):
    elected(province, filler, test_lookback.row())
    told(
        province, filler,
        {"person_name": "王大", "started_on": day("2019-06-01"), "ended_on": day("2020-03-01"),
         "whereabouts": "调整"},
        {"person_name": "赵三", "started_on": day("2020-04-01")},
    )  # fmt: skip
    assert held() == [
        ("王大", Day(2019, 6, 1), Day(2020, 3, 1)), ("赵三", Day(2020, 4, 1), None),
    ]  # fmt: skip
    assert OfficeHolder.objects.get(name="王大").background == "能人", "T8 says where from"
    assert secretary(branch) == ("赵三", "", Day(2020, 4, 1))


def test_an_end_nobody_told_is_the_next_ones_beginning(province, filler, branch):
    told(province, filler, {"person_name": "甲", "started_on": day("2018-01-01")}, period="2020-04")
    told(province, filler, {"person_name": "乙", "started_on": day("2020-05-04")})
    first = OfficeHolder.objects.get(name="甲")
    assert (first.valid_to, first.is_end_told) == (Day(2020, 5, 4), False)
    assert secretary(branch)[0] == "乙"


def test_a_vacancy_is_told_or_follows_from_a_leaving(province, filler, branch):
    revision = told(province, filler, {"person_name": None, "vacant_from": day("2020-05-11")})
    assert secretary(branch) == ("", "", Day(2020, 5, 11))
    point_to(revision.submission, None, by=filler, at=make.NOON, reason="撤销")
    assert secretary(branch)[0] == "老王"
    left = {"started_on": day("2016-01-01"), "ended_on": day("2020-05-02"), "whereabouts": "退休"}
    again = told(province, filler, {"person_name": "老王", **left}, period="2020-04")
    assert secretary(branch) == ("", "", Day(2020, 5, 2))
    point_to(again.submission, None, by=filler, at=make.NOON, reason="撤销")
    told(province, filler, {"person_name": "别人", **left}, period="2020-03")
    assert secretary(branch)[0] == "老王", "somebody else's leaving empties nothing"


def test_the_same_again_changes_nothing(province, filler, branch):
    elected(province, filler, test_lookback.row())
    before = (secretary(branch), branch.before, held())
    settle_branches(province.county_a.pk)
    assert (secretary(branch), branch.before, held()) == before


def test_a_village_that_became_another_keeps_its_officers(province, filler, branch):
    elected(province, filler, test_lookback.row())
    old, new = province.villages_a[:2]
    change = Day(2020, 7, 1)
    Division.objects.filter(pk=old.pk).update(valid_to=change)
    DivisionChange.objects.create(
        predecessor=old, successor=new, changed_on=change, change="merged"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE succession ON COMMIT DROP AS"
            f" SELECT {old.pk}::bigint AS old_id, {new.pk}::bigint AS new_id, true AS is_single"
        )
        carry_branches(cursor, change)
    settle_branches(province.county_a.pk)
    now = Branch.objects.get(village=new, valid_to=None)
    assert (now.secretary_name, now.before["secretary_name"]) == ("王大", "老王")
    assert OfficeHolder.objects.get().village == new
