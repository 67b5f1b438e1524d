"""Dated parameters: seeded once, read by day, changed only forward, never without a source."""

import datetime as dt
import doctest
import re
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from accountability.parameters import actions, reference, rules
from accountability.parameters.models import Parameter
from accountability.parameters.queries import parameters_on
from accountability.parameters.rules import Certainty
from portal.audit.models import AuditEvent
from tests import make

URL = "/config/parameters/"


def change(by, **more):
    current = Parameter.objects.get(code="young_age_max", valid_to__isnull=True)
    wanted = {
        "number": Decimal(40), "text": "", "source": "某文件〔2020〕1号",
        "valid_from": dt.date(2020, 7, 1), "certainty": Certainty.OFFICIAL,
    }  # fmt: skip
    seen = more.pop("seen", current.pk)
    new = actions.NewValue(**(wanted | more))
    return actions.change(code="young_age_max", new=new, seen=seen, by=by, at=make.NOON)


def test_examples_hold():
    assert doctest.testmod(rules).failed == 0


def test_every_seed_is_written_down_with_its_source():
    written = Path("docs/sources.md").read_text()
    named = set(re.findall(r"^\| `(\w+)` ", written, re.MULTILINE))
    assert {seed.code for seed in reference.SEEDS} == named


def test_seeds_come_once_and_never_again(province, officer):
    change(officer)
    before = Parameter.objects.count()
    reference.fill_parameters()
    assert Parameter.objects.count() == before
    assert parameters_on(dt.date(2020, 7, 1)).whole("young_age_max") == 40


@pytest.mark.parametrize(
    ("day", "threshold", "mark"),
    [
        (dt.date(2014, 1, 1), 9, ""),
        (dt.date(2019, 12, 31), 9, ""),
        (dt.date(2020, 1, 1), 11, "（官方表述待核）"),
    ],
)
def test_the_day_decides(db, day, threshold, mark):
    value = parameters_on(day)["operating_funds_min"]
    assert (value.number, value.mark) == (threshold, mark)


def test_what_nobody_has_said_is_no_number(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = parameters_on(dt.date(2020, 5, 31))
    assert (found.number("stable_months"), str(found["stable_months"])) == (None, "未定")
    assert found.numbers("income_bounds") == [5, 10, 50, 100]
    with pytest.raises(KeyError):
        found.number("no_such_thing")


def test_a_change_ends_what_held_and_leaves_a_trace(province, officer):
    change(officer)
    assert parameters_on(dt.date(2020, 6, 30)).whole("young_age_max") == 35
    assert parameters_on(dt.date(2020, 7, 1)).whole("young_age_max") == 40
    [event] = AuditEvent.objects.filter(verb="parameter.change")
    assert "由35岁改为40岁" in event.sentence


@pytest.mark.parametrize(
    "more",
    [
        {"valid_from": dt.date(2014, 12, 31)},
        {"seen": 0},
        {
            "number": Decimal(35), "source": "通行做法，未见本省文件",
            "certainty": Certainty.UNSURE,
        },
    ],
)  # fmt: skip
def test_no_change_backwards_over_another_or_without_effect(province, officer, more):
    with pytest.raises(actions.ParameterError):
        change(officer, **more)


def test_the_officer_changes_it_on_the_page(client, province, officer):
    client.force_login(officer)
    listed = client.get(URL).content.decode()
    assert "青年党员年龄上限" in listed
    assert "官方表述待核" in listed
    current = Parameter.objects.get(code="young_age_max")
    data = {
        "value": "三十五",
        "valid_from": "2020-07-01",
        "certainty": "official",
        "seen": current.pk,
    }
    refused = client.post(f"{URL}young_age_max/", data)
    assert refused.status_code == 422
    assert "这里应填一个数" in refused.content.decode()
    assert Parameter.objects.filter(code="young_age_max").count() == 1
    done = client.post(
        f"{URL}young_age_max/", {**data, "value": "40", "source": "某文件〔2020〕1号"}
    )
    assert done.status_code == 302
    history = client.get(f"{URL}young_age_max/").content.decode()
    assert "35岁" in history
    assert "40岁" in history
    assert client.get(f"{URL}nothing/").status_code == 404


def test_a_day_is_a_day(client, province, officer):
    client.force_login(officer)
    current = Parameter.objects.get(code="walked_since")
    data = {
        "value": "2018年1月", "valid_from": "2018-01-01", "certainty": "official",
        "seen": current.pk, "source": "某文件〔2018〕1号",
    }  # fmt: skip
    refused = client.post(f"{URL}walked_since/", data)
    assert "这里应填一个日期" in refused.content.decode()
    assert client.post(f"{URL}walked_since/", {**data, "value": "2018-1-2"}).status_code == 302
    assert parameters_on(dt.date(2018, 1, 1)).day("walked_since") == dt.date(2018, 1, 2)


def test_of_two_that_said_the_same_what_was_set_stays(db):
    merge = import_module("accountability.migrations.0032_one_parameter_each").merge
    first = {"title": "自评虚高", "unit": "%", "source": "规则", "certainty": "design"}
    opened = dt.date(2015, 1, 1)
    for code, number in (("claimed_satisfaction_min", 90), ("checked_satisfaction_max", 80)):
        Parameter.objects.create(code=code, number=number, valid_from=opened, **first)
    Parameter.objects.filter(code="recheck_low").update(number=75)
    merge(apps, None)
    known = parameters_on(dt.date(2020, 5, 31))
    assert (known.whole("claim_high"), known.whole("recheck_low")) == (90, 75)
    assert known["claim_high"].title == "自评满意度达到此数才比较"
    assert not {"claimed_satisfaction_min", "checked_satisfaction_max"} & set(known)
