"""Sealing the audit trail: what was written up to now can no longer be changed unnoticed."""

import datetime as dt
import logging

from django.db import connection, transaction

from portal.audit.models import AuditEvent, AuditSeal, AuditSealed
from portal.audit.queries import SEALED_FIELDS, settled_id
from portal.audit.rules import BEGINNING, head_of

logger = logging.getLogger("portal.audit")
LOCK = 0x5EA1  # one sealer at a time
AT_ONCE = 20_000


@transaction.atomic
def seal(*, at: dt.datetime) -> AuditSeal | None:
    """Seal the events that are not sealed yet, the oldest first; nothing when there are none.

    An event whose transaction commits late is sealed with a later seal. The head goes to the log,
    from where it leaves the machine: whoever rewrites the whole chain must rewrite that, too.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(
            "SELECT e.id FROM portal_auditevent e WHERE e.id > %s AND NOT EXISTS"
            " (SELECT 1 FROM portal_auditsealed s WHERE s.event_id = e.id)"
            " ORDER BY e.id LIMIT %s",
            [settled_id(at=at), AT_ONCE],
        )
        ids = [pk for (pk,) in cursor.fetchall()]
    if not ids:
        return None
    last = AuditSeal.objects.order_by("-number").first()
    events = AuditEvent.objects.filter(pk__in=ids).order_by("pk").values_list(*SEALED_FIELDS)
    made = AuditSeal.objects.create(
        number=last.number + 1 if last else 1,
        sealed_at=at,
        events_count=len(ids),
        last_event_id=ids[-1],
        head=head_of(last.head if last else BEGINNING, events),
    )
    AuditSealed.objects.bulk_create(AuditSealed(event_id=pk, seal=made) for pk in ids)
    logger.info("audit seal %s over %s events: %s", made.number, len(ids), made.head)
    return made


def seal_all(*, at: dt.datetime) -> int:
    """Seal until nothing is left; return how many seals that took."""
    count = 0
    while seal(at=at):
        count += 1
    return count
