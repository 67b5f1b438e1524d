"""Rows of the assessment sheets, and the rollups of indicators."""

import datetime as dt

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accountability.intake.models import CountyQuerySet, SheetRow
from villages.places.models import Division


class ScoreRow(SheetRow):
    """One row of T3: one first secretary's yearly or end-of-term assessment."""

    serial = models.CharField("序号", max_length=20, blank=True)
    township_name = models.CharField("乡镇", max_length=80, blank=True)
    village_name = models.CharField("村", max_length=80, blank=True)
    village = models.ForeignKey(Division, on_delete=models.PROTECT, null=True, related_name="+")
    person_name = models.CharField("姓名", max_length=50, blank=True)
    id_tail = models.CharField("身份证号后4位", max_length=4, blank=True)
    person_id = models.BigIntegerField(null=True)
    organization_score = models.DecimalField(
        "建强基层组织", max_digits=6, decimal_places=2, null=True
    )
    relief_score = models.DecimalField("推动精准扶贫", max_digits=6, decimal_places=2, null=True)
    service_score = models.DecimalField("为民办事服务", max_digits=6, decimal_places=2, null=True)
    governance_score = models.DecimalField(
        "提升治理水平", max_digits=6, decimal_places=2, null=True
    )
    attendance_score = models.DecimalField("出勤纪律", max_digits=6, decimal_places=2, null=True)
    satisfaction_score = models.DecimalField(
        "群众满意度", max_digits=6, decimal_places=2, null=True
    )
    adjustment_score = models.DecimalField("加减分", max_digits=6, decimal_places=2, null=True)
    total_score = models.DecimalField("总分", max_digits=6, decimal_places=2, null=True)
    ballots_sent = models.IntegerField("发放", null=True)
    ballots_returned = models.IntegerField("收回", null=True)
    ballots_satisfied = models.IntegerField("满意", null=True)
    ballots_fair = models.IntegerField("基本满意", null=True)
    ballots_dissatisfied = models.IntegerField("不满意", null=True)
    absences_count = models.IntegerField("不在岗被查次数", null=True)
    grade = models.CharField("等次", max_length=10, blank=True)
    grade_basis = models.TextField("等次依据", blank=True)
    is_signed = models.BooleanField("考核组成员签字", null=True)

    class Meta(SheetRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "T3 考核评分"
        indexes = [
            models.Index(fields=["revision", "row_no"], name="score_row_revision"),
            models.Index(fields=["person_id"], name="score_row_person"),
        ]


class IndicatorValue(models.Model):
    """One indicator of one county in one period, computed when a pointer moved.

    No row means 未报: a missing value is never zero. `parts` keeps further counts by name (a grade
    distribution); `revisions` says from which revisions the figure was computed.
    """

    indicator = models.CharField("指标", max_length=30)
    period = models.CharField("期次", max_length=8)
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    numerator = models.IntegerField()
    denominator = models.IntegerField()
    parts = models.JSONField(default=dict)
    rule = models.CharField("口径", max_length=40)
    revisions = ArrayField(models.BigIntegerField(), default=list)
    computed_at = models.DateTimeField()

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指标值"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period", "county"], name="indicator_value_once"
            )
        ]
        indexes = [models.Index(fields=["period", "indicator"], name="indicator_value_period")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.period} {self.county_id}"


class ThresholdQuerySet(models.QuerySet["IndicatorThreshold"]):
    """Thresholds by date."""

    def in_force(self, on: dt.date) -> "ThresholdQuerySet":
        """Keep the thresholds valid on the day `on`."""
        return self.filter(valid_from__lte=on).filter(
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=on)
        )


@pghistory.track()
class IndicatorThreshold(models.Model):
    """From which rate on an indicator is green or yellow, from one day to another.

    `is_official` stays false until a document says so; pages then print 示例口径，非正式.
    """

    indicator = models.CharField("指标", max_length=30)
    green_at = models.FloatField("绿（不低于）")
    yellow_at = models.FloatField("黄（不低于）")
    valid_from = models.DateField("起始日期")
    valid_to = models.DateField("终止日期", null=True, blank=True)
    source = models.CharField("依据", max_length=200)
    is_official = models.BooleanField("正式口径", default=False)

    objects = ThresholdQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "红黄绿标准"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator"],
                condition=models.Q(valid_to__isnull=True),
                name="indicator_threshold_one_current",
            ),
            models.CheckConstraint(
                condition=models.Q(yellow_at__lte=models.F("green_at")),
                name="indicator_threshold_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} 绿≥{self.green_at:.0%} 黄≥{self.yellow_at:.0%}"
