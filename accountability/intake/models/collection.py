"""What is asked: tasks, each county's submission, its steps and what was said about it."""

from typing import TYPE_CHECKING, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accountability.intake.declare import SHEETS, guarded
from accountability.intake.rules import STATE_LABELS, Period, State
from villages.places.models import Division

if TYPE_CHECKING:
    from portal.access.reader import Reader

STATES = [(state.value, label) for state, label in STATE_LABELS.items()]


class CountyQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Rows that belong to one county; `sheet_path` of the model leads to the sheet's code."""

    def visible_to(self, user: "Reader") -> Self:
        """Keep the rows of the user's counties, without the sheets the user may not see there."""
        rows = self.filter(county_id__in=user.county_ids)
        path = getattr(self.model, "sheet_path", "")
        for permission, codes in guarded().items() if path else ():
            cleared = user.counties_for(permission)
            if not user.county_ids <= cleared:
                rows = rows.exclude(Q(**{f"{path}__in": codes}) & ~Q(county_id__in=cleared))
        return rows


class CollectionTaskQuerySet(models.QuerySet["CollectionTask"]):
    """Tasks by who owes them."""

    def visible_to(self, user: "Reader") -> "CollectionTaskQuerySet":
        """Keep the tasks that a county of the user owes."""
        owed = Submission.objects.visible_to(user).filter(task=OuterRef("pk"))
        return self.filter(Exists(owed))


class CollectionTask(models.Model):
    """A sheet asked for, of every county, for one period, by a deadline, for a stated reason.

    With it stands its burden: who asks, by which document, how many cells and minutes, and why
    columns that other sheets have too are asked for again.
    """

    sheet_code = models.CharField("表", max_length=8)
    period = models.CharField("期次", max_length=8)
    due_at = models.DateTimeField("截止时间")
    opened_at = models.DateTimeField("下达时间")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    needs_city_review = models.BooleanField("须市级审核", default=False)
    justification = models.CharField("采集理由", max_length=300)
    basis = models.CharField("采集依据", max_length=200, blank=True)
    asked_by = models.CharField("提出单位", max_length=80, blank=True)
    approved_by = models.CharField("批准人", max_length=30, blank=True)
    overlap_note = models.CharField("重复列说明", max_length=300, blank=True)
    overlaps_count = models.IntegerField("与其他表重复的列", default=0)
    minutes_a_county = models.IntegerField("每县预计用时（分钟）", default=0)
    cells_asked = models.IntegerField("须填单元格", default=0)
    cells_prefilled = models.IntegerField("预填单元格", default=0)

    objects = CollectionTaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "采集任务"
        constraints = [
            models.UniqueConstraint(
                fields=["sheet_code", "period"], name="collection_task_once_a_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet_code} {self.period}"

    @property
    def period_label(self) -> str:
        """Return the period in Chinese."""
        return Period.parse(self.period).label

    @property
    def sheet_title(self) -> str:
        """Return the title of the sheet asked for."""
        sheet = SHEETS.get(self.sheet_code)
        return sheet.title if sheet else self.sheet_code

    @property
    def counted_in(self) -> str:
        """Return what who owes it is counted in: a sheet that asks cities is owed by units."""
        sheet = SHEETS.get(self.sheet_code)
        return "个单位" if sheet and sheet.asks_city else "个县"


class Submission(models.Model):
    """What one county owes for one task, and where it stands.

    It counts as reported from the moment the county's signer first sends it on (`submitted_at`).
    The `..._by` fields name who did each step of the round now under way.
    """

    task = models.ForeignKey(CollectionTask, on_delete=models.PROTECT, related_name="submissions")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=12, choices=STATES, default=State.OPEN.value)
    due_at = models.DateTimeField("截止时间")
    draft = models.ForeignKey(
        "Revision", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField("首次上报时间", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    changed_at = models.DateTimeField("状态变更时间", null=True)
    version = models.IntegerField(default=0)

    sheet_path: ClassVar = "task__sheet_code"
    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "上报"
        constraints = [
            models.UniqueConstraint(fields=["task", "county"], name="submission_one_a_county"),
            models.CheckConstraint(
                condition=~Q(signed_by=F("submitted_by")), name="submission_signer_is_another"
            ),
            models.CheckConstraint(
                condition=~Q(reviewed_by=F("submitted_by")) & ~Q(reviewed_by=F("signed_by")),
                name="submission_reviewer_is_another",
            ),
            models.CheckConstraint(
                condition=~Q(accepted_by=F("submitted_by"))
                & ~Q(accepted_by=F("signed_by"))
                & ~Q(accepted_by=F("reviewed_by")),
                name="submission_acceptor_is_another",
            ),
        ]
        indexes = [models.Index(fields=["county", "state"], name="submission_county_state")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.county_id} {self.state}"


class Step(models.Model):
    """One move of a submission from state to state: who, when, why."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="steps")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey("Revision", on_delete=models.PROTECT, null=True, related_name="+")
    from_state = models.CharField(max_length=12, choices=STATES)
    to_state = models.CharField(max_length=12, choices=STATES)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
    reason = models.TextField("说明", blank=True)

    sheet_path: ClassVar = "submission__task__sheet_code"
    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "流转"
        indexes = [models.Index(fields=["submission", "at"], name="step_submission")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class ReturnMark(models.Model):
    """A reason for return bound to a cell; the county sees it among its errors.

    It is settled by changing the cell or by an answer in words.
    """

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="marks")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="marks")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    row_key = models.CharField(max_length=64, blank=True)
    sheet_name = models.CharField(max_length=120, blank=True)
    address = models.CharField("单元格", max_length=12, blank=True)
    field = models.CharField(max_length=40, blank=True)
    text = models.CharField("退回理由", max_length=300)
    answer = models.CharField("答复", max_length=300, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    sheet_path: ClassVar = "submission__task__sheet_code"
    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "退回标注"

    def __str__(self) -> str:
        return f"{self.address} {self.text}"


class Explanation(models.Model):
    """Why a warning is right as it stands; it follows the row through later revisions."""

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="explanations"
    )
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=16)
    row_key = models.CharField(max_length=64, blank=True)
    field = models.CharField(max_length=40, blank=True)
    text = models.CharField("说明", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    sheet_path: ClassVar = "submission__task__sheet_code"
    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提醒说明"
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "rule", "row_key", "field"], name="explanation_once"
            )
        ]

    def __str__(self) -> str:
        return self.text


class Reminder(models.Model):
    """One county reminded of what it still owes: by whom, when, in which words."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="reminders")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("催报时间")
    text = models.CharField("催报内容", max_length=200, blank=True)

    sheet_path: ClassVar = "submission__task__sheet_code"
    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "催报"
        indexes = [models.Index(fields=["submission", "-at"], name="reminder_submission")]

    def __str__(self) -> str:
        return f"{self.county_id} {self.at:%Y-%m-%d %H:%M}"
