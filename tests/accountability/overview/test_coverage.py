"""Pages of coverage say what their indicators say, and name who and what is left."""

import datetime as dt

import pytest
from django.urls import reverse

from accountability.assessment import rollup
from accountability.assessment.models import IndicatorValue
from accountability.intake.rules import Period
from accountability.ledgers.models import GuaranteeRow, TalentRow, TrainingRow
from accountability.supervision.models import VisitRow
from tests import make
from villages.branches.models import Branch

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
QUARTER = Period.parse("2020Q1")


def rows(model, revision, *values):
    for number, one in enumerate(values, 6):
        model.objects.create(
            revision=revision, county=revision.county, row_no=number, key=str(number), raw=[], **one
        )


def kept(*codes):
    """Return what the indicators keep: numerator and denominator over all counties."""
    for code in codes:
        rollup.recompute(code, QUARTER, counties=None, at=make.NOON)
    found = IndicatorValue.objects.filter(indicator__in=codes, period=str(QUARTER))
    return {one.indicator: (one.numerator, one.denominator) for one in found}


def shown(client, name, **query):
    return client.get(reverse(f"overview:{name}"), {"p": str(QUARTER), **query})


def test_visits_agree_with_their_indicators_and_name_what_is_left(
    client, province, filler, officer
):
    one, two, *_ = province.villages_a
    went = {"visitor_name": "王部长", "township": province.town_a}
    early = make.current_revision("T13", "2019Q4", province.county_a, by=filler)
    rows(
        VisitRow, early,
        {**went, "village": one, "visitor_level": "县", "visited_on": dt.date(2019, 11, 5)},
        {**went, "village": two, "visitor_level": "县", "visited_on": dt.date(2016, 1, 5)},
    )  # fmt: skip
    rows(
        VisitRow, make.current_revision("T13", str(QUARTER), province.county_a, by=filler),
        {**went, "village": one, "visitor_level": "县", "visited_on": dt.date(2020, 2, 5)},
        {**went, "visitor_level": "市", "visited_on": dt.date(2020, 3, 1)},
    )  # fmt: skip
    figures = kept("walked_villages", "walked_townships", "walked_counties")
    client.force_login(officer, backend=BACKEND)
    for code, (met, weight) in figures.items():
        found = shown(client, "visits", level=code).context
        assert (sum(line["place"].met for line in found["places"]), len(found["places"])) == (
            met, weight,
        )  # fmt: skip
    page = shown(client, "visits").content.decode()
    assert "2019-11-05 王部长" in page
    assert "东沟村" in page
    assert "还没有走到" in page
    assert "丹江县" in page, "who reported nothing is named, not counted"
    assert "自2017年9月1日起累计（官方表述待核）" in page
    lines = shown(client, "visits").context["lines"]
    assert sum(row["line"].weight for row in lines) == figures["walked_villages"][1]
    assert "未报" in [row["text"] for row in lines], (
        "a unit that reported nothing stays in the table"
    )
    area = client.get(reverse("villages:division", args=[province.county_a.pk])).content.decode()
    assert "三个走遍" in area
    village = client.get(reverse("villages:village", args=[one.pk])).content.decode()
    assert "王部长到村走访" in village


def test_training_agrees_with_its_indicator_and_tells_who_was_trained(
    client, province, filler, officer
):
    one, two, *_ = province.villages_a
    for village, name in ((one, "甲"), (two, "乙")):
        Branch.objects.create(
            village=village, county=village.county, name="支部", secretary_name=name,
            valid_from=make.LONG_AGO,
        )  # fmt: skip
    rows(
        GuaranteeRow, make.current_revision("T11", "2019", province.county_a, by=filler),
        {"village": one, "village_name": "双河村", "secretaries_count": 1, "heads_count": 1},
        {"village": two, "village_name": "东沟村", "secretaries_count": 1, "heads_count": 0},
    )  # fmt: skip
    there = {"part": "trainee", "is_counted": True, "village": one}
    rows(
        TrainingRow, make.current_revision("T10", str(QUARTER), province.county_a, by=filler),
        {**there, "person_name": "甲", "post": "村党组织书记"},
        {**there, "person_name": "甲", "post": "村党组织书记"},
    )  # fmt: skip
    figure = kept("training")["training"]
    client.force_login(officer, backend=BACKEND)
    found = shown(client, "training").context["places"]
    assert figure == (1, 3)
    places = [line["place"] for line in found]
    assert (sum(p.met for p in places), sum(p.weight for p in places)) == figure
    told = {line["place"].label: line["people"] for line in found}
    assert told["双河村"].is_secretary_trained
    assert told["双河村"].names == ["甲（村党组织书记）"]
    assert (told["东沟村"].secretary, told["东沟村"].is_secretary_trained) == ("乙", False)


def test_services_page_and_class_list(client, province, filler, officer):
    served = {"part": "service", "village": province.villages_a[0], "subject": "果树修剪"}
    rows(
        TalentRow, make.current_revision("T20", str(QUARTER), province.county_a, by=filler),
        {**served, "served_on": dt.date(2020, 2, 6), "served_count": 9},
    )  # fmt: skip
    attended = {"part": "trainee", "course_name": "示范班", "person_name": "甲"}
    rows(
        TrainingRow, make.current_revision("T10", str(QUARTER), province.county_a, by=filler),
        {"part": "course", "course_name": "示范班", "trainees_count": 2,
         "ended_on": dt.date(2020, 2, 8)},
        {**attended, "post": "村主任", "is_counted": True},
        {"part": "course", "course_name": "空班", "ended_on": dt.date(2020, 3, 8)},
    )  # fmt: skip
    assert kept("expert_service") == {"expert_service": (1, 4)}
    client.force_login(officer, backend=BACKEND)
    page = shown(client, "services").content.decode()
    assert "果树修剪" in page
    classes = client.get(reverse("ledgers:courses"))
    assert {tab.label: tab.count for tab in classes.context["tabs"]}["没有参训名单"] == 1
    listed = {
        row.record.course_name: row.record for row in classes.context["table"].page.object_list
    }
    assert (listed["示范班"].listed_count, listed["示范班"].heads_count) == (1, 1)


def test_nothing_reported_says_so_and_unknown_levels_are_not_found(client, province, officer):
    client.force_login(officer, backend=BACKEND)
    assert "还没有接收的报表" in client.get(reverse("overview:visits")).content.decode()
    kept_quarter = IndicatorValue(
        indicator="walked_villages", period=str(QUARTER), county=province.county_a, numerator=0,
        denominator=0, parts={}, revisions=[], rule="H-07/2017", computed_at=make.NOON,
    )  # fmt: skip
    kept_quarter.save()
    assert shown(client, "visits", level="nothing").status_code == 404
    assert shown(client, "visits").status_code == 200
