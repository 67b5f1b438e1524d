"""One's own long work that came to nothing: shown for a week."""

import datetime as dt

from django.urls import reverse

from portal.access.models import User
from portal.jobs.models import Job, JobState
from portal.ui.todo import Rows, Todo, TodoSource, register_todo

SHOWN_FOR = dt.timedelta(days=7)


def failed(user: User, at: dt.datetime) -> Rows | None:
    """Return the user's jobs that failed in the last week."""
    return Job.objects.visible_to(user).filter(
        state=JobState.FAILED, finished_at__gt=at - SHOWN_FOR
    )


def entry(row: Job) -> Todo:
    """Say what failed and why."""
    return Todo(
        title=row.title,
        url=reverse("jobs:job-detail", args=[row.pk]),
        note=row.error[:80],
        state=row.get_state_display(),
        tone="bad",
        action="查看原因",
    )


register_todo(TodoSource(key="jobs", label="未成功的后台任务", rows=failed, entry=entry, order=90))
