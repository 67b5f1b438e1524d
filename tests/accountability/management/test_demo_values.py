"""What the demo's counties send: every sheet's filler passes the checks of its own sheet."""

from dataclasses import replace

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from accountability.intake import trial
from accountability.intake.declare import SHEETS
from accountability.intake.models import CollectionTask, Submission
from accountability.intake.rules import State
from accountability.management import demo_month
from accountability.management.demo_plan import FIRST, FURTHER, Round, counties_of
from accountability.management.demo_reporting import report, workbook
from accountability.management.demo_values import FILL
from accountability.management.demo_values.planned import (
    PLANNED,
    REGISTERED,
    contradictions,
)
from villages.demo.accounts import make_accounts
from villages.demo.load import load_demo_province
from villages.places.models import Division, Kind, Level, VillageType

pytestmark = pytest.mark.django_db
# What the invented registry has of itself: empty posts, small teams, no case at all.
NATURAL = {"X1", "X3", "S2", "EMPTY"}


@pytest.fixture
def few_counties(db):
    load_demo_province(limit=3, by=None, at=timezone.now())


def latest() -> list[Round]:
    """Return the newest round of every sheet."""
    found: dict[str, Round] = {}
    for one in (*FIRST, *FURTHER):
        found.setdefault(one.sheet, one)
    return list(found.values())


def older() -> list[Round]:
    """Return the rounds of years before, which are filled by other words."""
    return [one for one in FURTHER if one.is_sample and one.period.first_day.year < 2020]


def test_what_is_planned_and_kept_names_a_rule():
    kept = contradictions()
    assert {one.kept_as for one in PLANNED.values()} - {""} <= kept
    assert {"X1-NONE", "X3-TEAM", "X9-REPORT", "X16-CLAIM"} <= kept


def headers(path) -> set[object]:
    book = load_workbook(path)
    return {
        cell for row in book.worksheets[0].iter_rows(max_row=7, values_only=True) for cell in row
    }


def test_every_sheet_has_a_filler_and_a_round():
    assert set(FILL) == set(SHEETS) == {one.sheet for one in latest()}
    assert all(one.sheet in SHEETS for one in (*FIRST, *FURTHER))


def test_what_a_county_sends_has_no_error_and_planned_warnings_only(
    few_counties, tmp_path, monkeypatch
):
    monkeypatch.setitem(PLANNED, "broken", replace(PLANNED["broken"], counties=0))
    poor = VillageType.objects.filter(kind="poor").values("county_id")
    county = Division.objects.filter(pk__in=poor, level=Level.COUNTY).order_by("code").first()
    assert county is not None
    allowed = NATURAL | REGISTERED.keys() | {one.rule for one in PLANNED.values()} | {"D-04"}
    wrong = []
    own = Division.objects.get(kind=Kind.CITY_OWN, parent=county.parent)
    rounds = [(one, county) for one in (*latest(), *older())]
    rounds += [(one, own) for one in latest() if SHEETS[one.sheet].asks_city]
    assert all(own.code in counties_of(one) for one, whose in rounds if whose == own)
    for one, county in rounds:
        task, _ = CollectionTask.objects.get_or_create(
            sheet_code=one.sheet,
            period=str(one.period),
            defaults={"due_at": one.due, "opened_at": one.opened},
        )
        submission = Submission.objects.create(task=task, county=county, due_at=one.due)
        path = tmp_path / f"{one.sheet}.xlsx"
        path.write_bytes(workbook(submission, one.due.date()))
        if one.sheet == "T6":
            assert ("群众满意度" in headers(path)) == (one in older())
        tried = trial.try_file(
            path, name=path.name, sheet=SHEETS[one.sheet], county=county, period=one.period
        )
        assert tried.rows or one.sheet == "T4", one.sheet
        wrong += [
            (one.sheet, found.rule, found.message)
            for found in tried.findings
            if found.severity == "error"
            or (found.severity == "warning" and found.rule not in allowed)
        ]
    assert wrong == []


def test_a_workbook_is_brought_in_once(few_counties, settings):
    settings.PORTAL_DEMO = True
    make_accounts(at=timezone.now())
    one = next(one for one in FURTHER if one.sheet == "T14")
    waiting = demo_month._missing(one)
    assert waiting
    assert not CollectionTask.objects.exists(), "asked for only when its turn comes"
    demo_month._open(one)
    assert demo_month._missing(one) == waiting
    _, county = next(
        (round_, code)
        for round_, code in waiting
        if (ending := round_.ending(code)) and ending.state == State.ACCEPTED
    )
    report(one, county)
    submission = Submission.objects.get(task__sheet_code="T14", county__code=county)
    assert submission.state == State.ACCEPTED
    assert submission.uploads.count() == 1
    assert (one, county) not in demo_month._missing(one)
    report(one, county)
    assert submission.uploads.count() == 1


def test_a_sample_asks_its_counties_only(few_counties, settings):
    make_accounts(at=timezone.now())
    one = next(one for one in FURTHER if one.is_sample)
    demo_month._open(one)
    counties = demo_month._missing(one)
    assert (
        0
        < len(counties)
        <= Submission.objects.count()
        <= Division.objects.filter(level=Level.COUNTY).count()
    )
