"""Writing the audit trail. Called from actions, inside their transaction."""

import datetime as dt
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import models

from portal.access.models import User
from portal.audit.models import AuditEvent


@dataclass(frozen=True)
class Origin:
    """Where the current request came from."""

    ip: str | None = None
    request_id: str = ""


NOWHERE = Origin()
origin: ContextVar[Origin] = ContextVar("origin", default=NOWHERE)


def record(
    verb: str,
    subject: models.Model | None,
    *,
    by: User | None,
    at: dt.datetime,
    sentence: str,
    county_id: int | None = None,
    refused: bool = False,
    **detail: object,
) -> None:
    """Note that `by` did `verb` to `subject` at `at`, in a Chinese sentence a person reads.

    If the event cannot be written the surrounding transaction fails: no act without its trace.
    """
    came_from = origin.get()
    AuditEvent.objects.bulk_create(
        [
            AuditEvent(
                at=at,
                actor_id=by.pk if by else None,
                actor=_actor(by, came_from),
                verb=verb,
                subject_type=subject._meta.label if subject else "",
                subject_id=str(subject.pk) if subject else "",
                county_id=county_id,
                sentence=sentence,
                detail=detail,
                ip=came_from.ip,
                request_id=came_from.request_id,
                refused=refused,
            )
        ]
    )


def _actor(by: User | None, came_from: Origin) -> str:
    if by is not None:
        return str(by)
    return "未登录者" if came_from.request_id else "系统"
