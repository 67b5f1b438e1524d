"""The trail is written with the act, by everybody, and changed by nobody."""

import pytest
from django.db import Error, connection, transaction
from django.test import Client

from portal.access.models import Grant, User
from portal.access.scope import acting_as
from portal.audit.models import AuditEvent
from portal.audit.trail import record
from tests import make


@pytest.fixture
def event(officer):
    record("test.done", officer, by=officer, at=make.NOON, sentence="做了一件事")
    return AuditEvent.objects.get()


CHANGES = [
    "UPDATE portal_auditevent SET sentence = '没做'",
    "DELETE FROM portal_auditevent",
    "TRUNCATE portal_auditevent",
]


def refused(sql):
    with pytest.raises(Error) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    return str(error.value)


@pytest.mark.parametrize("sql", CHANGES)
def test_owner_of_the_table_cannot_change_the_trail(event, sql):
    assert "Cannot update or delete" in (told := refused(sql)) or "cannot be emptied" in told


@pytest.mark.parametrize("sql", CHANGES)
def test_application_role_has_not_even_the_right(event, officer, sql):
    with acting_as(officer):
        assert "permission denied" in refused(sql)


def test_trail_cannot_be_changed_through_the_models(event):
    event.sentence = "没做"
    for change in (
        event.save,
        event.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(sentence="没做"),
    ):
        with pytest.raises(Error), transaction.atomic():
            change()
    assert AuditEvent.objects.get().sentence == "做了一件事"


@pytest.mark.parametrize("table", ["portal_userevent", "portal_grantevent"])
def test_row_history_cannot_be_changed_either(officer, table):
    assert "Cannot update or delete" in refused(f"DELETE FROM {table}")
    with acting_as(officer):
        assert "permission denied" in refused(f"UPDATE {table} SET id = 0")


def test_act_whose_trace_cannot_be_written_does_not_happen(province, filler):
    admin = make.user("system_admin", province.province)
    client = Client(raise_request_exception=False)
    client.force_login(admin)
    with connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON portal_auditevent FROM portal_app")
    answer = client.post(f"/accounts/{filler.pk}/disable/", {"reason": "调离"})
    assert answer.status_code == 500
    assert User.objects.get(pk=filler.pk).is_active
    guard = Client(raise_request_exception=False)
    guard.force_login(make.user("security_admin", province.province))
    assert guard.post(f"/grants/end/{filler.grants.get().pk}/", {"reason": "x"}).status_code == 500
    assert Grant.objects.get(user=filler).valid_to is None


def test_denial_is_recorded_with_who_what_and_from_where(client, filler):
    client.force_login(filler)
    answer = client.get("/audit/?person=x", REMOTE_ADDR="10.4.5.6")
    assert answer.status_code == 403
    event = AuditEvent.objects.get(verb="access.denied")
    assert event.refused
    assert event.actor_id == filler.pk
    assert event.sentence == (
        f"{filler.full_name} 打开页面 /audit/ 被拒绝：没有“查看审计日志”的权限。"
    )
    assert event.ip == "10.4.5.6"
    assert event.request_id == answer["X-Request-ID"]
    assert len(event.request_id) == 32
    assert event.detail == {"path": "/audit/", "method": "GET", "wanted": "audit_view"}


def test_request_number_of_the_client_is_not_taken_over(client, filler):
    client.force_login(filler)
    answer = client.get("/me/", headers={"X-Request-ID": "forged"})
    assert answer["X-Request-ID"] != "forged"


def test_who_acts_without_a_request_is_the_system(db):
    record("test.done", None, by=None, at=make.NOON, sentence="按时办理")
    assert AuditEvent.objects.get().actor == "系统"
