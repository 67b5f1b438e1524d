"""A case: projected from T4, never written by hand."""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accountability.intake.models import CountyQuerySet, Revision
from accountability.rectification.rules.cases import (
    GROUP_LABELS,
    OPEN,
    ORDER_WORDS,
    Group,
    Order,
    days_late,
    sent_back_to,
)
from accountability.rectification.rules.leading import BREACH_WORDS, Breach
from villages.places.models import Division, VillageType

GROUPS = [(group.value, label) for group, label in GROUP_LABELS.items()]
ORDERS = [(order.value, words) for order, words in ORDER_WORDS.items()]


class WeakCaseQuerySet(CountyQuerySet):
    """Cases by where they stand."""

    def open(self) -> "WeakCaseQuerySet":
        """Keep those being mended."""
        return self.filter(group__in=OPEN)

    def sent_back(self) -> "WeakCaseQuerySet":
        """Keep those a re-check or a relapse sent back, which the ledger does not say yet."""
        return self.exclude(order=Order.NONE)

    def past_tracking(self, day: dt.date) -> "WeakCaseQuerySet":
        """Keep those whose year of tracking is over and which nobody closed."""
        return self.filter(group=Group.TRACKED, tracked_until__lt=day)


class WeakCase(models.Model):
    """One round of mending the branch of one village, as the current ledgers of its county say.

    A case opened again is a new round, linked to the one before. `stage` is what the last ledger
    says; `standing` is that unless a re-check or a relapse sent the case back (`order`).
    `village_ids` are all divisions this village has been; `began_on` is when it was opened or
    first reported, `closed_on` the end of the month that first says so. Lateness is counted to
    `told_until`, the last day of which the county has reported: what happened since, nobody has
    told yet. Everything else the ledger knows stands in its row: `source_revision`,
    `source_sheet`, `source_row`.
    """

    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    village_ids = ArrayField(models.BigIntegerField(), default=list)
    round = models.IntegerField("轮次")
    previous = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="followers"
    )
    began_on = models.DateField("起始")
    first_period = models.CharField("首次上报", max_length=8)
    period = models.CharField("最近上报", max_length=8)
    stage = models.CharField("县报进度", max_length=20)
    standing = models.CharField("当前进度", max_length=20)
    group = models.CharField("状态", max_length=10, choices=GROUPS)
    order = models.CharField("退回", max_length=10, choices=ORDERS, blank=True)
    ordered_on = models.DateField("退回日期", null=True)
    weak_types = ArrayField(models.CharField(max_length=40), default=list, verbose_name="类型")
    difficulty = models.CharField("难度等级", max_length=4, blank=True)
    is_hardest = models.BooleanField("老大难", null=True)
    missing_ones = ArrayField(models.CharField(max_length=20), default=list)
    county_leader = models.CharField("联村县级领导", max_length=50, blank=True)
    county_leader_post = models.CharField("联村县级领导职务", max_length=80, blank=True)
    township_leader = models.CharField("包村乡镇领导", max_length=50, blank=True)
    township_leader_post = models.CharField("包村乡镇领导职务", max_length=80, blank=True)
    breaches = ArrayField(models.CharField(max_length=10), default=list, verbose_name="包联不符")
    steps_done = models.IntegerField("完成步数", default=0)
    opened_on = models.DateField("立案日期", null=True)
    planned_on = models.DateField("计划完成", null=True)
    finished_on = models.DateField("实际完成", null=True)
    verified_on = models.DateField("验收日期", null=True)
    tracked_until = models.DateField("跟踪截止", null=True)
    closed_on = models.DateField("销号", null=True)
    told_until = models.DateField("截至", null=True)
    relapses = models.IntegerField("反弹次数", default=0)
    source_revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    source_sheet = models.CharField(max_length=120, blank=True)
    source_row = models.IntegerField()

    objects = WeakCaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "软弱涣散整顿"
        constraints = [
            models.UniqueConstraint(fields=["village", "began_on"], name="weak_case_once")
        ]
        indexes = [models.Index(fields=["county", "group"], name="weak_case_county_group")]

    def __str__(self) -> str:
        return f"{self.village_id} {self.began_on}"

    @property
    def is_open(self) -> bool:
        """Say whether it is being mended."""
        return self.group in OPEN

    @property
    def breach_words(self) -> list[str]:
        """Return in words who should lead it and does not (F-07)."""
        return [BREACH_WORDS[Breach(one)] for one in self.breaches]

    @property
    def must_become(self) -> str:
        """Return the stage it has to be reported in next."""
        return sent_back_to(self.stage, Order(self.order))

    @property
    def days_late(self) -> int:
        """Return by how many days it is behind its plan, as far as the county has reported."""
        if self.told_until is None:
            return 0
        return days_late(self.planned_on, self.finished_on, self.standing, self.told_until)


class HeldType(models.Model):
    """What the registry said of a weak village before a ledger spoke of it; comes back after."""

    village = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=VillageType._meta.get_field("source").max_length or 120)

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "整顿台账之前的村类型"

    def __str__(self) -> str:
        return f"{self.village_id} {self.valid_from}"
