"""A county's ledgers become cases and types of villages; a pointer moved back undoes it."""

import datetime as dt

import pytest

from accountability.intake.actions.pointing import point_to
from accountability.rectification.models import HeldType, WeakCase
from accountability.rectification.projection import settle
from tests import make
from tests.accountability.ledgers import books
from tests.accountability.rectification.test_weak_sheet import ACCEPTED, day, row
from villages.places.models import DivisionChange, Level, VillageType

Day = dt.date


@pytest.fixture(autouse=True)
def secretaries(province):
    for number, village in enumerate(province.villages_a):
        make.posting(village, who=make.person(f"赵{'大二三四'[number]}"))


@pytest.fixture
def accept(province, filler):
    def accept(period, *rows):
        return books.accept(province.county_a, filler, "T4", list(rows), period)

    return accept


def types(*villages) -> list[tuple[Day, Day | None, str]]:
    rows = VillageType.objects.filter(kind="weak", village__in=villages).order_by("valid_from")
    return list(rows.values_list("valid_from", "valid_to", "source"))


def told(**more) -> list[tuple[object, ...]]:
    rows = WeakCase.objects.filter(**more).order_by("village__code", "round")
    return list(rows.values_list("village__name", "round", "stage", "group"))


def test_accepted_ledger_becomes_cases_and_types(province, accept):
    one, two, *_ = province.villages_a
    revision = accept("2020-05", row(), row("东沟村", first_secretary="赵二", **ACCEPTED))
    assert told() == [("双河村", 1, "整顿中", "mending"), ("东沟村", 1, "转化", "tracked")]
    case = WeakCase.objects.get(village=one)
    assert (case.source_revision_id, case.source_row, case.period) == (revision.pk, 6, "2020-05")
    assert (case.began_on, case.planned_on, case.steps_done) == (
        Day(2020, 2, 1),
        Day(2020, 11, 30),
        2,
    )
    assert case.missing_ones == []
    assert WeakCase.objects.get(village=two).tracked_until == Day(2021, 4, 28)
    assert types(one) == [(Day(2020, 2, 1), None, "整顿台账 2020-05")]
    assert types(two) == [(Day(2020, 2, 1), Day(2020, 4, 28), "整顿台账 2020-05")]


def test_lateness_is_counted_to_the_last_month_told(province, accept):
    late = {"opened_on": "2020-02-01", "planned_on": "2020-04-20"}
    accept("2020-04", row(**late))
    assert WeakCase.objects.get().days_late == 10
    accept("2020-05", row(**late))
    assert WeakCase.objects.get().days_late == 41, "not to the day of the server"


def test_undo_restores_what_stood_before(province, filler, accept):
    village = province.villages_a[0]
    VillageType.objects.create(
        village=village,
        county=village.county,
        kind="weak",
        valid_from=Day(2019, 1, 1),
        source="县文件",
    )
    april = accept("2020-04", row(stage="立案", steps_1=None, steps_2=None, steps_3=None))
    kept = WeakCase.objects.get()
    may = accept("2020-05", row())
    again = WeakCase.objects.get()
    assert (again.pk, again.stage, again.period) == (kept.pk, "整顿中", "2020-05")
    assert types(village) == [(Day(2020, 2, 1), None, "整顿台账 2020-05")]
    assert HeldType.objects.count() == 1

    point_to(may.submission, None, by=filler, at=make.NOON, reason="撤销")
    assert WeakCase.objects.get().stage == "立案"
    assert types(village) == [(Day(2020, 2, 1), None, "整顿台账 2020-04")]
    point_to(april.submission, None, by=filler, at=make.NOON, reason="撤销")
    assert not WeakCase.objects.exists()
    assert types(village) == [(Day(2019, 1, 1), None, "县文件")]
    assert not HeldType.objects.exists()


def test_correction_replaces_what_the_month_said(province, accept):
    village = province.villages_a[0]
    accept("2020-05", row())
    accept("2020-05", row(opened_on=day("2020-01-10"), stage="误列", remark="误列，已报批"))
    assert told() == [("双河村", 1, "撤销", "dropped")]
    assert types(village) == [(Day(2020, 1, 10), Day(2020, 5, 31), "整顿台账 2020-05")]


