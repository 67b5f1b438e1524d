"""Who gets in, who does not, and what they are told."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.hashers import get_hasher
from django.db import connection
from django.test import Client
from django.urls import reverse

from portal.access.models import User
from portal.audit.models import AuditEvent
from tests import make

LOGIN = "/login/"
MONDAY = dt.datetime(2020, 6, 1, 1, 0, tzinfo=dt.UTC)  # nine o'clock in China


def attempt(client, name, password=make.PASSWORD, **more):
    return client.post(LOGIN, {"username": name, "password": password}, **more)


def sentence(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def client():
    return Client(REMOTE_ADDR="10.1.2.3")


def test_right_password_opens_the_page_that_was_asked_for(client, filler):
    answer = client.get("/me/")
    assert answer.url == "/login/?next=/me/"
    answer = client.post(
        LOGIN, {"username": filler.username, "password": make.PASSWORD, "next": "/me/"}
    )
    assert answer.status_code == 302
    assert answer.url == "/me/"
    assert client.get("/me/").status_code == 200


def test_login_leads_to_no_other_site(client, filler):
    answer = client.post(
        LOGIN,
        {"username": filler.username, "password": make.PASSWORD, "next": "https://evil.test/"},
    )
    assert answer.url == "/"


def test_answer_does_not_tell_whether_the_account_exists(client, filler):
    User.objects.filter(pk=make.user("viewer", filler.grants.get().area).pk).update(is_active=False)
    closed = User.objects.get(is_active=False)
    known = attempt(client, filler.username, "Wrong-2020-password")
    unknown = attempt(client, "nobody", "Wrong-2020-password")
    disabled = attempt(client, closed.username)
    assert known.status_code == unknown.status_code == disabled.status_code == 422
    bodies = {
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", sentence(answer)).replace(name, "")
        for answer, name in (
            (known, filler.username),
            (unknown, "nobody"),
            (disabled, closed.username),
        )
    }
    assert len(bodies) == 1
    assert "账号或密码不正确" in bodies.pop()


def test_name_nobody_has_costs_the_same_hashing_as_a_known_one(client, filler, monkeypatch):
    hashed = []
    hasher = get_hasher()
    encode = type(hasher).encode
    verify = type(hasher).verify

    def counted(kind, function):
        def call(self, *args, **kwargs):
            hashed.append(kind)
            return function(self, *args, **kwargs)

        return call

    monkeypatch.setattr(type(hasher), "encode", counted("hash", encode))
    monkeypatch.setattr(type(hasher), "verify", counted("hash", verify))
    counts = []
    for name, address in ((filler.username, "10.0.0.1"), ("nobody", "10.0.1.1")):
        hashed.clear()
        attempt(client, name, "Wrong-2020-password", REMOTE_ADDR=address)
        counts.append(len(hashed))
    assert counts[0] == counts[1] >= 1


def test_fifth_failure_locks_for_a_quarter_of_an_hour_and_says_until_when(client, filler, settings):
    settings.PORTAL_HELP = "县委组织部信息员"
    with time_machine.travel(MONDAY, tick=False) as clock:
        for _ in range(4):
            assert attempt(client, filler.username, "Wrong-2020-password").status_code == 422
        fifth = attempt(client, filler.username, "Wrong-2020-password")
        assert fifth.status_code == 429
        assert "请在9点16分以后再试" in sentence(fifth)
        assert "县委组织部信息员" in sentence(fifth)
        clock.shift(dt.timedelta(minutes=10))
        right = attempt(client, filler.username)
        assert right.status_code == 429
        assert "请在9点16分以后再试" in sentence(right)
        assert attempt(client, filler.username, REMOTE_ADDR="10.9.9.9").status_code == 302
        clock.shift(dt.timedelta(minutes=6))
        assert attempt(client, filler.username).status_code == 302


def test_name_nobody_has_is_locked_in_the_same_words(client, db):
    with time_machine.travel(MONDAY, tick=False):
        for _ in range(4):
            attempt(client, "nobody", "Wrong-2020-password")
        fifth = attempt(client, "nobody", "Wrong-2020-password")
    assert fifth.status_code == 429
    assert "请在9点16分以后再试" in sentence(fifth)


@pytest.mark.django_db(transaction=True)
def test_of_twenty_parallel_guesses_five_are_tried(province):
    user = make.user("viewer", province.county_a)

    def guess(number):
        try:
            answer = attempt(
                Client(REMOTE_ADDR="10.1.2.3"), user.username, f"Wrong-2020-guess{number}"
            )
            return answer.status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = sorted(pool.map(guess, range(20)))
    assert answers == [422] * 4 + [429] * 16
    counted = AccessAttempt.objects.get(username=user.username)
    assert counted.failures_since_start == 5
    assert AuditEvent.objects.filter(verb="login.failed").count() == 4
    assert AuditEvent.objects.filter(verb="login.locked").count() == 16


def test_success_forgets_earlier_failures(client, filler):
    for _ in range(3):
        for _ in range(4):
            attempt(client, filler.username, "Wrong-2020-password")
        assert attempt(client, filler.username).status_code == 302
        client.post("/logout/")


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, "", "' OR 1=1 --", "😀", "\ud800"])
def test_strange_names_are_answered_like_any_other(client, db, name):
    body = {"username": name.encode("utf-8", "replace").decode(), "password": "Wrong-2020-x"}
    assert client.post(LOGIN, body).status_code == 422


def test_address_behind_our_proxy_is_the_one_the_proxy_saw(client, filler, settings):
    settings.PORTAL_PROXIES = 1
    forged = {"HTTP_X_FORWARDED_FOR": "1.1.1.1, 10.7.7.7", "REMOTE_ADDR": ""}
    attempt(client, filler.username, "Wrong-2020-password", **forged)
    assert AuditEvent.objects.get(verb="login.failed").ip == "10.7.7.7"


def test_address_written_by_the_client_is_not_believed(client, filler):
    attempt(client, filler.username, "Wrong-2020-password", HTTP_X_FORWARDED_FOR="1.1.1.1")
    assert AuditEvent.objects.get(verb="login.failed").ip == "10.1.2.3"


def test_login_failure_and_logout_are_in_the_audit_trail(client, filler):
    attempt(client, filler.username, "Wrong-2020-password")
    attempt(client, "Secret-typed-here", "Wrong-2020-password")
    attempt(client, filler.username)
    client.post("/logout/")
    told = list(AuditEvent.objects.order_by("pk").values_list("verb", "actor", "sentence"))
    assert told == [
        ("login.failed", "未登录者", f"账号 {filler} 登录失败"),
        ("login.failed", "未登录者", "不存在的账号 Se… 登录失败"),
        ("login.done", str(filler), f"{filler.full_name} 登录了系统"),
        ("login.ended", str(filler), f"{filler.full_name} 退出了系统"),
    ]


def test_logout_is_by_post_and_empties_the_browser(client, filler):
    client.force_login(filler)
    assert client.get("/logout/").status_code == 405
    answer = client.post("/logout/")
    assert answer.url == LOGIN
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/me/").status_code == 302


def test_pages_behind_the_login_are_kept_in_no_cache(client, filler):
    client.force_login(filler)
    assert "no-store" in client.get("/me/")["Cache-Control"]
    assert "no-store" in client.get("/accounts/")["Cache-Control"]  # a refusal too


def test_initial_password_that_lay_about_is_refused(client, filler):
    User.objects.filter(pk=filler.pk).update(
        must_change_password=True, password_changed_at=MONDAY - dt.timedelta(days=8)
    )
    with time_machine.travel(MONDAY):
        assert "初始密码已过期" in sentence(attempt(client, filler.username))
        wrong = attempt(client, filler.username, "Wrong-2020-password")
    assert "初始密码已过期" not in sentence(wrong)


def test_health_is_answered_without_the_database(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get(reverse("healthz")).content == b"ok"
