"""Facts of periods, read through the pointers as of a day."""

import datetime as dt

import pytest
from django.urls import reverse

from accountability.intake.models import Pointer
from accountability.intake.queries.reported import newest, reported, source_of
from accountability.ledgers.models import EconomyRow
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(province, filler):
    """Report one village's income of 2018 and 2019."""
    for year, income in (("2018", 3), ("2019", 6)):
        revision = make.current_revision("T5", year, province.county_a, by=filler)
        EconomyRow.objects.create(
            revision=revision, county=province.county_a, village=province.villages_a[0],
            row_no=7, key="v", raw=[], operating_income=income,
        )  # fmt: skip


def test_rows_are_those_of_periods_that_began_by_the_day(told, officer):
    as_of_2018 = reported(EconomyRow, officer, until=dt.date(2018, 12, 31))
    assert [row.operating_income for row in as_of_2018] == [3]
    newer = newest(reported(EconomyRow, officer), "village")
    assert [(row.period, row.operating_income) for row in newer] == [("2019", 6)]


def test_a_revision_no_pointer_names_any_more_is_not_told(told, officer):
    Pointer.objects.filter(revision__period="2019").update(closed_at=dt.datetime.now(dt.UTC))
    newer = newest(reported(EconomyRow, officer), "village")
    assert [row.period for row in newer] == ["2018"]


def test_others_see_nothing_and_the_source_leads_to_the_cell(told, officer, outsider):
    assert not reported(EconomyRow, outsider).exists()
    row = reported(EconomyRow, officer).get(revision__period="2019")
    source = source_of(row, "operating_income", officer)
    assert source.words == "T5 2019年 第7行"
    assert source.url == reverse("intake:cell", args=[row.revision_id, 7, "operating_income"])