def test_case_before_its_opening_leaves_the_registered_type(province, accept):
    village = province.villages_a[0]
    VillageType.objects.create(
        village=village, county=village.county, kind="weak", valid_from=Day(2019, 1, 1)
    )
    bare = dict.fromkeys(
        ("opened_on", "planned_on", "measures", "steps_1", "steps_2", "steps_3", "steps_4")
    )
    accept("2020-05", row(stage="排查", **bare))
    assert told() == [("双河村", 1, "排查", "listed")]
    assert types(village) == [(Day(2019, 1, 1), None, "")]


def test_reopened_case_is_a_new_round_linked_to_the_old(province, accept):
    village = province.villages_a[0]
    accept("2020-04", row(**ACCEPTED))
    accept("2020-05", row(**ACCEPTED | {"stage": "反弹"}))
    accept("2020-06", row(stage="方案"))
    first, second = WeakCase.objects.order_by("round")
    assert told() == [("双河村", 1, "转化", "past"), ("双河村", 2, "一村一策方案", "back")]
    assert second.previous == first
    assert (second.began_on, second.relapses) == (Day(2020, 5, 1), 1)
    assert types(village) == [
        (Day(2020, 2, 1), Day(2020, 4, 28), "整顿台账 2020-04"),
        (Day(2020, 5, 1), None, "整顿台账 2020-06"),
    ]


def test_case_goes_on_in_the_village_that_followed(province, filler, accept):
    old = province.villages_a[0]
    VillageType.objects.create(
        village=old, county=old.county, kind="weak", valid_from=Day(2019, 1, 1), source="县文件"
    )
    april = accept("2020-04", row())
    new = make.division("双河新村", Level.VILLAGE, province.town_a)
    new.valid_from = old.valid_to = Day(2020, 5, 2)
    new.save(update_fields=["valid_from"])
    old.save(update_fields=["valid_to"])
    DivisionChange.objects.create(
        predecessor=old, successor=new, changed_on=Day(2020, 5, 2), change="更名"
    )
    symptoms = row()["symptoms"]
    may = accept(
        "2020-05",
        row() | {"village_name": "双河新村", "symptoms": symptoms, "first_secretary": "赵大"},
    )
    case = WeakCase.objects.get()
    assert (case.village, set(case.village_ids)) == (new, {old.pk, new.pk})
    assert types(old) == [(Day(2020, 2, 1), Day(2020, 5, 2), "整顿台账 2020-05")]
    assert types(new) == [(Day(2020, 5, 2), None, "整顿台账 2020-05")]
    for revision in (may, april):
        point_to(revision.submission, None, by=filler, at=make.NOON, reason="撤销")
    assert types(old) == [(Day(2019, 1, 1), Day(2020, 5, 2), "县文件")]
    assert types(new) == [(Day(2020, 5, 2), None, "县文件")]


def test_projection_is_a_function_of_the_pointers(province, accept):
    accept("2020-04", row(**ACCEPTED))
    accept("2020-05", row(**ACCEPTED | {"stage": "反弹"}), row("东沟村", first_secretary="赵二"))

    def everything():
        leave = ("id", "previous_id")
        cases = [
            {k: v for k, v in one.items() if k not in leave}
            for one in WeakCase.objects.order_by("village_id", "round").values()
        ]
        return cases, types(*province.villages_a)

    before = everything()
    WeakCase.objects.all().delete()
    VillageType.objects.filter(kind="weak").delete()
    settle(province.county_a.pk)
    assert everything() == before


def test_who_leads_hard_cases_is_kept(province, accept):
    accept(
        "2020-05",
        row(is_hardest="是", difficulty="难", township_leader_post="副书记"),
        row("东沟村", first_secretary="赵二", difficulty="一般"),
    )
    breaches = WeakCase.objects.order_by("village__code").values_list("breaches", flat=True)
    assert list(breaches) == [["organizer", "secretary"], []]
    accept(
        "2020-05",
        row(is_hardest="是", difficulty="难", county_leader_post="县委组织部长"),
        row("东沟村", first_secretary="赵二", difficulty="难", township_leader_post="副镇长"),
    )
    assert list(breaches.all()) == [[], []]
