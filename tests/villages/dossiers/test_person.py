"""The record of a person, and what lies under the mask."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from portal.access.sealing import mask_phone, seal
from portal.audit.models import AuditEvent
from tests import make
from villages.people.models import Post, Tenure

pytestmark = pytest.mark.django_db
NUMBER, PHONE = make.id_number(4711), "15401234567"
REASON = "核对花名册中的身份证号"


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def person(province):
    person = make.person("李红伟", number=NUMBER)
    person.phone_sealed, person.phone_masked = seal(PHONE), mask_phone(PHONE)
    person.save()
    make.posting(province.villages_a[0], who=person)
    return person


def urls(person) -> tuple[str, str, str]:
    return tuple(
        reverse(f"villages:{name}", args=[person.pk])
        for name in ("person", "person-id", "person-phone")
    )  # type: ignore[return-value]


def test_the_record_is_masked_and_opening_it_is_noted(person, filler):
    text = browser(filler).get(urls(person)[0]).content.decode()
    assert "李红伟" in text
    assert "嵩北县青岭镇双河村" in text
    assert NUMBER not in text
    assert PHONE not in text
    assert person.id_masked in text
    event = AuditEvent.objects.get(verb="person.view")
    assert event.sentence == f"{filler.full_name} 查看了 李红伟 的干部档案"
    assert event.county_id == person.postings.get().county_id


def test_the_record_is_that_of_the_day_asked(person, filler):
    person.postings.update(started_on=dt.date(2018, 3, 1), ended_on=dt.date(2019, 6, 1))
    url = urls(person)[0]
    page = browser(filler).get(f"{url}?on=2019-01-01").text
    assert "在任" in page
    assert "2019-06-01" not in page
    assert "2019-06-01" in browser(filler).get(url).text
    assert "没有驻村经历" in browser(filler).get(f"{url}?on=2018-01-01").text
    assert "日期应写成2020-05-31的样子。" in browser(filler).get(f"{url}?on=昨天").text


def test_who_may_not_reveal_is_offered_no_form(person, filler, signer):
    assert "查看（留痕）" not in browser(filler).get(urls(person)[0]).content.decode()
    assert "查看（留痕）" in browser(signer).get(urls(person)[0]).content.decode()


@pytest.mark.parametrize(("place", "number"), [(1, NUMBER), (2, PHONE)])
def test_a_number_is_shown_once_for_a_reason_and_noted(person, signer, place, number):
    client = browser(signer)
    answer = client.post(urls(person)[place], {"reason": REASON})
    assert answer.status_code == 200
    assert number in answer.content.decode()
    event = AuditEvent.objects.get(verb="person.reveal")
    assert event.subject_id == str(person.pk)
    assert REASON in event.sentence
    assert number not in event.sentence + str(event.detail)
    assert number not in client.get(urls(person)[0]).content.decode()


def test_a_number_comes_as_a_fragment_where_htmx_asks(person, signer):
    answer = browser(signer).post(
        urls(person)[1], {"reason": REASON}, headers={"HX-Request": "true"}
    )
    text = answer.content.decode()
    assert NUMBER in text
    assert "<html" not in text
    assert 'id="id_number"' in text


@pytest.mark.parametrize("reason", ["", "  ", "看看", "长" * 201])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
def test_without_a_reason_nothing_is_shown_and_nothing_noted(person, signer, reason, headers):
    answer = browser(signer).post(urls(person)[1], {"reason": reason}, headers=headers)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "事由" in text
    assert NUMBER not in text
    assert not AuditEvent.objects.filter(verb="person.reveal").exists()


def test_who_fills_in_may_not_reveal(person, filler):
    assert browser(filler).post(urls(person)[1], {"reason": REASON}).status_code == 403


def test_the_outsider_finds_nobody(person, outsider):
    client = browser(outsider)
    record, number, phone = urls(person)
    assert client.get(record).status_code == 404
    for url in (number, phone):
        assert client.post(url, {"reason": REASON}).status_code == 404
    assert not AuditEvent.objects.filter(verb="person.reveal").exists()


def test_a_person_of_two_counties_shows_each_only_its_own(province, person, filler, outsider):
    make.posting(province.villages_b[0], who=person, role="member")
    mine = browser(filler).get(urls(person)[0]).content.decode()
    theirs = browser(outsider).get(urls(person)[0]).content.decode()
    assert ("双河村" in mine, "丹江县" in mine) == (True, False)
    assert ("丹江县" in theirs, "嵩北县青岭镇" in theirs) == (True, False)


def test_a_missing_number_is_said(person, signer):
    person.phone_sealed = None
    person.save()
    answer = browser(signer).post(urls(person)[2], {"reason": REASON})
    assert answer.status_code == 422
    assert "没有登记联系电话。" in answer.content.decode()


def test_tenures_are_shown(province, signer):
    person = make.person("周建平")
    post = Post.objects.create(
        division=province.county_a, county=province.county_a, title="county_head"
    )
    Tenure.objects.create(post=post, person=person, valid_from=make.LONG_AGO)
    text = browser(signer).get(urls(person)[0]).content.decode()
    assert "县长" in text
    assert "没有驻村经历" in text
