"""Postings: one first secretary a village, everything as of a day."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from portal.access.models import User
from tests import make
from villages.places.models import ReportingLine
from villages.postings.models import Posting

pytestmark = pytest.mark.django_db
NEW_YEAR = dt.date(2020, 1, 1)


@pytest.mark.parametrize(
    ("started_on", "ended_on"),
    [
        (dt.date(2020, 6, 1), None),
        (dt.date(2018, 1, 1), None),
        (dt.date(2018, 1, 1), dt.date(2019, 1, 2)),
        (dt.date(2019, 1, 1), NEW_YEAR),
    ],
)
def test_a_village_never_has_two_first_secretaries(province, started_on, ended_on):
    make.posting(province.villages_a[0], started_on=dt.date(2019, 1, 1))
    with pytest.raises(IntegrityError, match="posting_one_first_secretary"), transaction.atomic():
        make.posting(province.villages_a[0], started_on=started_on, ended_on=ended_on)


def test_one_may_follow_the_other_on_the_same_day(province):
    make.posting(province.villages_a[0], ended_on=NEW_YEAR, end_reason="expired")
    make.posting(province.villages_a[0], started_on=NEW_YEAR)
    make.posting(province.villages_a[0], role="member")
    make.posting(province.villages_a[1])
    assert Posting.objects.count() == 4


def test_a_posting_ends_after_it_begins(province):
    with pytest.raises(IntegrityError, match="posting_ends_after"), transaction.atomic():
        make.posting(province.villages_a[0], ended_on=dt.date(2019, 1, 1))


def test_who_served_on_a_day_and_during_a_month(province):
    before = make.posting(province.villages_a[0], ended_on=NEW_YEAR, end_reason="expired")
    after = make.posting(province.villages_a[0], started_on=NEW_YEAR)
    eve = NEW_YEAR - dt.timedelta(1)
    assert list(Posting.objects.as_of(eve)) == [before]
    assert list(Posting.objects.as_of(NEW_YEAR)) == [after]
    december = Posting.objects.during(dt.date(2019, 12, 1), eve)
    assert list(december) == [before]
    both = Posting.objects.during(dt.date(2019, 12, 31), NEW_YEAR)
    assert set(both) == {before, after}


def test_a_county_that_changes_its_city_changes_hands_without_touching_its_rows(province, reviewer):
    make.posting(province.villages_a[0])
    assert Posting.objects.visible_to(reviewer).count() == 1
    line = ReportingLine.objects.get(division=province.county_a)
    line.valid_to = NEW_YEAR
    line.save()
    ReportingLine.objects.create(
        division=province.county_a, parent=province.city_2, valid_from=NEW_YEAR
    )
    again = User.objects.get(pk=reviewer.pk)
    other = make.user("city_reviewer", province.city_2)
    assert Posting.objects.visible_to(again).count() == 0
    assert Posting.objects.visible_to(other).count() == 1
