"""What the checks found, and what a county confirmed once for good."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from accountability.intake.models.collection import CountyQuerySet
from accountability.intake.models.revisions import Revision
from accountability.intake.rules import Severity
from villages.places.models import Division

SEVERITIES = [
    (Severity.ERROR.value, "错误"),
    (Severity.WARNING.value, "提醒"),
    (Severity.NOTICE.value, "提示"),
]


class Problem(models.Model):
    """Something the checks found in a revision, at its cell, in words, with what to do.

    `counterpart` is the cell, or the fact of the registry, that says otherwise: a JSON object with
    revision, sheet_name, row_no, field, address, value, fact.
    """

    revision = models.ForeignKey(
        Revision, on_delete=models.CASCADE, db_index=False, related_name="problems"
    )
    county = models.ForeignKey(Division, on_delete=models.PROTECT, db_index=False, related_name="+")
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
    counterpart = models.JSONField("另一方", null=True)

    sheet_path: ClassVar = "revision__sheet_code"
    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "校验问题"
        indexes = [models.Index(fields=["revision", "severity", "rule"], name="problem_revision")]

    def __str__(self) -> str:
        return f"{self.address} {self.sentence}"


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
