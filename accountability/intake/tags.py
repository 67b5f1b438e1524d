"""Words of the intake pages: states, deadlines, titles (template library `intake`)."""

import datetime as dt

from django import template
from django.forms.utils import ErrorDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from accountability.intake import rules
from accountability.intake.models import CollectionTask, Revision, Submission
from accountability.intake.queries import submissions
from accountability.intake.rules import STATE_LABELS, State
from portal.jobs.models import Job, JobState
from portal.ui.components.content import moment
from portal.ui.parts import Fact

register = template.Library()

_TONES = {
    State.OPEN: "neutral",
    State.CHECKING: "info",
    State.TO_MEND: "bad",
    State.READY: "info",
    State.TO_SIGN: "warning",
    State.TO_REVIEW: "warning",
    State.TO_ACCEPT: "warning",
    State.RETURNED: "bad",
    State.ACCEPTED: "good",
    State.LOCKED: "good",
    State.CORRECTING: "warning",
}
_NEXT = {
    State.OPEN: "下载模板、上传",
    State.CHECKING: "查看校验进度",
    State.TO_MEND: "改正错误",
    State.READY: "提交审核",
    State.TO_SIGN: "等待县级审核",
    State.TO_REVIEW: "等待市级审核",
    State.TO_ACCEPT: "等待省级接收",
    State.RETURNED: "按退回意见修改",
    State.ACCEPTED: "查看",
    State.LOCKED: "查看",
    State.CORRECTING: "上传更正或在线修改",
}


@register.simple_tag
def state_tag(state: str) -> SafeString:
    """Show a state as a word with its tone."""
    known = State(state)
    return render_to_string("ui/tag.html", {"words": STATE_LABELS[known], "tone": _TONES[known]})


@register.filter
def next_step(state: str) -> str:
    """Say what comes next in a state."""
    return _NEXT[State(state)]


@register.filter
def waits_for(state: str) -> str:
    """Say whom a state waits for, nothing when it is done."""
    return rules.WAITS_FOR.get(State(state), "")


@register.filter
def left(due: dt.datetime, now: dt.datetime) -> str:
    """Say how far a deadline is."""
    return rules.time_left(timezone.localtime(due), timezone.localtime(now))


@register.filter
def is_late(submission: Submission, now: dt.datetime) -> bool:
    """Say whether a submission is owed and its deadline has passed."""
    return submission.submitted_at is None and submission.due_at < now


@register.filter
def sheet_title(code: str) -> str:
    """Return the title of a sheet."""
    return submissions.sheet_title(code)


@register.filter
def task_meta(task: CollectionTask) -> str:
    """Say for when and until when a task is."""
    ended = " · 已结束" if task.closed_at else ""
    return f"{task.period_label} · 截止 {moment(task.due_at)}{ended}"


@register.filter
def burden(task: CollectionTask) -> str:
    """State the burden of a task."""
    parts = [f"须填 {task.cells_asked} 格", f"已预填 {task.cells_prefilled} 格"]
    if task.minutes_a_county:
        parts.append(f"每县约 {task.minutes_a_county} 分钟")
    if task.asked_by:
        parts.append(f"{task.asked_by}提出，依据：{task.basis}")
    return "，".join(parts)


@register.filter
def size(count: int) -> str:
    """Write a number of bytes as people read it."""
    if count < 2**20:
        return f"{max(1, round(count / 1024))} KB"
    return f"{count / 2**20:.1f} MB"


@register.filter
def submission_meta(submission: Submission) -> str:
    """Say whose, for when and until when a submission is."""
    due = timezone.localtime(submission.due_at)
    task = submission.task
    if submission.submitted_at:
        course = f"{moment(submission.submitted_at)} 报送"
        course += "（迟报）" if submission.submitted_at > submission.due_at else ""
    else:
        course = rules.time_left(due, timezone.localtime())
    return f"{submission.county.name} · {task.period_label} · 截止 {moment(due)}（{course}）"


@register.filter
def draft_note(revision: Revision) -> str:
    """Say which revision it is, how big its file, who uploaded it when, how long the check took."""
    upload = revision.upload
    parts = [
        str(revision),
        size(upload.file.size),
        f"{upload.uploaded_by.full_name} {moment(upload.uploaded_at)} 上传",
    ]
    seconds = upload.facts.get("seconds")
    return " · ".join([*parts, f"校验用时 {seconds} 秒"] if seconds else parts)


@register.filter
def draft_facts(revision: Revision) -> list[Fact]:
    """Return the figures of a revision."""
    return [
        Fact("数据行", str(revision.rows_count)),
        Fact("错误", str(revision.errors_count), tone="bad" if revision.errors_count else "good"),
        Fact("提醒", str(revision.warnings_count)),
    ]


@register.filter
def all_errors(errors: ErrorDict) -> list[str]:
    """Return every sentence of a form's errors."""
    return [str(sentence) for sentences in errors.values() for sentence in sentences]


_JOB_TONES = {
    JobState.QUEUED.value: "info",
    JobState.RUNNING.value: "info",
    JobState.DONE.value: "good",
    JobState.FAILED.value: "bad",
    JobState.CANCELLED.value: "warning",
}


@register.filter
def job_tone(job: Job) -> str:
    """Return the tone of a job's state."""
    return _JOB_TONES[job.state]


@register.filter
def job_message(job: Job) -> str:
    """Say what a job is doing, or why it ended."""
    waiting = "正在排队，可以离开本页，稍后回来查看" if job.state == JobState.QUEUED else ""
    return job.error or job.progress_text or waiting


@register.filter
def compared_with(label: str) -> str:
    """Name a comparison."""
    return f"与{label}比对"
