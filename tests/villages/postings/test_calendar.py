"""The weeks on post and the days that are not what their weekday says."""

import datetime as dt
import doctest
from itertools import pairwise

import pytest
from django.apps import apps

from villages.postings import rules
from villages.postings.models import CalendarDay
from villages.postings.rules import required_days, weeks_of


def test_examples_in_the_rules_hold():
    assert doctest.testmod(rules).failed == 0


def test_every_week_of_three_years_belongs_to_one_month():
    months = [dt.date(year, month, 1) for year in (2018, 2019, 2020) for month in range(1, 13)]
    mondays = [monday for month in months for monday in weeks_of(month)]
    gaps = {later - earlier for earlier, later in pairwise(mondays)}
    assert gaps == {dt.timedelta(7)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("monday", "days"),
    [
        (dt.date(2020, 5, 4), 4),  # two holidays, one Saturday worked
        (dt.date(2020, 5, 11), 5),
        (dt.date(2020, 9, 28), 3),  # 1 and 2 October
        (dt.date(2020, 10, 5), 2),  # four days off, Saturday worked
        (dt.date(2020, 1, 27), 0),  # Spring Festival, prolonged
        (dt.date(2019, 4, 29), 3),  # Labour Day of four days, Sunday worked
    ],
)
def test_required_days_follow_the_calendar(monday, days):
    exceptions = CalendarDay.objects.exceptions(monday, monday + dt.timedelta(6))
    assert required_days(monday, exceptions) == days


def test_first_and_last_week_of_a_term_count_in_part():
    monday = dt.date(2020, 5, 11)
    assert required_days(monday, {}, begins=dt.date(2020, 5, 13)) == 3
    assert required_days(monday, {}, ends=dt.date(2020, 5, 13)) == 2


@pytest.mark.django_db
def test_a_change_of_the_calendar_leaves_its_history():
    day = CalendarDay.objects.get(day=dt.date(2020, 5, 1))
    day.name = "劳动节（更正）"
    day.save()
    history = apps.get_model("villages", "CalendarDayEvent").objects.filter(pgh_obj_id=day.pk)
    names = list(history.order_by("pgh_id").values_list("name", flat=True))
    assert names == ["劳动节", "劳动节（更正）"]
