"""Rosters become persons, units and postings; undo gives back what was there before."""

import datetime as dt

import pytest

from accountability.intake.actions.errors import RegistryError
from accountability.intake.actions.pointing import point_to
from accountability.ledgers.projection import rebuild
from portal.access.scope import acting_as
from portal.access.sealing import fingerprint, unseal
from tests import make
from tests.accountability.intake.sheets import id_number, t1_grid, t1_row
from tests.accountability.intake.staged import roster, staged
from villages.people.models import Person, Unit
from villages.postings.models import Posting

LI = id_number("99012119850615105")


def told(county) -> list[tuple[object, ...]]:
    """Return all that a roster decides about a county's postings and people."""
    return list(
        Posting.objects.filter(county=county)
        .order_by("village__code", "person__id_fingerprint", "started_on")
        .values_list(
            "person__id_fingerprint", "person__name", "person__party_status",
            "person__phone_masked", "village__code", "role", "level", "unit__name", "rank",
            "is_detached", "is_relation_moved", "started_on", "due_on", "ended_on", "end_reason",
            "source_revision_id", "source_row",
        )
    )  # fmt: skip


def test_a_first_roster_makes_persons_units_and_postings(province, officer):
    row = t1_row(1, 派出单位="省林业局", 队内职务="驻村第一书记")
    revision = roster([row], province.county_a, officer)
    posting = Posting.objects.select_related("person", "unit").get()
    assert (posting.source_revision_id, posting.source_row) == (revision.pk, 6)
    assert posting.village == province.villages_a[0]
    assert (posting.role, posting.level, posting.started_on, posting.ended_on) == (
        "first_secretary", "province", dt.date(2019, 1, 15), None,
    )  # fmt: skip
    assert (posting.unit.name, posting.unit.level) == ("省林业局", "province")
    person = posting.person
    assert person.id_fingerprint == fingerprint(str(row["身份证号码"]))
    assert unseal(person.id_sealed) == row["身份证号码"]
    assert unseal(person.phone_sealed) == row["联系电话"]
    assert person.phone_masked == "154****0001"
    assert person.initials == "zeg"


def test_the_registry_gets_back_what_a_roster_replaced(province, officer):
    who = make.person("李四", number=LI)
    base = make.posting(province.villages_a[0], who=who, rank="科员", due_on=dt.date(2021, 1, 1))
    before = told(province.county_a)
    revision = roster(
        [
            t1_row(
                1,
                **{
                    "姓 名": "李四",
                    "身份证号码": LI,
                    "出生\n年月": "1985.06",
                    "到村日期": dt.datetime(2019, 1, 10),  # noqa: DTZ001
                    "离任日期": dt.datetime(2020, 5, 20),  # noqa: DTZ001
                    "离任原因": "调整",
                },
            ),
            t1_row(2, "东沟村"),
        ],
        province.county_a,
        officer,
    )
    assert Posting.objects.count() == 2
    base.refresh_from_db()
    assert (base.started_on, base.ended_on, base.end_reason) == (
        dt.date(2019, 1, 10),
        dt.date(2020, 5, 20),
        "adjusted",
    )
    assert base.rank == "副处"
    assert Person.objects.get(pk=who.pk).party_status == "中共党员"
    point_to(revision.submission, None, by=officer, at=make.NOON, reason="撤销")
    assert told(province.county_a) == before
    assert Person.objects.get(pk=who.pk).source_revision_id is None


def test_undo_to_an_older_revision_of_the_same_period(province, officer):
    first = roster([t1_row(1), t1_row(2, "东沟村")], province.county_a, officer)
    after_first = told(province.county_a)
    changed = [t1_row(1, 职务职级="正处", 联系电话="15409999999"), t1_row(3, "石门村")]
    roster(changed, province.county_a, officer)
    assert told(province.county_a) != after_first
    assert Posting.objects.count() == 2
    point_to(first.submission, first, by=officer, at=make.NOON, reason="撤销")
    assert told(province.county_a) == after_first


def test_a_later_month_has_the_last_word_and_earlier_stays_remain(province, officer):
    leaving = dt.datetime(2020, 6, 10)  # noqa: DTZ001
    roster([t1_row(1), t1_row(2, "东沟村")], province.county_a, officer, period="2020-05")
    june = [
        t1_row(1, 离任日期=leaving, 离任原因="期满"),
        t1_row(3, 到村日期=leaving, 任期届满日期=dt.datetime(2022, 6, 10)),  # noqa: DTZ001
    ]
    roster(june, province.county_a, officer, period="2020-06")
    ends = dict(Posting.objects.values_list("source_row", "ended_on"))
    assert Posting.objects.count() == 3
    assert ends[6] == dt.date(2020, 6, 10)
    assert Posting.objects.get(village=province.villages_a[1]).ended_on is None


def test_rebuilding_a_county_finds_no_difference(province, officer):
    make.posting(province.villages_a[3], who=make.person("李四", number=LI))
    roster([t1_row(1), t1_row(2, "东沟村")], province.county_a, officer, period="2020-04")
    may = [
        t1_row(1, 职务职级="正处"),
        t1_row(4, "柳林村", **{"姓 名": "李四", "身份证号码": LI, "出生\n年月": "1985.06"}),
    ]
    roster(may, province.county_a, officer, period="2020-05")
    before, people = told(province.county_a), Person.objects.count()
    rebuild(province.county_a.pk)
    assert told(province.county_a) == before
    assert Person.objects.count() == people
    rebuild(province.county_a.pk)
    assert told(province.county_a) == before


def test_overlapping_first_secretaries_are_refused_and_named(province, officer):
    make.posting(province.villages_a[0], who=make.person("李四", number=LI))
    before = told(province.county_a)
    revision = staged(t1_grid([t1_row(1)]), province.county_a, officer)
    clash = revision.problems.get(cause="第一书记任期重叠")
    assert (clash.severity, clash.address) == ("error", "Q6")
    assert "李四" in clash.sentence
    with pytest.raises(RegistryError, match=r"双河村的.*李四"):
        point_to(revision.submission, revision, by=officer, at=make.NOON, reason="接收")
    assert told(province.county_a) == before


def test_swapping_two_villages_in_a_correction_is_no_overlap(province, officer):
    rows = [t1_row(1), t1_row(2, "东沟村")]
    roster(rows, province.county_a, officer)
    swapped = [{**rows[0], "行政村": "东沟村"}, {**rows[1], "行政村": "双河村"}]
    roster(swapped, province.county_a, officer)
    where = dict(Posting.objects.values_list("village__name", "person__name"))
    assert where == {"东沟村": "张二国", "双河村": "张三国"}


def test_projection_works_inside_the_scope_of_the_province(province, officer):
    with acting_as(officer):
        roster([t1_row(1)], province.county_a, officer)
    assert Posting.objects.count() == 1


def test_a_known_unit_above_the_county_is_used(province, officer):
    unit = Unit.objects.create(name="省水利厅", level="province", division=province.province)
    roster([t1_row(1)], province.county_a, officer)
    assert Posting.objects.get().unit == unit
    assert Unit.objects.count() == 1


def test_masked_numbers_of_the_template_stand_for_the_known_ones(province, officer):
    who = make.person("李四", number=LI)
    make.posting(province.villages_a[0], who=who)
    row = t1_row(
        1,
        **{
            "姓 名": "李四",
            "身份证号码": who.id_masked,
            "出生\n年月": "1985.06",
            "联系电话": "154****0001",
        },
    )
    revision = roster([row], province.county_a, officer)
    assert revision.errors_count == 0
    assert Posting.objects.get().person == who
    assert Person.objects.count() == 1
