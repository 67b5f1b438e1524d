"""What of data collection can be found: tasks, submissions, uploaded files."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accountability.intake.declare import SHEETS
from accountability.intake.models import CollectionTask, Submission, Upload
from accountability.intake.queries.submissions import sheet_title
from accountability.intake.rules import BadPeriodError, Period
from portal.access.reader import Reader
from portal.access.roles import Permission
from portal.ui.search import Hit, Source, Words, register_source


def asked_for(words: Words, prefix: str = "") -> Q | None:
    """Return the condition that a task is meant: by sheet or period; None where no word is."""
    condition, is_meant = Q(), False
    for word in words.all:
        codes = [
            code for code, sheet in SHEETS.items() if word.upper() == code or word in sheet.title
        ]
        if codes:
            condition &= Q(**{f"{prefix}sheet_code__in": codes})
            is_meant = True
        elif period := _period(word):
            condition &= Q(**{f"{prefix}period": period})
            is_meant = True
    return condition if is_meant else None


def _period(word: str) -> str:
    try:
        return str(Period.parse(word))
    except BadPeriodError:
        return ""


def find_tasks(reader: Reader, words: Words, limit: int) -> list[Hit]:
    """Find collection tasks by sheet and period, the latest first."""
    meant = asked_for(words)
    if meant is None:
        return []
    rows = CollectionTask.objects.visible_to(reader).filter(meant).order_by("-period", "sheet_code")
    return [
        Hit(
            f"{task.sheet_code} {sheet_title(task.sheet_code)}",
            reverse("intake:task-detail", args=[task.pk]),
            f"{task.period_label}{' 已结束' if task.closed_at else ''}",
        )
        for task in rows[:limit]
    ]


def of_county(words: Words) -> Q:
    """Return the condition that a word names the county: by name or first letters."""
    condition = Q()
    for word in words.all:
        condition |= Q(county__name__startswith=word)
        if word.isascii() and word.isalpha():
            condition |= Q(county__initials=word.lower())
    return condition


def find_submissions(reader: Reader, words: Words, limit: int) -> list[Hit]:
    """Find submissions by county, sheet and period, the latest first."""
    rows: QuerySet[Any] = Submission.objects.visible_to(reader).filter(of_county(words))
    meant = asked_for(words, "task__")
    if meant is not None:
        rows = rows.filter(meant)
    found = rows.select_related("task", "county").order_by("-task__period", "task__sheet_code")
    return [
        Hit(
            f"{one.county.name} {sheet_title(one.task.sheet_code)}",
            reverse("intake:submission-detail", args=[one.pk]),
            f"{one.task.period_label} {one.get_state_display()}",
        )
        for one in found[:limit]
    ]


def find_files(reader: Reader, words: Words, limit: int) -> list[Hit]:
    """Find uploaded files by name, the latest first."""
    named = Q()
    for word in words.all:
        named &= Q(name__has=word)
    rows = Upload.objects.visible_to(reader).filter(named).select_related("county")
    return [
        Hit(
            upload.name,
            reverse("intake:submission-detail", args=[upload.submission_id]),
            f"{upload.county.name} {timezone.localdate(upload.uploaded_at)} "
            f"{upload.get_verdict_display()}",
        )
        for upload in rows.order_by("-uploaded_at")[:limit]
    ]


register_source(
    Source(
        key="tasks", label="采集任务", icon="clipboard-check", order=50,
        permission=Permission.TASK_VIEW, find=find_tasks,
    )
)  # fmt: skip
register_source(
    Source(
        key="submissions", label="上报", icon="file-upload", order=60,
        permission=Permission.SUBMISSION_VIEW, find=find_submissions,
    )
)  # fmt: skip
register_source(
    Source(
        key="files", label="上报的文件", icon="file-spreadsheet", order=80,
        permission=Permission.SUBMISSION_VIEW, find=find_files,
    )
)  # fmt: skip
