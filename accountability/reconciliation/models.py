"""Contradictions between sheets, what was ruled on them, and figures a report declares."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accountability.intake.models import CountyQuerySet, Revision
from accountability.reconciliation.rules import (
    CLEARED_LABELS,
    STATE_LABELS,
    VERDICT_LABELS,
    State,
)
from villages.places.models import Division

STATES = [(state.value, label) for state, label in STATE_LABELS.items()]
CLEARED = [(cleared.value, label) for cleared, label in CLEARED_LABELS.items()]
VERDICTS = [(verdict.value, label) for verdict, label in VERDICT_LABELS.items()]


class ContradictionQuerySet(CountyQuerySet):
    """Contradictions by where they stand."""

    def open(self) -> "ContradictionQuerySet":
        """Keep those nobody has ruled on."""
        return self.filter(state=State.OPEN)

    def to_correct_by(self, county_ids: frozenset[int]) -> "ContradictionQuerySet":
        """Keep those that wait for one of the counties to correct what it reported."""
        return self.filter(state=State.CORRECTING, correct_counties__overlap=list(county_ids))


class Contradiction(models.Model):
    """Two places that contradict each other: the same again is the same record, never deleted.

    `key` is unique among the rule's in a county. The right side is a cell, a whole revision, or
    (`right_fact`) what the registry or a report says; what lies in another county is read only by
    who may see that county, so its value is not kept here. `signature` is of both values.
    `correct_counties` are asked to correct what they reported.
    """

    rule = models.CharField("规则", max_length=20)
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(Division, on_delete=models.PROTECT, null=True, related_name="+")
    period = models.CharField("期次", max_length=8, blank=True)
    key = models.CharField(max_length=200)
    subject = models.CharField("对象", max_length=160)
    sentence = models.CharField("矛盾", max_length=400)
    remedy = models.CharField("怎么办", max_length=300, blank=True)
    left_revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, null=True, related_name="+"
    )
    left_sheet_name = models.CharField(max_length=120, blank=True)
    left_row = models.IntegerField(null=True)
    left_field = models.CharField(max_length=40, blank=True)
    left_value = models.CharField("左边", max_length=300, blank=True)
    right_county = models.ForeignKey(
        Division, on_delete=models.PROTECT, null=True, related_name="+"
    )
    right_revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, null=True, related_name="+"
    )
    right_sheet_name = models.CharField(max_length=120, blank=True)
    right_row = models.IntegerField(null=True)
    right_field = models.CharField(max_length=40, blank=True)
    right_value = models.CharField("右边", max_length=300, blank=True)
    right_fact = models.CharField("右边依据", max_length=300, blank=True)
    signature = models.CharField(max_length=32)
    state = models.CharField("状态", max_length=12, choices=STATES, default=State.OPEN.value)
    cleared_by = models.CharField("消除原因", max_length=12, choices=CLEARED, blank=True)
    first_seen_at = models.DateTimeField("首次发现")
    last_seen_at = models.DateTimeField("最近发现")
    cleared_at = models.DateTimeField("消除时间", null=True)
    correct_counties = ArrayField(models.BigIntegerField(), default=list, verbose_name="待更正县")
    explanation = models.CharField("县里的说明", max_length=300, blank=True)
    explained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    explained_at = models.DateTimeField(null=True)

    objects = ContradictionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "勾稽矛盾"
        constraints = [
            models.UniqueConstraint(fields=["rule", "county", "key"], name="contradiction_once")
        ]
        indexes = [
            models.Index(fields=["state", "rule"], name="contradiction_state_rule"),
            models.Index(fields=["county", "state"], name="contradiction_county_state"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.subject}"

    @property
    def code(self) -> str:
        """Return the number of the rule."""
        return self.rule.partition("-")[0]

    @property
    def is_across(self) -> bool:
        """Say whether the other side lies in another county."""
        return self.right_county_id is not None and self.right_county_id != self.county_id


class Ruling(models.Model):
    """What somebody decided about a contradiction: which side is right, why, until when."""

    contradiction = models.ForeignKey(
        Contradiction, on_delete=models.PROTECT, related_name="rulings"
    )
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField("裁定", max_length=8, choices=VERDICTS)
    reason = models.CharField("理由", max_length=300)
    expires_on = models.DateField("有效期至", null=True)
    signature = models.CharField(max_length=32)
    left_value = models.CharField("左边", max_length=300, blank=True)
    right_value = models.CharField("右边", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "裁定"
        indexes = [models.Index(fields=["contradiction", "-at"], name="ruling_contradiction")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.contradiction_id} {self.get_verdict_display()}"


class DeclaredFigure(models.Model):
    """A figure a county's own report states in prose, typed in with where it stands."""

    class Code(models.TextChoices):
        """What the figure counts."""

        HOLLOW = "hollow", "空壳村数"
        WEAK = "weak", "薄弱村数"
        BOTH = "both", "空壳村和薄弱村合计"

    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    code = models.CharField("数字", max_length=10, choices=Code.choices)
    period = models.CharField("期次", max_length=8)
    value = models.IntegerField("报告中的数")
    document = models.CharField("报告名称和页码", max_length=160)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    typed_at = models.DateTimeField("登记时间")
    replaced_at = models.DateTimeField(null=True)

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "县报告中的数"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "code", "period"],
                condition=models.Q(replaced_at__isnull=True),
                name="declared_figure_one_current",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_code_display()} {self.period} {self.value}"
