"""The invented province: its shape, its names, and that it is the same for the same seed."""

import csv
import doctest
import gzip
import io
from collections import Counter, defaultdict

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from portal.access.sealing import fingerprint, unseal
from portal.audit.models import AuditEvent
from portal.copying import copy_rows
from villages.branches.models import Branch
from villages.demo import branches, cadres, draws, postings, province, synthetic
from villages.demo.load import load_demo_province
from villages.demo.postings import DemoSeat
from villages.demo.province import RARE_NAMES, DemoProvince, city_names, invent
from villages.people.models import Person, Tenure, Unit
from villages.places.loading import reporting
from villages.places.models import (
    Division,
    Kind,
    Level,
    PovertyStatus,
    ReportingLine,
    VillageType,
)
from villages.postings.models import Posting

EDITION = reporting.SHIPPED.parent / "henan_divisions_2023.csv.gz"


@pytest.fixture(scope="module")
def whole() -> DemoProvince:
    return invent("1")


@pytest.mark.parametrize("module", [draws, synthetic, province, branches, cadres, postings])
def test_examples_hold(module):
    assert doctest.testmod(module).failed == 0


def test_the_province_has_the_real_size_and_shape(whole):
    levels = Counter(place.level for place in whole.places)
    assert (levels["province"], levels["city"]) == (1, 18)
    assert 2300 < levels["township"] < 2700
    assert 44_000 < levels["village"] < 48_000
    counties = [county for county in whole.counties if not county.is_zone]
    assert len(counties) == 158
    assert len(whole.counties) - len(counties) == 6
    assert Counter(county.register for county in counties) == {
        "national": 38,
        "provincial": 15,
        "": 105,
    }
    assert sum(county.is_deep for county in counties) == 4
    assert sum(county.reports_to_province for county in counties) == 10
    batches = Counter(county.batch_year for county in counties if county.batch_year)
    assert batches == {2016: 3, 2017: 3, 2018: 33, 2019: 14}
    kinds = Counter(item.kind for item in whole.types)
    assert 3_650 < kinds["poor"] < 3_800
    assert 1_200 < kinds["deep"] < 1_270
    assert 1_000 < kinds["weak"] < 1_400


def test_teams_are_of_three_but_for_a_planned_few(whole):
    poor = {item.village_code for item in whole.types if item.kind == "poor"}
    weak = {
        item.village_code: item.valid_from
        for item in whole.types
        if item.kind == "weak" and item.valid_to is None and item.village_code not in poor
    }
    assert 300 < len(weak) < 600
    seats = [DemoSeat(code, "", weak.get(code)) for code in sorted(poor | weak.keys())]
    sent = list(postings.postings("1", seats))
    assert 12_700 < len(sent) < 13_300
    here = [item for item in sent if item.ended_on is None]
    teams = Counter(item.village_code for item in here)
    assert teams.keys() == poor | weak.keys()
    assert set(teams.values()) == {2, 3}
    assert 30 < sum(size == 2 for size in teams.values()) < 80
    led = Counter(item.village_code for item in here if item.role == "first_secretary")
    assert set(led.values()) == {1}
    vacant = teams.keys() - led.keys()
    assert 20 < len(vacant) < 50
    left = {item.village_code for item in sent if item.ended_on and item.role != "member"}
    assert vacant <= left
    assert all(item.due_on.year - item.started_on.year in (2, 3) for item in sent)
    assert sum(item.due_on < postings.AS_KNOWN_ON for item in here) < 200


def test_no_city_or_county_bears_a_real_name(whole):
    with gzip.open(EDITION, "rt", encoding="utf-8") as lines:
        real = {row["name"] for row in csv.DictReader(lines) if row["code"].endswith("000000")}
    invented = {county.name for county in whole.counties} | set(city_names().values())
    assert invented & real == {"省直辖县级行政区划"}
    stems = {name[:-1] for name in real}
    assert not {name[:-1] for name in invented if len(name) == 3} & stems
    assert all(place.code.startswith("99") for place in whole.places)


def test_names_repeat_as_they_do_in_reality(whole):
    in_county: dict[str, Counter[str]] = defaultdict(Counter)
    in_town: dict[str, Counter[str]] = defaultdict(Counter)
    for place in whole.places:
        if place.level == "village" and place.name.endswith("村"):
            in_county[place.county_code][place.name] += 1
            in_town[place.parent_code][place.name] += 1
    total = sum(sum(names.values()) for names in in_county.values())
    repeated = sum(n for names in in_county.values() for n in names.values() if n > 1)
    assert 0.04 < repeated / total < 0.09
    assert 10 < sum(max(names.values()) > 1 for names in in_town.values()) < 60


def test_villages_that_must_be_told_apart_are_in_their_town(whole):
    names = {place.code: place.name for place in whole.places}
    typed = {item.village_code for item in whole.types}
    by_town = Counter((code[:9], names[code]) for code in typed)
    assert max(by_town.values()) == 1


