"""How far each county is with each task; entries are never changed."""

import datetime as dt

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual

from accountability.campaigns.models.campaigns import Campaign, Milestone, WorkTask
from accountability.campaigns.rules import (
    ACT_LABELS,
    OPEN,
    PROGRESS_LABELS,
    SHORTEST_TEXT,
    CampaignState,
    Progress,
    overdue_days,
)
from accountability.intake.models import CountyQuerySet
from portal.files.models import StoredFile
from villages.places.models import Division

PROGRESS = [(state.value, label) for state, label in PROGRESS_LABELS.items()]
ACTS = [(act.value, label) for act, label in ACT_LABELS.items()]
_OPEN = sorted(state.value for state in OPEN)
_APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class CountyTaskQuerySet(CountyQuerySet):
    """County tasks by where they stand."""

    def standing(self) -> "CountyTaskQuerySet":
        """Keep those of tasks that were not withdrawn."""
        return self.filter(task__withdrawn_at__isnull=True)

    def in_work(self) -> "CountyTaskQuerySet":
        """Keep those of campaigns the counties work on."""
        return self.standing().filter(campaign__state=CampaignState.ISSUED)

    def unfinished(self) -> "CountyTaskQuerySet":
        """Keep those the county has not reported, or has back."""
        return self.filter(state__in=_OPEN)

    def overdue(self, today: dt.date) -> "CountyTaskQuerySet":
        """Keep the unfinished ones past the due date in force."""
        return self.unfinished().filter(due_on__lt=today)


class CountyTask(models.Model):
    """One county's part of one task: its state, and the due date in force for it.

    Whoever reported it done cannot be who confirms it: the database itself refuses that.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="items")
    task = models.ForeignKey(WorkTask, on_delete=models.PROTECT, related_name="items")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        "状态", max_length=12, choices=PROGRESS, default=Progress.NOT_BEGUN.value
    )
    due_on = models.DateField("完成期限")
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reported_at = models.DateTimeField("报完成时间", null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField("核实时间", null=True)

    objects = CountyTaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "县任务"
        constraints = [
            models.UniqueConstraint(fields=["task", "county"], name="county_task_once"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("reported_by")),
                name="county_task_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="confirmed", confirmed_by__isnull=False, confirmed_at__isnull=False
                )
                | (~Q(state="confirmed") & Q(confirmed_by__isnull=True, confirmed_at__isnull=True)),
                name="county_task_confirmed_by",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["reported", "confirmed"])
                | Q(reported_by__isnull=False, reported_at__isnull=False),
                name="county_task_reported_by",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "state", "due_on"], name="county_task_waiting"),
            models.Index(fields=["campaign", "county"], name="county_task_campaign"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.county_id} {self.get_state_display()}"

    def overdue_days(self, today: dt.date) -> int:
        """Return the days it is overdue on a day."""
        return overdue_days(Progress(self.state), self.due_on, today)


class ProgressEntry(models.Model):
    """One word about a county's task: progress, done, confirmed, returned, postponed.

    It may say of one milestone when it was reached or is now expected.
    """

    item = models.ForeignKey(CountyTask, on_delete=models.PROTECT, related_name="entries")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    act = models.CharField("事项", max_length=10, choices=ACTS)
    text = models.TextField("内容")
    milestone = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, null=True, related_name="entries"
    )
    forecast_on = models.DateField("预计日期", null=True)
    reached_on = models.DateField("实际日期", null=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField("附件", max_length=255, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任务进展"
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(act="confirm") | Q(GreaterThanOrEqual(Length("text"), SHORTEST_TEXT)),
                name="progress_entry_says_something",
            )
        ]
        indexes = [models.Index(fields=["item", "at"], name="progress_entry_item")]
        triggers = [pgtrigger.Protect(name="append_only", operation=_APPEND_ONLY)]

    def __str__(self) -> str:
        return f"{self.item_id} {self.get_act_display()}"


class Postponement(models.Model):
    """The one postponement a county's task may have: until when, why, and who approved it."""

    item = models.OneToOneField(CountyTask, on_delete=models.PROTECT, related_name="postponement")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    old_due_on = models.DateField("原期限")
    new_due_on = models.DateField("延期至")
    reason = models.CharField("延期理由", max_length=300)
    approver = models.CharField("批准人", max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任务延期"
        constraints = [
            models.CheckConstraint(
                condition=Q(new_due_on__gt=F("old_due_on")), name="postponement_is_later"
            )
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=_APPEND_ONLY)]

    def __str__(self) -> str:
        return f"{self.item_id} {self.new_due_on}"
