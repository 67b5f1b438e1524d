"""What the portal itself adds to a case: re-checks from above, and relapses they find."""

import pgtrigger
from django.conf import settings
from django.db import models

from accountability.intake.models import CountyQuerySet, Revision
from accountability.rectification.rules.cases import Level, Result
from villages.places.models import Division

LEVELS = [(Level.PROVINCE.value, "省抽查"), (Level.CITY.value, "市抽验")]
RESULTS = [(Result.PASSED.value, "通过"), (Result.FAILED.value, "不通过")]
PICKED = [("drawn", "随机抽取"), ("chosen", "指定")]


class Recheck(models.Model):
    """One look, from above the county, at what the county accepted; never changed, never deleted.

    It belongs to the village and a day: whichever round was claimed then. `source_revision` and
    `source_row` are what the county had reported.
    """

    village = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    level = models.CharField("层级", max_length=10, choices=LEVELS)
    picked = models.CharField("如何确定", max_length=10, choices=PICKED)
    checked_on = models.DateField("日期")
    result = models.CharField("结果", max_length=10, choices=RESULTS)
    score = models.DecimalField("得分", max_digits=5, decimal_places=1, null=True)
    raters_count = models.IntegerField("测评人数", null=True)
    dissatisfied_count = models.IntegerField("不满意票", null=True)
    facts = models.TextField("核查情况")
    evidence = models.TextField("佐证", blank=True)
    checkers = models.CharField("核查人员", max_length=120)
    stage = models.CharField("县报进度", max_length=20)
    source_revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    source_row = models.IntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("登记时间")

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "抽验抽查"
        indexes = [models.Index(fields=["village", "checked_on"], name="recheck_village_day")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.village_id} {self.checked_on} {self.result}"


class Relapse(models.Model):
    """One finding, from above the county, that an accepted branch fell back; never changed."""

    village = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    found_on = models.DateField("发现日期")
    facts = models.TextField("反弹情况")
    stage = models.CharField("县报进度", max_length=20)
    source_revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    source_row = models.IntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("登记时间")

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "反弹"
        indexes = [models.Index(fields=["village", "found_on"], name="relapse_village_day")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.village_id} {self.found_on}"
