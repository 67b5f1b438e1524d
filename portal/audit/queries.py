"""Reading the audit trail: filtered, in pages that stay fast however long it is."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Max, Model, Q
from django.utils import timezone

from portal.access.models import User
from portal.audit.models import AuditEvent, AuditEventQuerySet, AuditSeal, AuditSealed
from portal.audit.rules import BEGINNING, head_of
from portal.audit.verbs import SEEING

PAGE = 50
SEALED_FIELDS = (
    "pk", "at", "actor_id", "actor", "verb", "subject_type", "subject_id", "county_id",
    "sentence", "detail", "ip", "request_id", "refused",
)  # fmt: skip
SETTLED_AFTER = dt.timedelta(days=1)  # no transaction is open for longer


@dataclass(frozen=True)
class Search:
    """What to look for; empty means everything. Shapes: `until` is excluded."""

    person: str = ""
    verb: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    county_id: int | None = None
    subject_type: str = ""
    subject_id: str = ""
    refused: bool = False


@dataclass(frozen=True)
class Place:
    """The place of an event in the trail: the key a page begins or ends at."""

    at: dt.datetime
    pk: int

    @classmethod
    def of(cls, event: AuditEvent) -> "Place":
        """Return the place of `event`."""
        return cls(event.at, event.pk)

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """Read what `str` wrote; anything else is no place."""
        moment, _, number = text.rpartition("_")
        try:
            return cls(dt.datetime.fromtimestamp(int(moment) / 1_000_000, dt.UTC), int(number))
        except (ValueError, OverflowError, OSError):
            return None

    def __str__(self) -> str:
        micro = round(self.at.timestamp() * 1_000_000)
        return f"{micro}_{self.pk}"


@dataclass(frozen=True)
class Stretch:
    """One page of the trail, the latest event first, and the keys of its neighbours."""

    events: list[AuditEvent]
    newer: Place | None
    older: Place | None


def found(search: Search, *, by: User) -> AuditEventQuerySet:
    """Return the events that match."""
    wanted = Q()
    if search.person:
        named = Q(full_name=search.person) | Q(username=search.person)
        wanted &= Q(actor_id__in=list(User.objects.filter(named).values_list("pk", flat=True)))
    for field in ("verb", "county_id", "subject_type", "subject_id"):
        if getattr(search, field):
            wanted &= Q(**{field: getattr(search, field)})
    if search.since:
        wanted &= Q(at__gte=search.since)
    if search.until:
        wanted &= Q(at__lt=search.until)
    if search.refused:
        wanted &= Q(refused=True)
    return AuditEvent.objects.visible_to(by).filter(wanted)


def stretch(
    rows: AuditEventQuerySet, *, before: Place | None = None, after: Place | None = None
) -> Stretch:
    """Return the page of `rows` that begins below `before`, or ends above `after`.

    One query of PAGE + 1 rows along an index; nothing is counted and nothing skipped.
    """
    if after:
        later = Q(at__gte=after.at) & (Q(at__gt=after.at) | Q(pk__gt=after.pk))
        taken = list(rows.filter(later).order_by("at", "pk")[: PAGE + 1])
        more, events = len(taken) > PAGE, taken[:PAGE][::-1]
        if not more:
            return stretch(rows)
        return Stretch(events, Place.of(events[0]), Place.of(events[-1]))
    if before:
        rows = rows.filter(Q(at__lte=before.at) & (Q(at__lt=before.at) | Q(pk__lt=before.pk)))
    taken = list(rows.order_by("-at", "-pk")[: PAGE + 1])
    events = taken[:PAGE]
    newer = Place.of(events[0]) if before and events else None
    return Stretch(events, newer, Place.of(events[-1]) if len(taken) > PAGE else None)


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
