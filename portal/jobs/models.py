"""Long work: the row in PostgreSQL is the truth, the Celery message only a nudge."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from portal.access.models import User


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", "排队中"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "未成功"
    CANCELLED = "cancelled", "已取消"


UNFINISHED = (JobState.QUEUED, JobState.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs by who asked for them."""

    def visible_to(self, user: "User") -> "JobQuerySet":
        """Keep the user's own."""
        return self.filter(originator=user)


class Job(models.Model):
    """One piece of long work, claimed with a lease, done exactly once.

    `claim` is the token of whoever works on it now: an earlier worker that wakes up again finds
    another token and may not end the job any more.
    """

    kind = models.CharField("类型", max_length=40)
    key = models.CharField(max_length=200, unique=True)
    title = models.CharField("名称", max_length=200)
    state = models.CharField(
        "状态", max_length=10, choices=JobState.choices, default=JobState.QUEUED
    )
    payload = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    originator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    done_count = models.IntegerField("已处理", default=0)
    total_count = models.IntegerField("总数", default=0)
    progress_text = models.CharField("进度", max_length=200, blank=True)
    error = models.TextField("原因", blank=True)
    attempts = models.IntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    claim = models.CharField(max_length=32, blank=True)
    cancel_requested = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        indexes = [
            models.Index(
                fields=["state", "sent_at"],
                name="job_unfinished",
                condition=models.Q(state__in=["queued", "running"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.get_state_display()}）"

    @property
    def is_finished(self) -> bool:
        """Say whether nothing more will happen."""
        return self.state not in UNFINISHED

    @property
    def percent(self) -> int:
        """Return the progress in whole percent."""
        if self.state == JobState.DONE:
            return 100
        return 100 * self.done_count // self.total_count if self.total_count else 0


class ScheduleSlot(models.Model):
    """One due moment of one schedule: whoever inserts the row does the work, once."""

    schedule = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["schedule", "due_at"], name="schedule_slot_once")
        ]

    def __str__(self) -> str:
        return f"{self.schedule} {self.due_at:%Y-%m-%d %H:%M}"
