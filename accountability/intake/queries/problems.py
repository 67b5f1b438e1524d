"""What stands between a draft and its submission: problems, explanations, return marks."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from accountability.intake.models import Explanation, Problem, ReturnMark, Revision, Submission
from accountability.intake.rules import Severity


def explained(submission_id: int) -> Exists:
    """Return the condition that a problem has an explanation that follows its row."""
    return Exists(
        Explanation.objects.filter(
            submission_id=submission_id,
            rule=OuterRef("rule"),
            row_key=OuterRef("row_key"),
            field=OuterRef("field"),
        )
    )


def unexplained_warnings(revision: Revision) -> "QuerySet[Problem]":
    """Return the warnings of a revision that nobody has explained."""
    return Problem.objects.filter(
        ~explained(revision.submission_id), revision=revision, severity=Severity.WARNING
    )


def open_marks(submission: Submission) -> "QuerySet[ReturnMark]":
    """Return the return marks neither mended nor answered."""
    return ReturnMark.objects.filter(submission=submission, settled_at__isnull=True)


@dataclass(frozen=True)
class Cause:
    """Problems of one revision that have the same cause."""

    severity: Severity
    rule: str
    cause: str
    count: int
    proposals: int


def causes(revision: Revision) -> list[Cause]:
    """Return the problems grouped by cause with counts, the most frequent first."""
    rows = (
        Problem.objects.filter(revision=revision)
        .values("severity", "rule", "cause")
        .annotate(count=Count("pk"), proposals=Count("proposal"))
        .order_by("-count", "rule")
    )
    return [
        Cause(Severity(row["severity"]), row["rule"], row["cause"], row["count"], row["proposals"])
        for row in rows
    ]
