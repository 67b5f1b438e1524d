"""Rollups say what the rows of current revisions say, and nothing where there are none."""

import datetime as dt

import pytest

from accountability.assessment import queries, rollup
from accountability.assessment.models import IndicatorValue, ScoreRow
from accountability.assessment.rules import COVERAGE, GRADES, PRESENCE, TIMELINESS, Ratio
from accountability.intake.rules import Period
from accountability.ledgers.models import PresenceRow, RosterRow
from tests import make

MAY = Period.parse("2020-05")


def roster_row(revision, village, number, *, left_on=None, role="第一书记"):
    return RosterRow.objects.create(
        revision=revision,
        county=revision.county,
        row_no=number,
        key=str(number),
        raw=[],
        village=village,
        team_role=role,
        id_fingerprint=f"f{number}",
        arrived_on=dt.date(2019, 1, 1),
        left_on=left_on,
    )


def presence_row(revision, number, required, days, nights, *, leave=None):
    return PresenceRow.objects.create(
        revision=revision,
        county=revision.county,
        row_no=number,
        key=str(number),
        raw=[],
        required_days=required,
        days=days,
        nights=nights,
        leave_days=leave,
    )


def test_an_accepted_file_without_rows_is_not_missing(province, filler):
    for sheet, period in (("T2", "2020-05"), ("T3", "2019")):
        make.current_revision(sheet, period, province.county_a, by=filler)
    for code, period in ((PRESENCE, MAY), (GRADES, Period.parse("2019"))):
        assert rollup.recompute(code, period, counties=None, at=make.NOON) == 1
        value = IndicatorValue.objects.get(indicator=code)
        assert (value.numerator, value.denominator) == (0, 0)
        assert value.revisions


def test_coverage_counts_villages_with_exactly_one(province, filler):
    revision = make.current_revision("T1", "2020-05", province.county_a, by=filler)
    one, two, gone, none = province.villages_a
    roster_row(revision, one, 7)
    roster_row(revision, two, 8)
    roster_row(revision, two, 9)
    roster_row(revision, gone, 10, left_on=dt.date(2020, 5, 31))
    roster_row(revision, none, 11, role="队员")
    assert rollup.recompute(COVERAGE, MAY, counties=None, at=make.NOON) == 1
    value = IndicatorValue.objects.get(indicator=COVERAGE)
    assert (value.numerator, value.denominator) == (1, 4)
    assert value.parts == {"none": 2, "several": 1}
    assert value.revisions == [revision.pk]
    late = rollup.touched("T4", Period.parse("2020-01"))
    assert (COVERAGE, MAY) in late, "which villages are weak in May an old ledger may tell"


@pytest.mark.parametrize(
    ("days", "nights", "leave", "met"),
    [
        ([5, 5, 4, 5, None], [4, 4, 3, 4, None], None, 4),
        ([5, 5, 4, 4, None], [4, 4, 3, 4, None], None, 3),
        ([5, 5, 4, 4, None], [4, 4, 3, 4, None], 1, 4),
        ([5, 5, 4, 5, None], [4, 2, 3, 4, None], None, 3),
        ([5, 5, None, 5, None], [4, 4, None, 4, None], None, 3),
        ([0, 0, 0, 0, None], [0, 0, 0, 0, None], 6, 1),
    ],
)
def test_presence_counts_weeks_that_meet_days_and_nights(
    province, filler, days, nights, leave, met
):
    revision = make.current_revision("T2", "2020-05", province.county_a, by=filler)
    presence_row(revision, 7, [5, 5, 4, 5, None], days, nights, leave=leave)
    rollup.recompute(PRESENCE, MAY, counties=[province.county_a.pk], at=make.NOON)
    value = IndicatorValue.objects.get(indicator=PRESENCE)
    assert (value.numerator, value.denominator) == (met, 4)


def test_grades_keep_their_distribution(province, filler):
    revision = make.current_revision("T3", "2019", province.county_a, by=filler)
    for number, grade in enumerate(["优秀", "称职", "称职", ""]):
        ScoreRow.objects.create(
            revision=revision,
            county=revision.county,
            row_no=number,
            key=str(number),
            raw=[],
            grade=grade,
        )
    rollup.recompute(GRADES, Period.parse("2019"), counties=None, at=make.NOON)
    value = IndicatorValue.objects.get(indicator=GRADES)
    assert (value.numerator, value.denominator) == (1, 3)
    assert value.parts == {"优秀": 1, "称职": 2}


def test_missing_is_not_zero_and_timeliness_counts_what_is_owed(province, filler, officer):
    make.current_revision("T1", "2020-05", province.county_a, by=filler)
    found = queries.ratios(officer, [MAY])
    assert found[TIMELINESS, "2020-05"][province.county_a.pk] == Ratio(1, 1)
    frame = queries.county_frame(officer, MAY.last_day)
    assert [county.group for county in frame] == ["国定贫困县", "国定贫困县", "其他县（市、区）"]
    figures = queries.figures(
        found, frame, [MAY.previous(), MAY], queries.thresholds_on(MAY.last_day)
    )
    coverage = next(f for f in figures if f.indicator.code == COVERAGE)
    assert coverage.ratio is None
    assert coverage.percent is None
    assert coverage.reported == 0
    assert coverage.lamp == "none"


def test_county_reads_only_its_own_figures(province, filler, outsider):
    revision = make.current_revision("T1", "2020-05", province.county_a, by=filler)
    roster_row(revision, province.villages_a[0], 7)
    rollup.recompute(COVERAGE, MAY, counties=None, at=make.NOON)
    assert queries.ratios(outsider, [MAY]).get((COVERAGE, "2020-05"), {}) == {}
