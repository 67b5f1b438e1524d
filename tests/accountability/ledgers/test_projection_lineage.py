"""Postings that a change of divisions carried on stay where they are when rosters are read anew."""

import datetime as dt

import pytest
from django.db import connection

from accountability.ledgers.projection import rebuild
from tests import make
from tests.accountability.intake.sheets import t1_row
from tests.accountability.intake.staged import roster
from villages.places.models import Division, DivisionChange, Level
from villages.places.queries import lineage
from villages.postings.actions import carry_postings
from villages.postings.models import Posting

CHANGE = dt.date(2020, 7, 1)


def become(*pairs: tuple[Division, Division]) -> None:
    """Let old villages become new ones on CHANGE and carry postings, as loading an edition does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE succession (old_id bigint, new_id bigint, is_single boolean)"
        )
        olds = [old.pk for old, _ in pairs]
        for old, new in pairs:
            Division.objects.filter(pk=old.pk).update(valid_to=CHANGE)
            DivisionChange.objects.create(
                predecessor=old, successor=new, changed_on=CHANGE, change="merged"
            )
            single = olds.count(old.pk) == 1
            cursor.execute("INSERT INTO succession VALUES (%s, %s, %s)", [old.pk, new.pk, single])
        carry_postings(cursor, CHANGE)
        cursor.execute("DROP TABLE succession")


def village(town: Division, name: str, code: str) -> Division:
    made = make.division(name, Level.VILLAGE, town, code=code)
    Division.objects.filter(pk=made.pk).update(valid_from=CHANGE)
    return made


def places() -> dict[str, str]:
    rows = Posting.objects.order_by("started_on").values_list("person__name", "village__name")
    return dict(rows)


@pytest.fixture
def two(province, officer):
    """Two first secretaries in two villages; one left before the change."""
    gone = {"离任日期": dt.datetime(2020, 5, 20), "离任原因": "调整"}  # noqa: DTZ001
    rows = [t1_row(1, "双河村"), t1_row(2, "东沟村"), t1_row(3, "东沟村", 队内职务="队员", **gone)]
    roster(rows, province.county_a, officer)
    return [row["姓 名"] for row in rows]


def test_a_merger_carries_the_posting_and_a_rebuild_leaves_it_there(province, officer, two):
    old, kept = province.villages_a[1], province.villages_a[2]
    become((old, kept))
    carried = Posting.objects.get(person__name=two[1])
    assert carried.village == kept
    assert kept.pk in lineage(old)
    before = places()
    for _ in range(2):
        rebuild(province.county_a.pk)
        assert places() == before == {two[0]: "双河村", two[1]: "石门村", two[2]: "东沟村"}
    assert Posting.objects.get(person__name=two[1]).source_revision_id


def test_a_chain_of_changes_is_followed_to_its_end(province, officer, two):
    third = village(province.town_a, "新石门村", "990121101299")
    become((province.villages_a[1], province.villages_a[2]))
    become((province.villages_a[2], third))
    rebuild(province.county_a.pk)
    assert places()[two[1]] == "新石门村"


def test_a_split_village_keeps_its_posting_until_a_roster_says_where_it_went(
    province, officer, two
):
    old, one, other = province.villages_a[1:4]
    become((old, one), (old, other))
    rebuild(province.county_a.pk)
    assert places()[two[1]] == "东沟村"
    assert {one.pk, other.pk} <= set(lineage(old))


def test_a_later_roster_under_the_new_name_makes_no_second_posting(province, officer, two):
    become((province.villages_a[1], province.villages_a[2]))
    roster([t1_row(2, "石门村")], province.county_a, officer, period="2020-07")
    assert Posting.objects.filter(person__name=two[1]).count() == 1
    assert places()[two[1]] == "石门村"


def test_a_village_moved_to_another_county_takes_its_posting_along(province, officer, two):
    there = village(province.town_b, "东沟新村", "990221101299")
    become((province.villages_a[1], there))
    moved = Posting.objects.get(person__name=two[1])
    assert moved.county == province.county_b
    for county in (province.county_a, province.county_b):
        rebuild(county.pk)
    again = Posting.objects.get(person__name=two[1])
    assert (again.pk, again.village, again.source_revision_id) == (
        moved.pk, there, moved.source_revision_id,
    )  # fmt: skip
    row = t1_row(2, "东沟新村", 乡镇="河口镇", 职务职级="正处")
    revision = roster([row], province.county_b, officer, period="2020-07")
    spoken = Posting.objects.get(person__name=two[1])
    assert (spoken.pk, spoken.rank, spoken.source_revision_id) == (moved.pk, "正处", revision.pk)
    revision.submission.pointers.update(closed_at=make.NOON, closed_by=officer)
    rebuild(province.county_b.pk)
    back = Posting.objects.get(person__name=two[1])
    assert (back.rank, back.source_revision_id) == (moved.rank, moved.source_revision_id)
