"""The demo's campaigns: made once, through the actions, with something of every kind."""

import pytest

from accountability.assessment.models import IndicatorValue
from accountability.campaigns.models import Campaign, CountyTask
from accountability.management.demo_campaigns import run_campaigns
from tests import make

pytestmark = pytest.mark.django_db


def test_the_campaigns_are_made_once_and_show_every_state(province):
    make.user("province_officer", province.province, username="province")
    for county in (province.county_a, province.county_b, province.county_c):
        make.user("county_officer", county, username=f"a{county.code[:6]}")
    assert run_campaigns(print) == "专项2个，3个县"
    assert run_campaigns(print) == ""
    ended, going_on = Campaign.objects.order_by("begins_on")
    assert (ended.state, going_on.state) == ("closed", "issued")
    states = set(CountyTask.objects.filter(campaign=going_on).values_list("state", flat=True))
    assert states == {"not_begun", "under_way", "reported", "returned", "confirmed"}
    may = IndicatorValue.objects.filter(indicator="campaign_tasks", period="2020-05")
    assert [(one.numerator, one.denominator) for one in may.order_by("county")] == [
        (7, 7), (6, 7), (6, 7),
    ]  # fmt: skip
