"""Places, persons and postings."""

from tests import make
from tests.architecture.objects import CANARY, World, parameter
from villages.people.models import Unit
from villages.postings.models import Posting


@parameter("division_id")
def division(world: World) -> object:
    return world.county_a.pk


@parameter("county_id")
def county(world: World) -> object:
    return world.county_a.pk


@parameter("village_id")
def village(world: World) -> object:
    return world.places.villages_a[0].pk


@parameter("person_id")
def person(world: World) -> object:
    posting = make.posting(world.places.villages_a[1], source_note=CANARY)
    return posting.person_id


@parameter("posting_id")
def posting(world: World) -> object:
    return make.posting(world.places.villages_a[2], source_note=CANARY).pk


@parameter("unit_id")
def unit(world: World) -> object:
    placed = Unit.objects.create(name="嵩北县水利局", level="county", division=world.county_a)
    Posting.objects.filter(
        pk=make.posting(world.places.villages_a[3], source_note=CANARY).pk
    ).update(unit=placed)
    return placed.pk
