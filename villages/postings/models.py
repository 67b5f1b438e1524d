"""First secretaries and team members posted to villages."""

import datetime as dt
from typing import TYPE_CHECKING

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Value

from villages.people.models import Person, Unit, UnitLevel
from villages.places.models import Division

if TYPE_CHECKING:
    from portal.access.reader import Reader


class PostingRole(models.TextChoices):
    """The role in the village work team."""

    FIRST_SECRETARY = "first_secretary", "第一书记"
    LEADER = "leader", "队长"
    MEMBER = "member", "队员"


class EndReason(models.TextChoices):
    """Why a posting ended; recall and replacement are different things."""

    EXPIRED = "expired", "期满"
    ADJUSTED = "adjusted", "调整"
    RECALLED = "recalled", "召回"
    PROMOTED = "promoted", "提拔"
    OTHER = "other", "其他"


class PostingQuerySet(models.QuerySet["Posting"]):
    """Postings by date and area."""

    def as_of(self, on: dt.date) -> "PostingQuerySet":
        """Keep the postings that held on the day `on`."""
        return self.filter(started_on__lte=on).filter(
            models.Q(ended_on__isnull=True) | models.Q(ended_on__gt=on)
        )

    def during(self, first: dt.date, last: dt.date) -> "PostingQuerySet":
        """Keep the postings that held on any day from `first` to `last`."""
        return self.filter(started_on__lte=last).filter(
            models.Q(ended_on__isnull=True) | models.Q(ended_on__gt=first)
        )

    def visible_to(self, user: "Reader") -> "PostingQuerySet":
        """Keep the postings in the user's counties."""
        return self.filter(county_id__in=user.county_ids)


class Posting(models.Model):
    """One person posted to one village in one role, from one day to another (end excluded)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="postings")
    village = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="postings")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    role = models.CharField("队内职务", max_length=20, choices=PostingRole.choices)
    level = models.CharField("派驻层级", max_length=10, choices=UnitLevel.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    rank = models.CharField("职务职级", max_length=40, blank=True)
    is_detached = models.BooleanField("与原单位脱钩", null=True)
    is_relation_moved = models.BooleanField("组织关系转入", null=True)
    started_on = models.DateField("到村日期")
    due_on = models.DateField("任期届满日期", null=True, blank=True)
    ended_on = models.DateField("离任日期", null=True, blank=True)
    end_reason = models.CharField("离任原因", max_length=10, choices=EndReason.choices, blank=True)
    source_revision_id = models.BigIntegerField("来源版本", null=True, blank=True)
    source_row = models.IntegerField("来源行", null=True, blank=True)
    source_note = models.CharField("来源说明", max_length=120, blank=True)
    before = models.JSONField("花名册之前的记录", null=True, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "驻村"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gt=F("started_on")),
                name="posting_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="posting_one_first_secretary_a_village",
                expressions=[
                    (F("village"), RangeOperators.EQUAL),
                    (
                        Func(
                            F("started_on"),
                            F("ended_on"),
                            Value("[)"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=models.Q(role="first_secretary"),
                deferrable=models.Deferrable.IMMEDIATE,
            ),
        ]
        indexes = [
            models.Index(fields=["county", "role", "ended_on"], name="posting_county_role"),
            models.Index(fields=["source_revision_id"], name="posting_source_revision"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.village_id}"


class CalendarDayQuerySet(models.QuerySet["CalendarDay"]):
    """Days that are not what their weekday says."""

    def exceptions(self, first: dt.date, last: dt.date) -> dict[dt.date, bool]:
        """Return the days from `first` to `last` and whether each is a working day."""
        return dict(self.filter(day__range=(first, last)).values_list("day", "is_workday"))


@pghistory.track()
class CalendarDay(models.Model):
    """One day that is not what its weekday says: a holiday, or a working weekend day."""

    day = models.DateField("日期", unique=True)
    is_workday = models.BooleanField("上班")
    name = models.CharField("名称", max_length=40)
    document = models.CharField("依据", max_length=120, blank=True)

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "节假日"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"
