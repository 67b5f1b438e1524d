"""Villages by their economy: two years side by side, and each year's components on their page."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accountability.assessment import rollup
from accountability.assessment.models import IndicatorValue
from accountability.intake.rules import Period
from accountability.ledgers.models import EconomyRow
from tests import make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def income(business, subsidy=0, **more):
    """Return the parts of a year's row; the village earns `business` and is given `subsidy`."""
    business, subsidy = Decimal(business), Decimal(subsidy)
    words = ("空壳村", "无收益") if not business else ("薄弱村", "5万元以下")
    weakness, group = ("否", "5—10万元") if business >= 5 else words
    return {
        "income_business": business, "income_contract": 0, "income_investment": 0,
        "income_other": 0, "income_subsidy": subsidy, "income_total": business + subsidy,
        "operating_income": business, "weakness": weakness, "income_class": group,
        "support_province": 50,
    } | more  # fmt: skip


def report(county, year, by, rows):
    """Make a year's rows current; rows by their village."""
    revision = make.current_revision("T5", year, county, by=by)
    for number, (village, values) in enumerate(rows.items(), 6):
        EconomyRow.objects.create(
            revision=revision, county=county, row_no=number, key=village.code, raw=[],
            village=village, sheet_name="T5", **values,
        )  # fmt: skip


@pytest.fixture
def reported(province, filler):
    one, two, three, _ = province.villages_a
    report(province.county_a, "2018", filler, {one: income("0.5"), two: income("6")})
    report(
        province.county_a, "2019", filler,
        {one: income("3", "9"), two: income("5.5"), three: income("0", "1")},
    )  # fmt: skip
    return province


def counts(page):
    return {tab.label: tab.count for tab in page.context["tabs"]}


def test_tabs_count_villages_and_who_did_not_report(client, reported, officer):
    client.force_login(officer, backend=BACKEND)
    page = client.get(reverse("ledgers:economy"))
    assert counts(page) == {"全部": 8, "空壳村": 1, "薄弱村": 1, "5万元以上": 1, "未报": 5}
    weak = client.get(reverse("ledgers:economy"), {"tab": "weak"}).content.decode()
    assert "双河村" in weak
    assert "+2.50" in weak, "the year before stands beside it"
    assert "总收入超过上年5倍" in weak, "0.5 became 12"
    assert "收入以补助为主" in weak
    for code, label in (("hollow", "空壳村"), ("thin", "薄弱村")):
        rollup.recompute(code, Period.parse("2019"), counties=None, at=make.NOON)
        kept = IndicatorValue.objects.get(indicator=code, period="2019")
        assert kept.numerator == counts(page)[label], "list and indicator say the same"
    earlier = client.get(reverse("ledgers:economy"), {"year": "2018"})
    assert counts(earlier)["未报"] == 6


def test_list_sorts_by_income_and_its_queries_do_not_grow(client, reported, officer):
    client.force_login(officer, backend=BACKEND)
    page = client.get(reverse("ledgers:economy"), {"sort": "-operating", "year": "2019"})
    amounts = [row.record.now for row in page.context["table"].page.object_list]
    assert [one.operating_income for one in amounts if one] == [Decimal("5.5"), 3, 0]
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("ledgers:economy"), {"tab": "empty"})
    with CaptureQueriesContext(connection) as many:
        page = client.get(reverse("ledgers:economy"), {"tab": "missing"})
    assert len(page.context["table"].page.object_list) == 5
    assert len(many) == len(few)


def test_village_page_tells_components_and_never_calls_a_subsidy_operating(
    client, reported, officer
):
    client.force_login(officer, backend=BACKEND)
    village = reported.villages_a[0]
    url = reverse("villages:village", args=[village.pk])
    page = client.get(url, {"tab": "shortfalls"}).content.decode()
    assert "剔除补助后3.00万元" in page
    assert "不含补助" in page
    assert "官方表述待核" in page
    assert "T5 2019年 第6行" in page
    assert 'aria-label="历年经营性收入：2018年 0.5万元；2019年 3万元"' in page, (
        "a picture, not text"
    )
    assert "低于5万元的为薄弱村" in page
    assert "2019年薄弱村" in client.get(url).content.decode(), "marked in the header"
    before = client.get(url, {"tab": "shortfalls", "on": "2018-12-31"}).content.decode()
    assert "T5 2019年" not in before
    assert "历年经营性收入" not in before, "one year needs no picture"


def test_village_without_a_row_says_so(client, reported, officer):
    client.force_login(officer, backend=BACKEND)
    url = reverse("villages:village", args=[reported.villages_a[3].pk])
    assert "没有报过集体经济" in client.get(url, {"tab": "shortfalls"}).content.decode()
