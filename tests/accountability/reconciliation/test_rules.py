"""Every rule finds its planted contradiction and is silent about what only looks like it."""

import pytest
from django.db import connection

from accountability.reconciliation.checks import RULES
from accountability.reconciliation.finding import found, hits
from accountability.reconciliation.gathering import Ground
from bench.checks import world
from bench.checks.planting import Spot, unguarded
from bench.checks.plants import PLANTS, missing
from tests import make
from villages.places.models import Level


@pytest.fixture
def spots(province, officer) -> tuple[Spot, Spot]:
    """A clean province, and a place for a plant and for a near miss in two of its counties."""
    plain = {}
    for county, town in (
        (province.county_a, province.town_a),
        (province.county_b, province.town_b),
    ):
        plain[county.pk] = make.division("新庄村", Level.VILLAGE, town)
    world.build(officer)

    def spot(county, villages, away_county, away):
        return Spot(
            county.pk, villages[0].pk, villages[1].pk, plain[county.pk].pk, away_county.pk,
            away[2].pk,
        )  # fmt: skip

    places = province
    return (
        spot(places.county_a, places.villages_a, places.county_b, places.villages_b),
        spot(places.county_b, places.villages_b, places.county_a, places.villages_a),
    )


def told() -> set[tuple[object, ...]]:
    with found(RULES.values(), Ground()) as (cursor, _):
        return {(rule, county, key) for rule, county, _, _, key, *_ in hits(cursor)}


def test_every_rule_has_its_plant():
    assert missing() == set()


def test_clean_province_has_no_contradiction(spots):
    assert told() == set()


@pytest.mark.parametrize("rule", sorted(PLANTS))
def test_planted_is_found_and_the_near_miss_is_not(spots, rule):
    here, there = spots
    with unguarded():
        expected = PLANTS[rule].contradiction(here)
        PLANTS[rule].near_miss(there)
    assert rule in {key[0] for key in expected}
    assert told() == set(expected)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
