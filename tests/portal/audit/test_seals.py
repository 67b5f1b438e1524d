"""Whoever changes the trail behind the back of its triggers is found out."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction

from portal.access.scope import acting_as
from portal.audit import actions, queries
from portal.audit.models import AuditEvent, AuditSeal, AuditSealed
from portal.audit.trail import record
from tests import make

DAY = dt.timedelta(days=1)
LATER = make.NOON + 2 * DAY


def note(number, by=None):
    record("test.done", None, by=by, at=make.NOON, sentence=f"办了第{number}件事", number=number)


@pytest.fixture
def sealed(db):
    """Three seals over thirty events."""
    for minute in range(3):
        for number in range(10):
            note(10 * minute + number)
        assert actions.seal(at=make.NOON + dt.timedelta(minutes=minute))


def tamper(statement):
    """Change the trail as the owner of the database could, triggers switched off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("auditevent", "auditseal", "auditsealed"):
            cursor.execute(f"ALTER TABLE portal_{table} DISABLE TRIGGER USER")
        cursor.execute(statement)


def test_untouched_trail_matches_its_seals(sealed):
    assert queries.broken_seals(at=LATER) == []
    assert [link.events_count for link in AuditSeal.objects.order_by("number")] == [10, 10, 10]
    assert len({link.head for link in AuditSeal.objects.all()}) == 3


def test_nothing_new_is_sealed_with_nothing(sealed):
    assert actions.seal(at=LATER) is None
    assert AuditSeal.objects.count() == 3


SECOND = "(SELECT min(event_id) + 2 FROM portal_auditsealed WHERE seal_id = 2)"


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE portal_auditevent SET sentence = '没做' WHERE id = {SECOND}",
        f"UPDATE portal_auditevent SET detail = '{{\"number\": 99}}' WHERE id = {SECOND}",
        f"UPDATE portal_auditevent SET at = at + interval '1 microsecond' WHERE id = {SECOND}",
        f"UPDATE portal_auditevent SET refused = true WHERE id = {SECOND}",
        f"UPDATE portal_auditevent SET ip = '1.1.1.1' WHERE id = {SECOND}",
        f"DELETE FROM portal_auditevent WHERE id = {SECOND}",
        (
            f"DELETE FROM portal_auditsealed WHERE event_id = {SECOND};"
            f"DELETE FROM portal_auditevent WHERE id = {SECOND}"
        ),
        f"UPDATE portal_auditsealed SET seal_id = 1 WHERE event_id = {SECOND}",
        "UPDATE portal_auditseal SET events_count = 9 WHERE number = 2",
    ],
)
def test_changed_or_deleted_event_is_found_at_its_seal(sealed, statement):
    tamper(statement)
    assert any(line.startswith("第2次封存") for line in queries.broken_seals(at=LATER))


def test_inserted_event_is_found(sealed):
    tamper(
        "INSERT INTO portal_auditevent (id, at, actor, verb, subject_type, subject_id, sentence,"
        " detail, request_id, refused) SELECT -5, at, actor, verb, '', '', '另有其事', '{}', '',"
        " false FROM portal_auditevent LIMIT 1"
    )
    assert actions.seal(at=LATER) is None
    assert queries.broken_seals(at=LATER) == ["有1条记录不在任何一次封存之内，可能是事后插入的。"]


def test_missing_link_is_found(sealed):
    tamper(
        "DELETE FROM portal_auditsealed WHERE seal_id = 2; DELETE FROM portal_auditseal WHERE number = 2"
    )
    found = queries.broken_seals(at=LATER)
    assert "第2次到第2次封存记录缺失。" in found
    assert any(line.startswith("第3次封存") for line in found)


def test_seal_made_anew_after_a_change_breaks_the_chain_behind_it(sealed):
    from portal.audit.rules import head_of

    tamper(f"UPDATE portal_auditevent SET sentence = '没做' WHERE id = {SECOND}")
    first = AuditSeal.objects.get(number=1)
    forged = head_of(first.head, queries._events_under(AuditSeal.objects.get(number=2)))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE portal_auditseal SET head = %s WHERE number = 2", [forged])
    assert [line[:5] for line in queries.broken_seals(at=LATER)] == ["第3次封存"]


@pytest.mark.parametrize("table", ["portal_auditseal", "portal_auditsealed"])
def test_seals_cannot_be_changed_through_the_front_door(sealed, officer, table):
    def refused(sql):
        with pytest.raises(Error) as error, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; {sql}")
        return str(error.value)

    assert "Cannot update or delete" in refused(f"DELETE FROM {table}")
    assert "cannot be emptied" in refused(f"TRUNCATE {table} CASCADE")
    with acting_as(officer):
        assert "permission denied" in refused(f"DELETE FROM {table}")
        assert "permission denied" in refused(f"INSERT INTO {table} SELECT * FROM {table}")


@pytest.mark.django_db(transaction=True)
def test_event_that_commits_late_is_sealed_later():
    def meanwhile():
        try:
            note("quick")
            actions.seal(at=make.NOON)
        finally:
            connection.close()

    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        note("slow")
        pool.submit(meanwhile).result(timeout=20)

    assert AuditSeal.objects.get().events_count == 1
    actions.seal(at=make.NOON + dt.timedelta(minutes=1))
    assert queries.broken_seals(at=LATER) == []
    assert AuditSealed.objects.count() == AuditEvent.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_seal_each_event_once():
    for number in range(50):
        note(number)

    def seal(_):
        try:
            return actions.seal_all(at=make.NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(seal, range(8))) == 1
    assert queries.broken_seals(at=LATER) == []


def test_long_backlog_is_sealed_in_several_links(db, monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 7)
    for number in range(20):
        note(number)
    assert actions.seal_all(at=make.NOON) == 3
    assert queries.broken_seals(at=LATER) == []


def test_command_line_says_what_is_broken(sealed, capsys):
    call_command("verify_audit")
    head = AuditSeal.objects.get(number=3).head
    assert capsys.readouterr().out == (f"审计日志与封存记录一致。共封存3次，最近校验码 {head}。\n")
    tamper(f"DELETE FROM portal_auditevent WHERE id = {SECOND}")
    with pytest.raises(CommandError, match="第2次封存"):
        call_command("verify_audit")


def test_auditor_sees_the_last_seal(client, sealed, province):
    client.force_login(make.user("auditor", province.province))
    page = client.get("/audit/").content.decode()
    assert AuditSeal.objects.get(number=3).head[:12] in page