def test_rare_characters_occur_in_poor_villages(whole):
    rare = {place.code: place.name for place in whole.places if place.name in RARE_NAMES}
    assert sorted(rare.values()) == sorted(RARE_NAMES)
    poor = {item.village_code for item in whole.types if item.kind == "poor"}
    assert rare.keys() <= poor


def test_the_same_seed_gives_the_same_province_and_another_another():
    one, again, other = invent("7", limit=5), invent("7", limit=5), invent("8", limit=5)
    assert one == again
    assert one.places != other.places


def test_nobody_s_number_can_be_somebody_s():
    people = [synthetic.person("1", str(number)) for number in range(3000)]
    for person in people:
        assert person.id_number[:3] == "990"
        assert person.id_number[6:14] == f"{person.born_on:%Y%m%d}"
        assert synthetic.check_digit(person.id_number[:17]) == person.id_number[17]
        assert (int(person.id_number[16]) % 2 == 1) == (person.sex == "男")
        assert person.phone.startswith("1540")
        assert person.name not in synthetic.HOLDERS_OF_OFFICE
    assert len({person.id_number for person in people}) == len(people)
    assert len({person.name for person in people}) > 2000


def facts() -> list[tuple[object, ...]]:
    """Return what was loaded, without keys and what is sealed anew each time."""
    queries = (
        Division.objects.values_list("code", "name", "parent__code", "county__code", "kind"),
        VillageType.objects.values_list("village__code", "kind", "valid_from", "valid_to"),
        Branch.objects.values_list("village__code", "name", "secretary_name", "members_count"),
        Person.objects.values_list("id_fingerprint", "name", "birth_month", "phone_masked"),
        Posting.objects.values_list(
            "village__code", "person__id_fingerprint", "unit__name", "role", "started_on",
            "ended_on", "end_reason",
        ),
        Tenure.objects.values_list("post__division__code", "person__name", "valid_from"),
    )  # fmt: skip
    return [row for query in queries for row in sorted(query, key=str)]


@pytest.mark.django_db
def test_loading_writes_one_province_once():
    out = io.StringIO()
    call_command("load_demo_province", counties=8, stdout=out)
    assert "演示省：驻村" in out.getvalue()
    before, events = facts(), AuditEvent.objects.count()
    again = io.StringIO()
    call_command("load_demo_province", seed="9", stdout=again)
    assert "没有写入任何内容" in again.getvalue()
    assert (facts(), AuditEvent.objects.count()) == (before, events)
    for model in (Division, Person, Unit):
        assert not model.objects.filter(is_demo=False).exists()


@pytest.mark.django_db
def test_what_is_loaded_hangs_together():
    load_demo_province(limit=8, by=None, at=timezone.now())
    counties = Division.objects.places().filter(level=Level.COUNTY)
    offices = Division.objects.filter(kind=Kind.CITY_OWN)
    cities = Division.objects.filter(level=Level.CITY).exclude(code__startswith="9990")
    assert (counties.count(), offices.count()) == (8, cities.count())
    assert ReportingLine.objects.count() == 8 + offices.count()
    assert Tenure.objects.filter(post__county__in=offices).count() == 2 * offices.count()
    assert PovertyStatus.objects.filter(division__in=counties).exists()
    posting = Posting.objects.select_related("person", "village__county", "unit").first()
    assert posting is not None
    assert posting.county == posting.village.county
    assert fingerprint(unseal(bytes(posting.person.id_sealed))) == posting.person.id_fingerprint
    assert posting.person.id_masked.startswith("990*")
    required = VillageType.objects.filter(kind="poor").values("village")
    seated = Posting.objects.filter(
        village__in=required, role="first_secretary", ended_on=None
    ).count()
    assert 0.95 < seated / required.count() < 1
    assert Branch.objects.count() == Division.objects.filter(level=Level.VILLAGE).count()
    event = AuditEvent.objects.get(verb="demo.load")
    assert event.detail["seed"] == "1"


@pytest.mark.django_db
def test_loading_twice_from_nothing_gives_the_same():
    with transaction.atomic():
        load_demo_province(limit=3, by=None, at=timezone.now())
        first = facts()
        transaction.set_rollback(True)
    assert not Division.objects.exists()
    load_demo_province(limit=3, by=None, at=timezone.now())
    assert facts() == first


@pytest.mark.django_db
def test_copied_text_comes_back_as_it_was():
    rows = [("a\tb", r"\N \. \\", "x\ny\r", None, b"\x00\xff\\"), ("", "垚", "'", "", b"")]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE copied (a text, b text, c text, d text, e bytea)")
        assert copy_rows(cursor, "COPY copied FROM STDIN", rows, batch=1) == 2
        cursor.execute("SELECT * FROM copied ORDER BY b DESC")
        found = [(*row[:4], bytes(row[4])) for row in cursor.fetchall()]
    assert sorted(found, key=str) == sorted(rows, key=str)
