"""What a password has to be, and when it has to be changed."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from portal.access.models import User
from portal.accounts import rules
from portal.accounts.passwords import initial_password
from portal.audit.models import AuditEvent
from tests import make

GOOD = "kite-Lantern-7"


@pytest.fixture
def _quick_hasher(settings):
    quick = "django.contrib.auth.hashers.MD5PasswordHasher"
    settings.PASSWORD_HASHERS = [quick, *settings.PASSWORD_HASHERS]


@pytest.fixture
def person(province):
    user = make.user("county_officer", province.county_a)
    user.full_name, user.unit_name, user.phone = "王志远", "嵩北县水利局", "15401234567"
    user.save()
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("kite-Lan7", "密码长度太短"),
        ("kitelantern77", "至少三种"),
        ("KITELANTERN77", "至少三种"),
        ("Wangzhiyuan-2020", "姓名、单位名、地名"),
        ("Wzy@20200601", "姓名、单位名、地名"),
        ("Songbei#Shuiliju1", "姓名、单位名、地名"),
        ("songbeixian@2020A", "姓名、单位名、地名"),
        ("Zuzhibu@2020", "姓名、单位名、地名"),
        ("P@ssw0rd2020!", "姓名、单位名、地名"),
        ("Admin123456!", "姓名、单位名、地名"),
        ("Qwerty-123456", "姓名、单位名、地名"),
        ("Zhongguo-1949-10-01", "姓名、单位名、地名"),
        ("15401234567-aB", "相似"),
    ],
)
def test_weak_password_is_refused_with_its_reason(person, password, why):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, person)
    assert any(why in message for message in refused.value.messages), refused.value.messages


@pytest.mark.parametrize(
    "password", [GOOD, "7-Kraniche fliegen", "夜来风雨声Spring-77", "mXq4#tVb9Lpw"]
)
def test_good_password_is_taken(person, password):
    validate_password(password, person)


def test_initial_passwords_differ_and_keep_the_rules():
    made = {initial_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        assert rules.character_kinds(password) == 3
        assert not set(password) & set("lIO01")


def change(client, new, old=make.PASSWORD):
    body = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post("/me/password/", body)


def test_password_is_changed_and_recorded(client, person):
    client.force_login(person)
    assert change(client, GOOD).status_code == 302
    person.refresh_from_db()
    assert person.check_password(GOOD)
    assert (
        AuditEvent.objects.get(verb="account.change_password").sentence == "王志远 修改了本人密码"
    )
    assert client.get("/me/").status_code == 200


def test_change_asks_for_the_present_password(client, person):
    client.force_login(person)
    answer = change(client, GOOD, old="Wrong-2020-password")
    assert answer.status_code == 422
    assert "现在的密码不正确" in answer.content.decode()


@pytest.mark.usefixtures("_quick_hasher")
def test_last_five_passwords_are_not_taken_again(client, person):
    client.force_login(person)
    old = make.PASSWORD
    chosen = [f"kite-Lantern-{n}" for n in range(6)]
    for new in chosen:
        assert change(client, new, old=old).status_code == 302
        old = new
    for used in chosen[1:]:
        answer = change(client, used, old=old)
        assert answer.status_code == 422
        assert "最近5次" in answer.content.decode()
    assert person.past_passwords.count() == rules.REMEMBERED
    assert change(client, chosen[0], old=old).status_code == 302


def test_first_login_leads_to_the_password_and_nowhere_else(client, person):
    User.objects.filter(pk=person.pk).update(must_change_password=True)
    client.post("/login/", {"username": person.username, "password": make.PASSWORD})
    for path in ("/me/", "/accounts/", "/jobs/1/"):
        assert client.get(path).url == "/me/password/"
    page = client.get("/me/password/")
    assert page.status_code == 200
    assert "须先修改密码" in page.content.decode()
    assert change(client, GOOD).status_code == 302
    assert client.get("/me/").status_code == 200


def test_logout_is_open_before_the_first_change(client, person):
    User.objects.filter(pk=person.pk).update(must_change_password=True)
    client.force_login(User.objects.get(pk=person.pk))
    assert client.post("/logout/").url == "/login/"


def test_password_of_three_months_has_to_be_changed(province, settings):
    client = Client()
    with time_machine.travel(dt.datetime(2020, 6, 1, tzinfo=dt.UTC), tick=False) as clock:
        user = make.user("viewer", province.county_a)
        clock.shift(dt.timedelta(days=89))
        client.post("/login/", {"username": user.username, "password": make.PASSWORD})
        assert client.get("/me/").status_code == 200
        clock.shift(dt.timedelta(days=1))
        client.post("/login/", {"username": user.username, "password": make.PASSWORD})
        assert client.get("/me/").headers["Location"] == "/me/password/"
        settings.PORTAL_PASSWORD_DAYS = 0
        assert client.get("/me/").status_code == 200
