"""Alarms about posts of heads, and what people said and concluded of them."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from accountability.intake.models import CountyQuerySet
from accountability.stability.rules import (
    GROUND_LABELS,
    KIND_LABELS,
    STEP_LABELS,
    VERDICT_LABELS,
    WORDS,
    Kind,
    Verdict,
)
from villages.places.models import Division

OPEN = Q(is_standing=True, verdict="")
CONCLUDED = ~Q(verdict="")
KINDS = [(kind.value, label) for kind, label in KIND_LABELS.items()]
GROUNDS = [(ground.value, label) for ground, label in GROUND_LABELS.items()]
STEPS = [(step.value, label) for step, label in STEP_LABELS.items()]
TITLES = list(WORDS.items())


class AlarmQuerySet(CountyQuerySet):
    """Alarms by where they stand."""

    def open(self) -> "AlarmQuerySet":
        """Keep those nobody has concluded and the facts still say."""
        return self.filter(OPEN)


class StabilityAlarm(models.Model):
    """A leaving or a vacancy that the rules want a person to look at; the same is one record.

    `day` is when the holder left, or since when the post is empty. Facts that no longer say so
    leave the record, which then does not stand; a conclusion stays with it.
    """

    kind = models.CharField("事项", max_length=8, choices=KINDS)
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("职务", max_length=20, choices=TITLES)
    holder_name = models.CharField("姓名", max_length=50, blank=True)
    day = models.DateField("日期")
    why = models.CharField("事由", max_length=200)
    days = models.IntegerField("缺职天数", null=True)
    source_revision_id = models.BigIntegerField("来源版本", null=True)
    source_row = models.IntegerField("来源行", null=True)
    source_note = models.CharField("来源", max_length=80, blank=True)
    is_standing = models.BooleanField("数据仍如此", default=True)
    verdict = models.CharField("认定", max_length=12, blank=True)
    first_seen_at = models.DateTimeField("首次发现")
    last_seen_at = models.DateTimeField("最近发现")
    cleared_at = models.DateTimeField("消除时间", null=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "正职异动和缺职"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "county", "division", "title", "holder_name", "day"],
                name="stability_alarm_once",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["", *(verdict.value for verdict in Verdict)]),
                name="stability_alarm_verdict",
            ),
        ]
        indexes = [
            models.Index(fields=["division", "title"], name="stability_alarm_post"),
            models.Index(fields=["county", "verdict"], name="stability_alarm_county"),
        ]

    def __str__(self) -> str:
        return f"{self.subject}{self.get_kind_display()}"

    @property
    def subject(self) -> str:
        """Return the post, and who left it."""
        return f"{self.division.name}{self.get_title_display()}{self.holder_name}"

    @property
    def is_open(self) -> bool:
        """Say whether it waits for a conclusion."""
        return self.is_standing and not self.verdict

    @property
    def state_words(self) -> str:
        """Return where it stands, in the words of the screen."""
        if self.verdict:
            return VERDICT_LABELS[Kind(self.kind)][Verdict(self.verdict)]
        return "待核" if self.is_standing else "已消除（数据已更正）"


class StabilityStep(models.Model):
    """One thing somebody did about an alarm: the county's statement, a conclusion, a reopening."""

    alarm = models.ForeignKey(StabilityAlarm, on_delete=models.PROTECT, related_name="steps")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("办理", max_length=12, choices=STEPS)
    verdict = models.CharField("认定", max_length=12, blank=True)
    ground = models.CharField("例外情形", max_length=12, choices=GROUNDS, blank=True)
    approval_number = models.CharField("批准文号", max_length=80, blank=True)
    document = models.CharField("批准文件", max_length=160, blank=True)
    approved_on = models.DateField("批准日期", null=True)
    text = models.CharField("内容", max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "异动和缺职的办理"
        indexes = [models.Index(fields=["alarm", "-at"], name="stability_step_alarm")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.alarm_id} {self.get_kind_display()}"
