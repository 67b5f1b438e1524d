"""What comes in: tasks, uploads, immutable revisions and the pointer that makes one current."""

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accountability.intake.rules import STATE_LABELS, Period, Severity, State
from portal.files.models import StoredFile
from portal.jobs.models import Job
from villages.places.models import Division

if TYPE_CHECKING:
    from portal.access.models import User

STATES = [(state.value, label) for state, label in STATE_LABELS.items()]
SEVERITIES = [
    (Severity.ERROR.value, "错误"),
    (Severity.WARNING.value, "提醒"),
    (Severity.NOTICE.value, "提示"),
]


class CountyQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Rows that belong to one county."""

    def visible_to(self, user: "User") -> "CountyQuerySet":
        """Keep the rows of the user's counties."""
        return self.filter(county_id__in=user.county_ids)


class CollectionTask(models.Model):
    """A sheet asked for, of every county, for one period, by a deadline, for a stated reason."""

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
    cells_asked = models.IntegerField("须填单元格", default=0)
    cells_prefilled = models.IntegerField("预填单元格", default=0)

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


class Submission(models.Model):
    """What one county owes for one task, and where it stands."""

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
    changed_at = models.DateTimeField("状态变更时间", null=True)
    version = models.IntegerField(default=0)

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "上报"
        constraints = [
            models.UniqueConstraint(fields=["task", "county"], name="submission_one_a_county")
        ]
        indexes = [models.Index(fields=["county", "state"], name="submission_county_state")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.county_id} {self.state}"


class Upload(models.Model):
    """One file somebody uploaded, kept whatever became of it."""

    class Verdict(models.TextChoices):
        """What became of the file."""

        WAITING = "waiting", "校验中"
        READ = "read", "已校验"
        REFUSED = "refused", "未能读取"
        CANCELLED = "cancelled", "已取消"

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="uploads")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("文件名", max_length=255)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间")
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.WAITING)
    refusal = models.TextField("未能读取的原因", blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    facts = models.JSONField("文件信息", default=dict)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "上传"
        indexes = [models.Index(fields=["submission", "-uploaded_at"], name="upload_submission")]

    def __str__(self) -> str:
        return self.name


class Revision(models.Model):
    """One immutable state of a submission's rows, from a file or from cells typed in the browser.

    `columns` maps each field to its column letter in the file; with a row's number and `raw`
    every value leads back to its cell.
    """

    class Kind(models.TextChoices):
        """Where the rows came from."""

        FILE = "file", "文件"
        EDIT = "edit", "在线修改"

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="revisions")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField("版本")
    kind = models.CharField("来源", max_length=8, choices=Kind.choices)
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="revisions")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    sheet_code = models.CharField(max_length=8)
    sheet_version = models.CharField(max_length=8)
    period = models.CharField(max_length=8)
    columns = models.JSONField(default=dict)
    facts = models.JSONField("表头表尾", default=dict)
    rows_count = models.IntegerField("数据行", default=0)
    errors_count = models.IntegerField("错误", default=0)
    warnings_count = models.IntegerField("提醒", default=0)
    content_hash = models.CharField(max_length=64)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("时间")

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "版本"
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="revision_number_once")
        ]
        triggers = [
            pgtrigger.Protect(name="immutable", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"第{self.number}版"


class Pointer(models.Model):
    """Which revision of a submission was current, from one moment to another (end excluded)."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="pointers")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="pointers")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField("事由", max_length=200)

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "现行版本"
        constraints = [
            models.UniqueConstraint(
                fields=["submission"],
                condition=models.Q(closed_at__isnull=True),
                name="pointer_one_open",
            )
        ]
        indexes = [models.Index(fields=["revision"], name="pointer_revision")]

    def __str__(self) -> str:
        return f"{self.submission_id} → {self.revision_id}"


class Step(models.Model):
    """One move of a submission from state to state: who, when, why."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="steps")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, related_name="+")
    from_state = models.CharField(max_length=12, choices=STATES)
    to_state = models.CharField(max_length=12, choices=STATES)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
    reason = models.TextField("说明", blank=True)

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
    """A reason for return bound to a cell; the county sees it among its errors."""

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="marks")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="marks")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    row_key = models.CharField(max_length=64, blank=True)
    sheet_name = models.CharField(max_length=120, blank=True)
    address = models.CharField("单元格", max_length=12, blank=True)
    field = models.CharField(max_length=40, blank=True)
    text = models.CharField("退回理由", max_length=300)
    settled_at = models.DateTimeField(null=True)

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "退回标注"

    def __str__(self) -> str:
        return f"{self.address} {self.text}"


class Problem(models.Model):
    """Something the checks found in a revision, at its cell, in words, with what to do."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="problems")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField("规则", max_length=16)
    severity = models.CharField(max_length=8, choices=SEVERITIES)
    sheet_name = models.CharField(max_length=120, blank=True)
    row_no = models.IntegerField(null=True)
    row_key = models.CharField(max_length=64, blank=True)
    row_label = models.CharField("行名", max_length=120, blank=True)
    field = models.CharField(max_length=40, blank=True)
    column_label = models.CharField("列名", max_length=80, blank=True)
    address = models.CharField("单元格", max_length=12, blank=True)
    sentence = models.CharField("问题", max_length=400)
    remedy = models.CharField("怎么改", max_length=300, blank=True)
    raw = models.CharField("原值", max_length=300, blank=True)
    proposal = models.CharField("建议值", max_length=300, null=True)  # noqa: DJ001 - blank is a proposal too
    cause = models.CharField("归类", max_length=80)

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "校验问题"
        indexes = [models.Index(fields=["revision", "severity", "rule"], name="problem_revision")]

    def __str__(self) -> str:
        return f"{self.address} {self.sentence}"


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


class CellChange(models.Model):
    """One cell the cleaning changed: what stood there, by which rule, what it became."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="changes")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    sheet_name = models.CharField(max_length=120, blank=True)
    row_no = models.IntegerField()
    field = models.CharField(max_length=40)
    address = models.CharField("单元格", max_length=12)
    raw = models.CharField("原值", max_length=300)
    result = models.CharField("结果", max_length=300)
    rule = models.CharField("规则", max_length=16)

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单元格清洗"
        indexes = [models.Index(fields=["revision", "row_no"], name="cell_change_revision")]

    def __str__(self) -> str:
        return f"{self.address} {self.raw} → {self.result}"


class ColumnMapping(models.Model):
    """A header this county writes for a column of a sheet; confirmed once, remembered."""

    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    sheet_code = models.CharField(max_length=8)
    header = models.CharField("表头", max_length=200)
    field = models.CharField("列", max_length=40)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField()

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "列对应"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "sheet_code", "header"], name="column_mapping_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.header} → {self.field}"


class SheetRow(models.Model):
    """One row of one revision of one sheet: typed values beside the raw text of every cell.

    `raw` follows the order of the sheet's columns; what is personal is masked there and lies
    sealed in `sealed` (a JSON object field -> raw text).
    """

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    sheet_name = models.CharField(max_length=120, blank=True)
    row_no = models.IntegerField("行")
    key = models.CharField(max_length=64)
    label = models.CharField("行名", max_length=120, blank=True)
    raw = ArrayField(models.TextField(blank=True))
    sealed = models.BinaryField(null=True)

    objects = CountyQuerySet.as_manager()

    class Meta:
        abstract = True
        triggers = [
            pgtrigger.Protect(name="immutable", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.revision_id}:{self.row_no}"
