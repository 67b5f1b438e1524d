"""The search: by name, first letters and code, within the user's area, along an index."""

import doctest

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.access.models import Grant
from portal.audit.models import AuditEvent
from portal.ui import grams, search
from tests import make
from villages.people.models import Unit
from villages.places.models import Division
from villages.places.pinyin import initials, initials_of_person

pytestmark = pytest.mark.django_db
PAGE = reverse("overview:search")


@pytest.fixture
def posted(province):
    for place in Division.objects.all():
        Division.objects.filter(pk=place.pk).update(
            initials=initials(place.name), short_name=place.name
        )
    for village, name in ((province.villages_a[0], "李红伟"), (province.villages_b[0], "李红旗")):
        person = make.person(name)
        person.initials = initials_of_person(name)
        person.save()
        make.posting(village, who=person)


def found(user, words: str) -> dict[str, list[str]]:
    client = Client()
    client.force_login(user)
    answer = client.get(PAGE, {"q": words})
    assert answer.status_code == 200
    groups = answer.context["groups"]
    return {group.source.label: [hit.title for hit in group.hits] for group in groups}


@pytest.mark.parametrize(
    ("words", "label", "titles"),
    [
        ("双河", "村", ["双河村"]),
        ("河村", "村", ["双河村"]),
        ("双", "村", ["双河村"]),
        ("shc", "村", ["双河村"]),
        ("SHC", "村", ["双河村"]),
        ("ｓｈｃ", "村", ["双河村"]),
        ("990121101200", "村", ["双河村"]),
        ("青岭 双河", "村", ["双河村"]),
        ("青岭", "市县乡", ["青岭镇"]),
        ("990121", "市县乡", ["嵩北县", "青岭镇"]),
        ("红伟", "干部", ["李红伟"]),
        ("lhw", "干部", ["李红伟"]),
        ("水利", "单位", ["省水利厅"]),
    ],
)
def test_what_a_county_finds(province, filler, posted, words, label, titles):
    assert found(filler, words)[label] == titles


def test_nobody_finds_what_lies_elsewhere(province, officer, filler, outsider, posted):
    assert found(officer, "李红")["干部"] == ["李红旗", "李红伟"]
    assert found(filler, "李红")["干部"] == ["李红伟"]
    assert found(outsider, "李红")["干部"] == ["李红旗"]
    assert "村" not in found(outsider, "990121101200")
    make.submission("T1", "2020-05", province.county_a)
    assert found(filler, "嵩北 T1")["上报"] == ["嵩北县 驻村第一书记和工作队员花名册"]
    assert "上报" not in found(outsider, "嵩北 T1")
    assert "采集任务" not in found(outsider, "T1")


def test_persons_and_villages_are_found_by_who_may_see_them(province, posted):
    guest = make.user("attendee", province.county_a)
    assert found(guest, "李红伟") == found(guest, "双河") == {}
    assert found(make.user("system_admin", province.province), "李红伟") == {}


def test_a_role_elsewhere_does_not_widen_the_search(province, posted):
    guest = make.user("attendee", province.province)
    Grant.objects.create(
        user=guest, role="viewer", area=province.county_b, valid_from=make.LONG_AGO,
        granted_at=make.NOON,
    )  # fmt: skip
    assert found(guest, "李红")["干部"] == ["李红旗"]


@pytest.mark.parametrize("words", ["", " ", "%", "_", "\\", "'", "\0", "x" * 500, "不存在的村"])
def test_words_that_find_nothing_find_nothing(province, officer, posted, words):
    assert found(officer, words) == {}


def test_a_search_that_shows_persons_is_noted_and_masks_numbers(province, officer, posted):
    found(officer, "双河")
    assert not AuditEvent.objects.filter(verb="person.search").exists()
    number = make.id_number(41)
    make.posting(province.villages_a[1], who=make.person("王建国", number=number))
    assert found(officer, number)["干部"] == ["王建国"]
    event = AuditEvent.objects.get(verb="person.search")
    assert number not in event.sentence + str(event.detail)


def test_a_search_costs_the_same_whatever_is_found(province, officer, posted):
    client = Client()
    client.force_login(officer)

    def cost(words: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE, {"q": words})
        return len(queries)

    before = cost("河")
    for number in range(20):
        make.division(f"河湾{number}村", "village", province.town_a)
        Unit.objects.create(name=f"河务局{number}", level="city")
    assert cost("河") == before
    assert before < 25


def test_names_are_found_along_an_index(province):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SELECT search_grams('双河村'), search_grams(''), search_grams('A')")
        village, nothing, letter = cursor.fetchone()
    assert (set(village), nothing, letter) == ({"双河", "河村", "^双"}, [], ["^a"])
    plan = Division.objects.filter(name__has="双河").explain()
    assert "division_name_grams" in plan


def test_examples_hold():
    assert doctest.testmod(search).failed == doctest.testmod(grams).failed == 0
