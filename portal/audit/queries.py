"""Reading the audit trail and its seals; see lists.py for the list itself."""

import datetime as dt
from collections.abc import Iterable

from django.db import connection
from django.db.models import Max, Model, Q
from django.utils import timezone

from portal.audit.models import AuditEvent, AuditSeal, AuditSealed
from portal.audit.rules import BEGINNING, head_of
from portal.audit.verbs import SEEING

SEALED_FIELDS = (
    "pk", "at", "actor_id", "actor", "verb", "subject_type", "subject_id", "county_id",
    "sentence", "detail", "ip", "request_id", "refused",
)  # fmt: skip
SETTLED_AFTER = dt.timedelta(days=1)  # no transaction is open for longer


def verbs_in_use() -> list[str]:
    """Return the verbs that occur: one index probe a verb, not one a row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE known AS (SELECT min(verb) AS verb FROM portal_auditevent"
            " UNION ALL SELECT (SELECT min(verb) FROM portal_auditevent e WHERE e.verb > k.verb)"
            " FROM known k WHERE k.verb IS NOT NULL)"
            " SELECT verb FROM known WHERE verb IS NOT NULL"
        )
        return [verb for (verb,) in cursor.fetchall()]


def who_saw(subject: Model, *, limit: int = 100) -> list[AuditEvent]:
    """Return who looked at `subject`, the latest first: 谁看过.

    The caller has already made sure that the asker may see the subject.
    """
    looking = Q()
    for ending in SEEING:
        looking |= Q(verb__endswith=ending)
    rows = AuditEvent.objects.filter(
        looking, subject_type=subject._meta.label, subject_id=str(subject.pk), refused=False
    )
    return list(rows.order_by("-at", "-pk")[:limit])


def last_seal() -> AuditSeal | None:
    """Return the newest link of the chain."""
    return AuditSeal.objects.order_by("-number").first()


def settled_id(*, at: dt.datetime) -> int:
    """Return the event up to which nothing unsealed can come any more."""
    old = AuditSeal.objects.filter(sealed_at__lt=at - SETTLED_AFTER)
    return old.aggregate(last=Max("last_event_id"))["last"] or 0


def broken_seals(*, at: dt.datetime) -> list[str]:
    """Compare the trail with its seals and say in sentences what does not match."""
    found, previous, expected = [], BEGINNING, 1
    for link in AuditSeal.objects.order_by("number").iterator():
        if link.number != expected:
            found.append(f"第{expected}次到第{link.number - 1}次封存记录缺失。")
        events = list(_events_under(link))
        if len(events) != link.events_count or head_of(previous, events) != link.head:
            found.append(
                f"第{link.number}次封存（{timezone.localtime(link.sealed_at):%Y-%m-%d %H:%M}）的"
                f"{link.events_count}条记录与封存时不一致，现有{len(events)}条。"
            )
        previous, expected = link.head, link.number + 1
    if outside := _outside(at):
        found.append(f"有{outside}条记录不在任何一次封存之内，可能是事后插入的。")
    return found


def _events_under(link: AuditSeal) -> Iterable[tuple[object, ...]]:
    sealed = AuditSealed.objects.filter(seal=link).values("event_id")
    return AuditEvent.objects.filter(pk__in=sealed).order_by("pk").values_list(*SEALED_FIELDS)


def _outside(at: dt.datetime) -> int:
    """Count the events that should be sealed since long and are not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM portal_auditevent e WHERE e.id <= %s AND NOT EXISTS"
            " (SELECT 1 FROM portal_auditsealed s WHERE s.event_id = e.id)",
            [settled_id(at=at)],
        )
        return int(cursor.fetchone()[0])
