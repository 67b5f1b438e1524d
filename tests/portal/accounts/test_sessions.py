"""How long a login lasts, and that there is one a person."""

import datetime as dt

import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from portal.access.models import User
from portal.accounts import actions
from portal.audit.models import AuditEvent
from tests import make

MONDAY = dt.datetime(2020, 6, 1, 1, 0, tzinfo=dt.UTC)
HALF_HOUR = dt.timedelta(minutes=30)


def logged_in(user):
    client = Client()
    client.post("/login/", {"username": user.username, "password": make.PASSWORD})
    return client


def told(client):
    return client.get("/login/").content.decode()


def test_login_ends_after_half_an_hour_of_silence(province):
    with time_machine.travel(MONDAY, tick=False) as clock:
        user = make.user("viewer", province.county_a)
        client = logged_in(user)
        for _ in range(3):
            clock.shift(dt.timedelta(minutes=29))
            assert client.get("/me/").status_code == 200
        clock.shift(HALF_HOUR)
        answer = client.get("/me/?x=1")
        assert answer.url == "/login/?next=/me/%3Fx%3D1"
        assert "较长时间没有操作" in told(client)
        assert client.get("/me/").status_code == 302


def test_progress_that_asks_for_itself_does_not_keep_a_login_alive(province):
    with time_machine.travel(MONDAY, tick=False) as clock:
        client = logged_in(make.user("viewer", province.county_a))
        for _ in range(31):
            clock.shift(dt.timedelta(minutes=1))
            last = client.get("/jobs/1/", headers={"HX-Request": "true"})
        assert last.headers["HX-Redirect"].startswith("/login/")


def test_login_ends_after_eight_hours_whatever_is_done(province):
    with time_machine.travel(MONDAY, tick=False) as clock:
        client = logged_in(make.user("viewer", province.county_a))
        for _ in range(23):
            clock.shift(dt.timedelta(minutes=20))
            assert client.get("/me/").status_code == 200
        clock.shift(dt.timedelta(minutes=20))
        assert client.get("/me/").status_code == 302
        assert "已满8小时" in told(client)


def test_second_login_ends_the_first_and_says_so(filler):
    first, second = logged_in(filler), logged_in(filler)
    assert second.get("/me/").status_code == 200
    assert first.get("/me/").status_code == 302
    assert "已在另一处登录" in told(first)
    event = AuditEvent.objects.get(verb="login.expired")
    assert event.sentence.startswith(f"{filler.full_name} 的登录已失效：您的账号已在另一处登录")
    assert second.get("/me/").status_code == 200
    assert first.get("/me/").status_code == 302


def test_fragment_of_an_ended_login_loads_the_login_page_and_comes_back(filler):
    first, _ = logged_in(filler), logged_in(filler)
    answer = first.get(
        "/me/",
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/jobs/3/?a=1"},
    )
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == "/login/?next=%2Fjobs%2F3%2F%3Fa%3D1"


def test_closed_account_is_out_at_once(filler, province):
    client = logged_in(filler)
    admin = make.user("system_admin", province.province)
    actions.disable_account(user=filler, reason="调离", by=admin, at=make.NOON)
    assert client.get("/me/").status_code == 302
    assert not Session.objects.filter(session_key=filler.session_key).exists()
    assert logged_in(filler).get("/me/").status_code == 302


def test_ended_grant_holds_no_more_at_the_next_click(province):
    officer = make.user("auditor", province.province)
    client = logged_in(officer)
    assert client.get("/audit/").status_code == 200
    actions.end_grant(
        grant=officer.grants.get(),
        reason="轮岗",
        by=make.user("security_admin", province.province),
        at=make.NOON,
        on=dt.date.today(),  # noqa: DTZ011
    )
    assert client.get("/audit/").status_code == 403


def test_session_key_changes_at_login_and_at_a_new_password(filler):
    client = Client()
    client.get("/login/")
    before = client.cookies.get("sessionid")
    client.post("/login/", {"username": filler.username, "password": make.PASSWORD})
    inside = client.cookies["sessionid"].value
    assert before is None or before.value != inside
    client.post(
        "/me/password/",
        {
            "old_password": make.PASSWORD,
            "new_password1": "kite-Lantern-7",
            "new_password2": "kite-Lantern-7",
        },
    )
    assert client.cookies["sessionid"].value != inside
    assert client.get("/me/").status_code == 200
    assert User.objects.get(pk=filler.pk).session_key == client.cookies["sessionid"].value


def test_what_was_sent_after_the_login_ended_leads_back_to_its_page(filler):
    client = Client()
    for referer, back in (
        ("http://testserver/reporting/submissions/3/?tab=error", "/reporting/submissions/3/"),
        ("http://elsewhere.example/x/", "/"),
    ):
        answer = client.post("/jobs/3/cancel/", headers={"Referer": referer})
        assert answer["Location"].startswith(f"/login/?next={back}")
        assert "elsewhere" not in answer["Location"]
        assert "刚才的操作没有完成" in told(client)
    inside = logged_in(filler).get("/jobs/3/cancel/")
    assert (inside.status_code, inside["Allow"]) == (405, "POST")
    assert "这个地址不能直接打开" in inside.content.decode()
