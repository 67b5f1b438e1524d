"""Thresholds change forward only, by somebody's word, after a look at whose colour changes."""

import datetime as dt

import pytest

from accountability.assessment import actions
from accountability.assessment.indicators import indicator_on
from accountability.assessment.models import IndicatorThreshold, IndicatorValue
from portal.audit.models import AuditEvent
from tests import make

PRESENCE = indicator_on("presence", dt.date(2020, 5, 31))
OVERDUE = indicator_on("overdue", dt.date(2020, 5, 31))
RECALL = indicator_on("recall", dt.date(2020, 5, 31))
URL = "/config/indicators/presence/"
GIVEN = {
    "green": "80", "yellow": "70", "valid_from": "2020-05-01", "source": "某文件〔2020〕1号",
    "is_official": "on",
}  # fmt: skip


def change(by, definition=PRESENCE, **more):
    current = IndicatorThreshold.objects.filter(indicator=definition.code).last()
    wanted = {
        "green_at": 0.8, "yellow_at": 0.7, "valid_from": dt.date(2020, 5, 1), "source": "某文件",
        "is_official": True,
    }  # fmt: skip
    seen = more.pop("seen", current and current.pk)
    new = actions.NewThresholds(**(wanted | more))
    return actions.change_thresholds(definition=definition, new=new, seen=seen, by=by, at=make.NOON)


@pytest.mark.parametrize(
    ("definition", "more", "said"),
    [
        (PRESENCE, {"yellow_at": 0.9}, "不能高于"),
        (OVERDUE, {}, "不能低于"),
        (PRESENCE, {"valid_from": dt.date(2015, 4, 1)}, "不能倒改"),
        (PRESENCE, {"seen": 0}, "刚刚被别人改过"),
        (RECALL, {}, "只作情况反映"),
    ],
)
def test_thresholds_that_make_no_sense_are_refused(officer, definition, more, said):
    with pytest.raises(actions.ThresholdError, match=said):
        change(officer, definition, **more)


def test_change_ends_the_old_and_is_on_record(officer):
    made = change(officer)
    old = IndicatorThreshold.objects.get(indicator="presence", valid_to=made.valid_from)
    assert old.green_at == 0.95
    event = AuditEvent.objects.get(verb="indicator.change_thresholds")
    assert "不低于80%为绿，不低于70%为黄，低于70%为红" in event.sentence


def test_page_shows_who_changes_colour_before_it_saves(client, province, officer):
    for county, met in ((province.county_a, 90), (province.county_b, 99)):
        IndicatorValue.objects.create(
            indicator="presence", period="2020-05", county=county, numerator=met,
            denominator=100, rule="x", computed_at=make.NOON,
        )  # fmt: skip
    client.force_login(officer)
    listed = client.get("/config/indicators/").content.decode()
    assert "不低于95%为绿" in listed
    assert "村级集体经济发展情况统计表" in listed
    seen = IndicatorThreshold.objects.get(indicator="presence").pk
    shown = client.post(URL, {**GIVEN, "seen": seen})
    page = shown.content.decode()
    assert "有1个县变色（共2个县评色）" in page
    assert "嵩北县" in page
    assert "丹江县" not in page
    assert IndicatorThreshold.objects.filter(indicator="presence").count() == 1, "only shown"
    saved = client.post(URL, {**GIVEN, "seen": seen, "save": "1"})
    assert saved.status_code == 302
    assert IndicatorThreshold.objects.get(indicator="presence", valid_to=None).green_at == 0.8
    wrong = client.post(URL, {**GIVEN, "yellow": "90"})
    assert wrong.status_code == 422
    assert "黄的界限不能高于绿的界限" in wrong.content.decode()
    assert client.get("/config/indicators/recall/").status_code == 200
    assert client.get("/config/indicators/nothing/").status_code == 404
