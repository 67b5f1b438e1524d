"""What happened to a submission: its steps, revisions, uploads and marks, for the history."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from accountability.intake.models import (
    Pointer,
    Reminder,
    ReturnMark,
    Revision,
    Step,
    Submission,
    Upload,
)
from accountability.intake.rules import SENT

SHOWN = 100


@dataclass(frozen=True)
class History:
    """Everything that is told about a submission; each list the newest first.

    `revisions` are those that were ever sent on and the one in hand, `drafts` all others.
    """

    steps: list[Step]
    revisions: list[Revision]
    drafts: list[Revision]
    uploads: list[Upload]
    marks: list[ReturnMark]
    reminder: Reminder | None


def history_of(submission: Submission) -> History:
    """Return the history of a submission in six queries, however long it is."""
    sent = Q(was_sent=True) | Q(was_current=True) | Q(pk=submission.draft_id)
    return History(
        steps=list(
            Step.objects.filter(submission=submission)
            .select_related("by", "revision")
            .order_by("-at", "-pk")[:SHOWN]
        ),
        revisions=list(revisions_of(submission).filter(sent)[:SHOWN]),
        drafts=list(revisions_of(submission).exclude(sent)[:SHOWN]),
        uploads=list(
            Upload.objects.filter(submission=submission)
            .select_related("uploaded_by", "file")
            .order_by("-uploaded_at", "-pk")[:SHOWN]
        ),
        marks=list(
            ReturnMark.objects.filter(submission=submission)
            .select_related("step", "step__by", "settled_by")
            .order_by("settled_at", "pk")[:SHOWN]
        ),
        reminder=Reminder.objects.filter(submission=submission)
        .select_related("by")
        .order_by("-at")
        .first(),
    )


def revisions_of(submission: Submission) -> "QuerySet[Revision]":
    """Return the revisions, newest first; each says whether it was sent on, is or was current."""
    pointers = Pointer.objects.filter(revision=OuterRef("pk"))
    sent = Step.objects.filter(revision=OuterRef("pk"), to_state__in=SENT)
    revisions: QuerySet[Revision] = (
        Revision.objects.filter(submission=submission)
        .select_related("created_by", "upload", "parent")
        .annotate(
            is_current=Exists(pointers.filter(closed_at__isnull=True)),
            was_current=Exists(pointers),
            was_sent=Exists(sent),
        )
        .order_by("-number")
    )
    return revisions
