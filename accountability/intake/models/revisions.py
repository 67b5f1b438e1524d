"""What came in: uploads, immutable revisions, and the pointer that makes one current."""

import datetime as dt
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accountability.intake.models.collection import CountyQuerySet, Submission
from accountability.intake.models.references import CheckReferences
from portal.files.models import StoredFile
from portal.jobs.models import Job
from villages.places.models import Division


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

    sheet_path: ClassVar = "submission__task__sheet_code"
    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "上传"
        indexes = [models.Index(fields=["submission", "-uploaded_at"], name="upload_submission")]

    def __str__(self) -> str:
        return self.name


class Revision(models.Model):
    """One immutable state of a submission's rows, from a file or from cells typed in the browser.

    `columns` maps each field to its column letter in the file; with a row's number and `raw`
    every value leads back to its cell. Of an old draft nobody was ever sent only this row remains
    after `pruned_at`; its file is kept.
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
    pruned_at = models.DateTimeField("明细清理时间", null=True)

    sheet_path: ClassVar = "sheet_code"
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


class PointerQuerySet(CountyQuerySet):
    """Pointers by moment."""

    def current(self) -> "PointerQuerySet":
        """Keep the pointers open now."""
        return self.filter(closed_at__isnull=True)

    def current_at(self, moment: dt.datetime) -> "PointerQuerySet":
        """Keep the pointers that were open at `moment`: what was known then."""
        return self.filter(opened_at__lte=moment).filter(
            models.Q(closed_at__isnull=True) | models.Q(closed_at__gt=moment)
        )


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

    sheet_path: ClassVar = "revision__sheet_code"
    objects = PointerQuerySet.as_manager()

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


class RowSet(models.Model):
    """The rows of one revision as a whole: the reference that all of them share.

    Written by the row tables themselves (CheckReferences), never by hand.
    """

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, db_index=False, related_name="+")

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "版本的数据行"
        constraints = [models.UniqueConstraint(fields=["revision", "county"], name="row_set_once")]
        triggers = [
            pgtrigger.Protect(name="immutable", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.revision_id}"


class SheetRow(models.Model):
    """One row of one revision of one sheet: typed values beside the raw text of every cell.

    `raw` follows the order of the sheet's columns; what is personal is masked there and lies
    sealed in `sealed` (a JSON object field -> raw text). `part` names the table of a sheet that
    has several.

    Rows are found by revision and row, person or village: each table names its indexes. A single
    one on the revision or the county would cost writing, and mislead the planner about new rows.
    What rows refer to is checked once a statement; so may be a table's own reference to a division
    (db_constraint=False).
    """

    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
    county = models.ForeignKey(
        Division, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
    sheet_name = models.CharField(max_length=120, blank=True)
    part = models.CharField("分表", max_length=20, blank=True, default="")
    row_no = models.IntegerField("行")
    key = models.CharField(max_length=64)
    label = models.CharField("行名", max_length=120, blank=True)
    raw = ArrayField(models.TextField(blank=True))
    sealed = models.BinaryField(null=True)

    sheet_path: ClassVar = "revision__sheet_code"
    objects = CountyQuerySet.as_manager()

    class Meta:
        abstract = True
        triggers = [
            pgtrigger.Protect(name="immutable", operation=pgtrigger.Update | pgtrigger.Delete),
            CheckReferences(),
        ]

    def __str__(self) -> str:
        return f"{self.revision_id}:{self.row_no}"


class CellChange(models.Model):
    """One cell the cleaning changed: what stood there, by which rule, what it became."""

    revision = models.ForeignKey(
        Revision, on_delete=models.CASCADE, db_index=False, related_name="changes"
    )
    county = models.ForeignKey(Division, on_delete=models.PROTECT, db_index=False, related_name="+")
    sheet_name = models.CharField(max_length=120, blank=True)
    row_no = models.IntegerField()
    field = models.CharField(max_length=40)
    address = models.CharField("单元格", max_length=12)
    raw = models.CharField("原值", max_length=300)
    result = models.CharField("结果", max_length=300)
    rule = models.CharField("规则", max_length=16)

    sheet_path: ClassVar = "revision__sheet_code"
    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单元格清洗"
        indexes = [models.Index(fields=["revision", "row_no"], name="cell_change_revision")]

    def __str__(self) -> str:
        return f"{self.address} {self.raw} → {self.result}"
