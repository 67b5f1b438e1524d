"""Numbers and lists the rules use, from one day to another, each with its source."""

import datetime as dt

import pghistory
from django.db import models

from accountability.parameters.rules import CERTAINTY_LABELS, Certainty, Value

CERTAINTIES = [(one.value, label) for one, label in CERTAINTY_LABELS.items()]


class ParameterQuerySet(models.QuerySet["Parameter"]):
    """Parameters by date."""

    def as_of(self, on: dt.date) -> "ParameterQuerySet":
        """Keep what holds on the day `on` (end excluded)."""
        return self.filter(valid_from__lte=on).filter(
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=on)
        )


@pghistory.track()
class Parameter(models.Model):
    """One value of one parameter, from one day to another.

    Without number and text it says that the rule exists and nobody has confirmed its value.
    """

    code = models.SlugField("代码", max_length=40)
    title = models.CharField("参数", max_length=60)
    unit = models.CharField("单位", max_length=10, blank=True)
    number = models.DecimalField("数值", max_digits=14, decimal_places=4, null=True, blank=True)
    text = models.CharField("内容", max_length=300, blank=True)
    valid_from = models.DateField("起始日期")
    valid_to = models.DateField("终止日期", null=True, blank=True)
    source = models.CharField("依据", max_length=200)
    certainty = models.CharField("确定程度", max_length=10, choices=CERTAINTIES)

    objects = ParameterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参数"
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(valid_to__isnull=True),
                name="parameter_one_current",
            ),
            models.UniqueConstraint(fields=["code", "valid_from"], name="parameter_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from")),
                name="parameter_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}：{self.value}"

    @property
    def value(self) -> Value:
        """Return the value as rules use it."""
        return Value(
            code=self.code,
            title=self.title,
            unit=self.unit,
            number=self.number,
            text=self.text,
            source=self.source,
            certainty=Certainty(self.certainty),
            valid_from=self.valid_from,
        )

    @property
    def is_unsure(self) -> bool:
        """Say whether the mark 官方表述待核 must stand beside it."""
        return self.certainty == Certainty.UNSURE
