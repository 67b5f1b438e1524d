"""What of the documents waits for somebody: a draft to be issued."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accountability.reports.models import Document
from accountability.reports.rules import DocumentKind, DocumentState
from portal.access.models import User
from portal.access.reader import Narrowed
from portal.access.roles import Permission
from portal.ui.todo import Rows, Todo, TodoSource, register_todo


def to_issue(user: User, _at: dt.datetime) -> Rows | None:
    """Return the latest drafts of dispatches that somebody else made and nobody issued yet."""
    if not user.may(Permission.REPORT_ISSUE):
        return None
    same = Document.objects.filter(
        kind=OuterRef("kind"), scope=OuterRef("scope"), period=OuterRef("period")
    )
    newer = same.filter(version__gt=OuterRef("version"))
    issued = same.filter(state=DocumentState.ISSUED)
    drafts = Document.objects.visible_to(Narrowed(user, Permission.REPORT_ISSUE)).filter(
        ~Exists(newer), ~Exists(issued), kind=DocumentKind.MONTHLY, state=DocumentState.DRAFT
    )
    return drafts.filter(Q(made_by__isnull=True) | ~Q(made_by=user))


def entry(row: Document) -> Todo:
    """Say what waits with a draft."""
    return Todo(
        title=row.title,
        url=reverse("reports:detail", args=[row.pk]),
        note=f"{row.scope.name} {row.period_label} 第{row.version}版",
        state=row.get_state_display(),
        action="签发",
    )


register_todo(
    TodoSource(
        key="issue",
        label="待签发的通报",
        rows=to_issue,
        entry=entry,
        widen=lambda rows: rows.select_related("scope"),
        order=30,
    )
)
