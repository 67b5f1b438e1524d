"""What of the registry can be found: divisions, villages, persons, units."""

from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse

from portal.access.reader import Reader
from portal.access.roles import Permission
from portal.ui.search import Hit, Source, Words, register_source
from villages.dossiers.lists.filters import ID_DIGITS, lettered, named, placed
from villages.people.models import Person, Unit
from villages.places.models import Division, Level
from villages.postings.models import Posting

ENOUGH = 300  # hits of one word that are looked at for the best ones
WIDEST_FIRST = (Level.PROVINCE, Level.CITY, Level.COUNTY, Level.TOWNSHIP)


def best(rows: QuerySet[Any], word: str, *order: Any, field: str = "name") -> QuerySet[Any]:
    """Order by how well a name fits: the word itself, beginning with it, holding it."""
    fits = Case(
        When(**{field: word}, then=Value(0)),
        When(**{f"{field}__startswith": word}, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    some = rows.order_by().values("pk")[:ENOUGH]
    model: Any = rows.model
    found: QuerySet[Any] = model.objects.filter(pk__in=some).order_by(fits, *order, "pk")
    return found


def lying_in(words: Words) -> Q:
    """Return the condition that a place lies in what the words before the last one name."""
    condition = Q()
    for word in words.before:
        condition &= Q(parent__name__startswith=word) | Q(county__name__startswith=word)
    return condition


def find_divisions(reader: Reader, words: Words, limit: int) -> list[Hit]:
    """Find provinces, cities, counties and townships."""
    level = Case(
        *(When(level=one, then=Value(place)) for place, one in enumerate(WIDEST_FIRST)),
        output_field=IntegerField(),
    )
    rows = (
        Division.objects.visible_to(reader)
        .places()
        .filter(placed(words.last), lying_in(words), level__in=WIDEST_FIRST, valid_to__isnull=True)
    )
    found = best(rows, words.last, level, "code").select_related("parent")
    return [
        Hit(
            place.name,
            reverse("villages:division", args=[place.pk]),
            f"{place.parent.name if place.parent else ''} {place.code}".strip(),
        )
        for place in found[:limit]
    ]


def find_villages(reader: Reader, words: Words, limit: int) -> list[Hit]:
    """Find villages by name, first letters or code."""
    if words.says_little:
        return []
    rows = Division.objects.filter(
        placed(words.last),
        lying_in(words),
        county_id__in=reader.county_ids,
        level=Level.VILLAGE,
        valid_to__isnull=True,
    )
    found = best(rows, words.last, "code", field="short_name").select_related("parent", "county")
    return [
        Hit(
            village.short_name or village.name,
            reverse("villages:village", args=[village.pk]),
            f"{village.county.name} {village.parent.name} {village.code}",
        )
        for village in found[:limit]
    ]


def find_people(reader: Reader, words: Words, limit: int) -> list[Hit]:
    """Find persons by name, first letters or whole ID number."""
    is_number = len(words.last) == ID_DIGITS and words.last[:-1].isdigit()
    if words.says_little or (words.last.isdigit() and not is_number):
        return []
    rows = Person.objects.filter(named(words.last))
    if words.before:
        counties = Division.objects.filter(
            level=Level.COUNTY, pk__in=reader.county_ids, name__startswith=words.before[0]
        )
        rows = rows.filter(pk__in=Posting.objects.filter(county__in=counties).values("person"))
    found = list(best(rows.visible_to(reader), words.last, "initials")[:limit])
    places = _places(reader, [person.pk for person in found])
    return [
        Hit(
            person.name,
            reverse("villages:person", args=[person.pk]),
            places.get(person.pk, person.birth_month),
        )
        for person in found
    ]


def _places(reader: Reader, people: list[int]) -> dict[int, str]:
    """Return where the persons are or were posted last."""
    rows = Posting.objects.visible_to(reader).filter(person__in=people)
    return {
        posting.person_id: f"{posting.county.name} {posting.village.name} "
        f"{posting.get_role_display()}"
        for posting in rows.select_related("county", "village").order_by("started_on", "pk")
    }


def find_units(reader: Reader, words: Words, limit: int) -> list[Hit]:
    """Find units by name or first letters."""
    if words.says_little:
        return []
    rows = Unit.objects.visible_to(reader).filter(lettered(words.last))
    return [
        Hit(
            unit.name,
            reverse("villages:unit", args=[unit.pk]),
            f"{unit.get_level_display()}级 {unit.division.name if unit.division else ''}".strip(),
        )
        for unit in best(rows, words.last, "name").select_related("division")[:limit]
    ]


register_source(
    Source(
        key="divisions", label="市县乡", icon="map-pin", order=10,
        permission=Permission.VILLAGE_VIEW, find=find_divisions,
    )
)  # fmt: skip
register_source(
    Source(
        key="villages", label="村", icon="home-2", order=20,
        permission=Permission.VILLAGE_VIEW, find=find_villages,
    )
)  # fmt: skip
register_source(
    Source(
        key="people", label="干部", icon="user", order=30, is_personal=True,
        permission=Permission.PERSON_VIEW, find=find_people,
    )
)  # fmt: skip
register_source(
    Source(
        key="units", label="单位", icon="building-community", order=40,
        permission=Permission.VILLAGE_VIEW, find=find_units,
    )
)  # fmt: skip
