"""What happened to a submission: its steps, revisions, uploads and marks, for the history."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from accountability.intake.models import (
    Pointer,
    Reminder,
    ReturnMark,
    Revision,
    Step,
    Submission,
    Upload,
)

SHOWN = 100


@dataclass(frozen=True)
class History:
    """Everything that is told about a submission; each list the newest first."""

    steps: list[Step]
    revisions: list[Revision]
    uploads: list[Upload]
    marks: list[ReturnMark]
    reminder: Reminder | None


def history_of(submission: Submission) -> History:
    """Return the history of a submission in five queries, however long it is."""
    return History(
        steps=list(
            Step.objects.filter(submission=submission)
            .select_related("by", "revision")
            .order_by("-at", "-pk")[:SHOWN]
        ),
        revisions=list(revisions_of(submission)[:SHOWN]),
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
    """Return the revisions, the newest first, each saying whether it is or was current."""
    pointers = Pointer.objects.filter(revision=OuterRef("pk"))
    revisions: QuerySet[Revision] = (
        Revision.objects.filter(submission=submission)
        .select_related("created_by", "upload", "parent")
        .annotate(
            is_current=Exists(pointers.filter(closed_at__isnull=True)),
            was_current=Exists(pointers),
        )
        .order_by("-number")
    )
    return revisions
