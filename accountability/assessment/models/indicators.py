"""The rollups of indicators, and from which rate on a value is green or yellow."""

import datetime as dt
from typing import TYPE_CHECKING, Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accountability.assessment.guarding import guarded_by
from accountability.assessment.rules import Thresholds
from accountability.intake.models import CountyQuerySet
from villages.places.models import Division

if TYPE_CHECKING:
    from portal.access.reader import Reader


class IndicatorValueQuerySet(CountyQuerySet):
    """Figures by area."""

    def visible_to(self, user: "Reader") -> Self:
        """Keep the figures of the user's counties, those of guarded sheets where cleared."""
        rows = super().visible_to(user)
        for permission, codes in guarded_by().items():
            cleared = user.counties_for(permission)
            if not user.county_ids <= cleared:
                rows = rows.exclude(Q(indicator__in=codes) & ~Q(county_id__in=cleared))
        return rows


class IndicatorValue(models.Model):
    """One indicator of one county in one period, computed when a pointer moved.

    No row means 未报: a missing value is never zero. `parts` keeps further counts by name (a grade
    distribution); `revisions` says from which revisions the figure was computed. A figure of the
    portal's own rows keeps what it counted itself: `things`, each as rollup.py's THING.
    """

    indicator = models.CharField("指标", max_length=30)
    period = models.CharField("期次", max_length=8)
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    numerator = models.IntegerField()
    denominator = models.IntegerField()
    parts = models.JSONField(default=dict)
    rule = models.CharField("口径", max_length=40)
    revisions = ArrayField(models.BigIntegerField(), default=list)
    things = models.JSONField("计入的内容", null=True)
    computed_at = models.DateTimeField()

    objects = IndicatorValueQuerySet.as_manager()

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

    Where a lower value is better, up to which rate it is. `is_official` stays false until a
    document says so; pages then print 示例口径，非正式.
    """

    indicator = models.CharField("指标", max_length=30)
    green_at = models.FloatField("绿")
    yellow_at = models.FloatField("黄")
    lower_is_better = models.BooleanField("越低越好", default=False)
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
                condition=models.Q(lower_is_better=False, yellow_at__lte=models.F("green_at"))
                | models.Q(lower_is_better=True, yellow_at__gte=models.F("green_at")),
                name="indicator_threshold_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}：{self.thresholds.words}"

    @property
    def thresholds(self) -> Thresholds:
        """Return the row as rules use it."""
        return Thresholds(
            self.green_at, self.yellow_at, self.source, self.is_official, self.lower_is_better
        )
