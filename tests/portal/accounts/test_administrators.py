"""The three administrators: each has a console, none has two, none does business."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from portal.access.models import Grant, User
from portal.access.roles import LABELS, ROLES, Permission
from portal.accounts import actions
from portal.audit.models import AuditEvent
from tests import make

TODAY = dt.date(2020, 6, 1)
ADMINISTRATORS = ["system_admin", "security_admin", "auditor"]
BUSINESS = [code for code, role in ROLES.items() if role.business]


@pytest.fixture
def system(province, client):
    user = make.user("system_admin", province.province)
    client.force_login(user)
    return user


@pytest.fixture
def security(province):
    return make.user("security_admin", province.province)


@pytest.fixture
def guard(security):
    """The browser of the security administrator."""
    browser = Client()
    browser.force_login(security)
    return browser


def text(answer):
    return answer.content.decode()


def shown_password(answer):
    found = re.search(r"<code>(\w{12})</code>", text(answer))
    assert found
    return found[1]


NEW = {"username": "lihongwei", "full_name": "李红卫", "unit_name": "嵩北县委组织部"}


def test_account_is_opened_with_a_password_shown_once(client, system):
    answer = client.post("/accounts/new/", NEW)
    assert answer.status_code == 200
    password = shown_password(answer)
    user = User.objects.get(username="lihongwei")
    assert user.check_password(password)
    assert user.must_change_password
    assert password not in text(client.get(f"/accounts/{user.pk}/"))
    event = AuditEvent.objects.get(verb="account.create")
    assert (
        event.sentence
        == f"{system.full_name} 开通了 李红卫（lihongwei） 的账号，单位：嵩北县委组织部"
    )
    assert password not in str(vars(event))
    inside = Client()
    inside.post("/login/", {"username": "lihongwei", "password": password})
    assert inside.get("/me/").headers["Location"] == "/me/password/"


def test_administrator_cannot_choose_the_password(client, system):
    chosen = "Chosen-by-admin-1"
    client.post("/accounts/new/", NEW | {"password": chosen, "must_change_password": ""})
    user = User.objects.get(username="lihongwei")
    assert not user.check_password(chosen)
    assert user.must_change_password


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("username", "李红卫", "小写字母"),
        ("username", "LiHongwei", "小写字母"),
        ("username", "", "必填"),
        ("full_name", "", "必填"),
        ("unit_name", "", "必填"),
    ],
)
def test_account_form_says_what_is_wrong(client, system, field, value, why):
    answer = client.post("/accounts/new/", NEW | {field: value})
    assert answer.status_code == 422
    assert why in text(answer)


def test_user_name_is_taken_once(client, system):
    client.post("/accounts/new/", NEW)
    answer = client.post("/accounts/new/", NEW)
    assert answer.status_code == 422
    assert "已经有人使用" in text(answer)


def test_account_is_closed_and_opened_again_with_reasons(client, system, filler):
    answer = client.post(f"/accounts/{filler.pk}/disable/", {"reason": ""})
    assert answer.status_code == 422
    client.post(f"/accounts/{filler.pk}/disable/", {"reason": "调离"})
    assert not User.objects.get(pk=filler.pk).is_active
    client.post(f"/accounts/{filler.pk}/enable/", {"reason": "调回"})
    assert User.objects.get(pk=filler.pk).is_active
    sentences = AuditEvent.objects.filter(verb__startswith="account.").order_by("pk")
    assert [event.sentence for event in sentences] == [
        f"{system.full_name} 停用了 {filler} 的账号，事由：调离",
        f"{system.full_name} 恢复了 {filler} 的账号，事由：调回",
    ]


def test_nobody_closes_his_own_account(client, system):
    answer = client.post(f"/accounts/{system.pk}/disable/", {"reason": "x"})
    assert answer.status_code == 422
    assert User.objects.get(pk=system.pk).is_active


def test_forgotten_password_is_replaced_and_ends_the_login(client, system, filler):
    inside = Client()
    inside.force_login(filler)
    answer = client.post(f"/accounts/{filler.pk}/password/")
    password = shown_password(answer)
    filler.refresh_from_db()
    assert filler.check_password(password)
    assert inside.get("/me/").status_code == 302


def test_system_administrator_cannot_step_into_another_administrators_shoes(
    client, system, security
):
    before = security.password
    client.post(f"/accounts/{security.pk}/password/")
    security.refresh_from_db()
    assert security.password == before
    assert actions.issue_password(user=security, by=None, at=make.NOON)


def test_list_of_accounts_asks_as_often_however_long_it_is(
    client, system, province, django_assert_max_num_queries
):
    def queries():
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as seen:
            assert client.get("/accounts/?q=用户&state=active").status_code == 200
        return len(seen)

    few = queries()
    for _ in range(60):
        make.user("viewer", province.county_a)
    assert queries() == few


def test_list_of_grants_asks_as_often_however_long_it_is(guard, province):
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            assert guard.get("/grants/").status_code == 200
        counts.append(len(seen))
        for _ in range(20):
            make.user("viewer", province.county_a, "county_signer")
    assert counts[0] == counts[1]


def grant_form(province, **more):
    return {
        "role": "county_officer", "area": province.county_a.pk, "valid_from": "2020-01-01",
        "valid_to": "", "reason": "工作需要", **more,
    }  # fmt: skip


def test_grant_is_given_and_taken_back(guard, security, province, client):
    person = User.objects.create_user("new", full_name="赵明", password=make.PASSWORD)
    assert guard.post(f"/grants/{person.pk}/", grant_form(province)).status_code == 302
    grant = person.grants.get()
    assert grant.granted_by == security
    assert User.objects.get(pk=person.pk).county_ids == {province.county_a.pk}
    assert AuditEvent.objects.get(verb="grant.give").sentence == (
        f"{security.full_name} 授予 赵明（new） “县级填报”角色，范围：嵩北县，"
        "自2020年1月1日起，长期有效，事由：工作需要"
    )
    assert guard.post(f"/grants/end/{grant.pk}/", {"reason": ""}).status_code == 422
    assert guard.post(f"/grants/end/{grant.pk}/", {"reason": "轮岗"}).status_code == 302
    assert User.objects.get(pk=person.pk).county_ids == frozenset()
    assert AuditEvent.objects.get(verb="grant.end").sentence.endswith(
        "收回了 赵明（new） 的“县级填报”角色，范围：嵩北县，事由：轮岗"
    )


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"role": "county_officer", "area": "province"}, "不能授予省级范围"),
        ({"role": "auditor", "area": "county_a"}, "不能授予县级范围"),
        ({"valid_to": "2020-01-01"}, "终止日期须晚于起始日期"),
        ({"reason": ""}, "必填"),
        ({"role": "superuser"}, "superuser"),
        ({"valid_from": "昨天"}, "日期"),
    ],
)
def test_grant_form_says_what_is_wrong(guard, filler, province, wrong, why):
    if "area" in wrong:
        wrong["area"] = getattr(province, wrong["area"]).pk
    before = Grant.objects.count()
    answer = guard.post(f"/grants/{filler.pk}/", grant_form(province, **wrong))
    assert answer.status_code == 422
    assert why in text(answer)
    assert Grant.objects.count() == before


def test_nobody_grants_to_himself(guard, security, province):
    answer = guard.post(f"/grants/{security.pk}/", grant_form(province))
    assert answer.status_code == 422
    assert "不能给本人授权" in text(answer)
    with pytest.raises(IntegrityError, match="grant_not_to_oneself"), transaction.atomic():
        Grant.objects.create(
            user=security, role="security_admin", area=province.province, granted_by=security,
            valid_from=TODAY, granted_at=make.NOON,
        )  # fmt: skip


@pytest.mark.parametrize("second", [*ADMINISTRATORS, *BUSINESS])
@pytest.mark.parametrize("first", ADMINISTRATORS)
def test_database_keeps_the_three_apart(province, first, second):
    user = make.user(first, province.province)
    other = Grant(
        user=user, role=second, area=province.province, valid_from=TODAY, granted_at=make.NOON
    )
    if first == second:
        other.save()
        return
    with pytest.raises(IntegrityError, match="grant_separates_administrators"):
        other.save()


def test_database_keeps_them_apart_whatever_comes_first_and_for_raw_sql(province):
    user = make.user("county_officer", province.county_a)
    with (
        pytest.raises(IntegrityError, match="grant_separates_administrators"),
        transaction.atomic(),
    ):
        Grant.objects.bulk_create(
            [
                Grant(
                    user=user,
                    role="auditor",
                    area=province.province,
                    valid_from=TODAY,
                    granted_at=make.NOON,
                )
            ]
        )
    auditor = make.user("auditor", province.province)
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE portal_grant SET user_id = %s WHERE user_id = %s", [auditor.pk, user.pk]
        )


def test_one_may_follow_the_other(province):
    user = User.objects.create_user("later", full_name="后来")
    for role, begins, ends in (
        ("county_officer", "2020-01-01", "2020-06-01"),
        ("auditor", "2020-06-01", None),
    ):
        Grant.objects.create(
            user=user, role=role, area=province.province, valid_from=begins, valid_to=ends,
            granted_at=make.NOON,
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_grants_at_the_same_moment_do_not_slip_through(province):
    user = User.objects.create_user("both", full_name="两头")

    def give(role):
        try:
            actions.give_grant(
                user=user, role=role, area=province.province, valid_from=TODAY, reason="x",
                by=None, at=make.NOON,
            )  # fmt: skip
        except actions.SeparationError:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(3) as pool:
        given = sum(pool.map(give, ADMINISTRATORS))
    assert given == 1
    assert user.grants.count() == 1


def test_refused_separation_is_told_in_words(guard, province):
    auditor = make.user("auditor", province.province)
    answer = guard.post(f"/grants/{auditor.pk}/", grant_form(province))
    assert answer.status_code == 422
    assert "三员分立" in text(answer)


def test_security_administrator_unlocks(guard, security, filler):
    browser = Client(REMOTE_ADDR="10.1.2.3")
    for _ in range(5):
        browser.post("/login/", {"username": filler.username, "password": "Wrong-2020"})
    body = {"username": filler.username, "password": make.PASSWORD}
    assert browser.post("/login/", body).status_code == 429
    assert "10.1.2.3：5次" in text(guard.get(f"/grants/{filler.pk}/"))
    guard.post(f"/grants/{filler.pk}/unlock/")
    assert browser.post("/login/", body).status_code == 302
    assert AuditEvent.objects.get(verb="account.unlock").sentence == (
        f"{security.full_name} 解除了 {filler} 的登录锁定"
    )


def test_role_table_prints_what_the_code_says(guard):
    page = text(guard.get("/roles/"))
    assert set(LABELS) == set(Permission)
    for label in [*LABELS.values(), *(role.label for role in ROLES.values())]:
        assert label in page
    held = sum(len(role.permissions) for role in ROLES.values())
    assert page.count('aria-label="有"') == held


def test_every_change_of_a_user_or_grant_leaves_its_history(system, client, filler, guard):
    client.post(f"/accounts/{filler.pk}/disable/", {"reason": "调离"})
    labels = list(filler.events.order_by("pgh_id").values_list("pgh_label", "is_active"))
    assert labels == [("insert", True), ("update", False)]
    grant = filler.grants.get()
    guard.post(f"/grants/end/{grant.pk}/", {"reason": "轮岗"})
    assert [event.pgh_label for event in grant.events.order_by("pgh_id")] == ["insert", "update"]
    assert not hasattr(filler.events.first(), "password")


def test_administrators_see_no_county(province):
    for role in ADMINISTRATORS:
        assert make.user(role, province.province).county_ids == frozenset()
