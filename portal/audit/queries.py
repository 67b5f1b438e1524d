"""Reading the audit trail: filtered, in pages that stay fast however long it is."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models import Model, Q

from portal.access.models import User
from portal.audit.models import AuditEvent, AuditEventQuerySet
from portal.audit.verbs import SEEING

PAGE = 50


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
