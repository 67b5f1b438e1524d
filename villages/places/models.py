"""Divisions and what is known of them, each fact with the dates between which it held."""

import datetime as dt
from typing import TYPE_CHECKING

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from portal.ui.grams import Grams

if TYPE_CHECKING:
    from portal.access.reader import Reader


class Level(models.TextChoices):
    """The level of a division."""

    PROVINCE = "province", "省"
    CITY = "city", "市"
    COUNTY = "county", "县"
    TOWNSHIP = "township", "乡"
    VILLAGE = "village", "村"


class Kind(models.TextChoices):
    """Whether a unit governs, or exists for statistics only (zones never enter a ranking).

    A city's own offices report of themselves; no county is counted, compared or listed with them.
    """

    DIVISION = "division", "行政区划"
    ZONE = "zone", "统计用区"
    CITY_OWN = "city_own", "市本级"


def in_force(on: dt.date, prefix: str = "") -> models.Q:
    """Return the condition that a dated row holds on the day `on` (end excluded)."""
    begins, ends = f"{prefix}valid_from", f"{prefix}valid_to"
    return models.Q(**{f"{begins}__lte": on}) & (
        models.Q(**{f"{ends}__isnull": True}) | models.Q(**{f"{ends}__gt": on})
    )


class DivisionQuerySet(models.QuerySet["Division"]):
    """Divisions by date, level and area."""

    def as_of(self, on: dt.date) -> "DivisionQuerySet":
        """Keep the divisions that existed on the day `on`."""
        return self.filter(in_force(on))

    def visible_to(self, user: "Reader") -> "DivisionQuerySet":
        """Keep what lies in the user's counties, the areas granted, a granted province's cities."""
        granted = models.Q(pk__in=user.area_ids)
        cities = models.Q(level=Level.CITY, parent_id__in=user.area_ids)
        return self.filter(models.Q(county_id__in=user.county_ids) | granted | cities)

    def counties_under(self, area_ids: list[int], on: dt.date) -> "DivisionQuerySet":
        """Keep the counties that are one of the areas, or report to one, directly or over a city.

        A county that has ended stays visible to whoever it last reported to.
        """
        last = in_force(on, "reporting_lines__") | models.Q(
            valid_to__lte=on, reporting_lines__valid_to=models.F("valid_to")
        )
        line = "reporting_lines__parent"
        above = models.Q(**{f"{line}_id__in": area_ids}) | models.Q(
            **{f"{line}__parent_id__in": area_ids}
        )
        reached = models.Q(pk__in=area_ids) | (last & above)
        return self.filter(reached, level=Level.COUNTY).distinct()

    def rankable(self) -> "DivisionQuerySet":
        """Leave out statistical zones and cities' own offices."""
        return self.filter(kind=Kind.DIVISION)

    def places(self) -> "DivisionQuerySet":
        """Leave out cities' own offices, which are no place."""
        return self.exclude(kind=Kind.CITY_OWN)


class Division(models.Model):
    """One province, city, county, township or village under one code and name, while it lasts.

    A change of code or name ends the row and begins a successor; the surrogate key never dies.
    """

    code = models.CharField("代码", max_length=12)
    name = models.CharField("名称", max_length=80)
    short_name = models.CharField("简称", max_length=80, blank=True)
    initials = models.CharField("简拼", max_length=80, blank=True)
    sort_key = models.CharField("排序", max_length=160, blank=True)
    level = models.CharField("级别", max_length=10, choices=Level.choices)
    kind = models.CharField("性质", max_length=10, choices=Kind.choices, default=Kind.DIVISION)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级区划",
    )
    county = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="within",
        verbose_name="所在县",
    )
    valid_from = models.DateField("起始日期")
    valid_to = models.DateField("终止日期", null=True, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)

    objects = DivisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "区划"
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="division_code_from"),
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(valid_to__isnull=True),
                name="division_code_current",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from")),
                name="division_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "level", "code"], name="division_county_level"),
            models.Index(fields=["level", "code"], name="division_level_code"),
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="division_name_trgm"),
            GinIndex(Grams("name"), name="division_name_grams"),
            models.Index(
                fields=["initials"], opclasses=["varchar_pattern_ops"], name="division_initials"
            ),
            models.Index(fields=["code"], opclasses=["varchar_pattern_ops"], name="division_code"),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name

    @property
    def is_city_own(self) -> bool:
        """Say whether these are the own offices of a city."""
        return self.kind == Kind.CITY_OWN


class ReportingLine(models.Model):
    """To whom a county answers, from one day to another.

    Ten counties report to the province whatever their code says: never derive this from a code.
    """

    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="reporting_lines")
    parent = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="reporters")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "报送关系"
        constraints = [
            models.UniqueConstraint(
                fields=["division"],
                condition=models.Q(valid_to__isnull=True),
                name="reporting_line_one_current",
            )
        ]

    def __str__(self) -> str:
        return f"{self.division_id} → {self.parent_id}"


class DivisionChange(models.Model):
    """How one division became another: renamed, moved, merged or split, with its document."""

    predecessor = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="origins")
    changed_on = models.DateField()
    change = models.CharField("变更", max_length=20)
    document = models.CharField("依据", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "区划变更"
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="division_change_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class DivisionAliasQuerySet(models.QuerySet["DivisionAlias"]):
    """Aliases by area."""

    def visible_to(self, user: "Reader") -> "DivisionAliasQuerySet":
        """Keep the aliases remembered for the user's counties."""
        return self.filter(county_id__in=user.county_ids)


@pghistory.track()
class DivisionAlias(models.Model):
    """Another way people write a division's name; confirmed once, remembered for that county."""

    division = models.ForeignKey(
        Division, on_delete=models.CASCADE, related_name="aliases", verbose_name="区划"
    )
    county = models.ForeignKey(
        Division, on_delete=models.CASCADE, related_name="+", verbose_name="县"
    )
    name = models.CharField("别名", max_length=80)
    source = models.CharField("来源", max_length=80, blank=True)
    confirmed_at = models.DateTimeField("确认时间", null=True)

    objects = DivisionAliasQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "别名"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "name", "division"], name="division_alias_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class PovertyStatusQuerySet(models.QuerySet["PovertyStatus"]):
    """Poor counties by date and area."""

    def visible_to(self, user: "Reader") -> "PovertyStatusQuerySet":
        """Keep the counties of the user."""
        return self.filter(division_id__in=user.county_ids)

    def as_of(self, on: dt.date) -> "PovertyStatusQuerySet":
        """Keep the counties that existed and were on a register on the day `on`."""
        return self.filter(in_force(on, "division__"), listed_on__lte=on)

    def poor_on(self, on: dt.date) -> "PovertyStatusQuerySet":
        """Keep the counties whose delisting was not approved on the day `on`."""
        return self.as_of(on).filter(
            models.Q(delisted_on__isnull=True) | models.Q(delisted_on__gt=on)
        )


class PovertyKind(models.TextChoices):
    """Which register a poor county is on."""

    NATIONAL = "national", "国定"
    PROVINCIAL = "provincial", "省定"


@pghistory.track()
class PovertyStatus(models.Model):
    """A county's poverty status: its register, and the batch and approval of its delisting."""

    division = models.ForeignKey(
        Division, on_delete=models.PROTECT, related_name="poverty", verbose_name="区划"
    )
    kind = models.CharField("类型", max_length=10, choices=PovertyKind.choices)
    is_deep = models.BooleanField("深度贫困", default=False)
    listed_on = models.DateField("列入日期")
    batch_year = models.IntegerField("摘帽批次", null=True, blank=True)
    delisted_on = models.DateField("批准日期", null=True, blank=True)
    source = models.CharField("来源", max_length=300, blank=True)

    objects = PovertyStatusQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "贫困县情况"
        constraints = [
            models.UniqueConstraint(fields=["division"], name="poverty_status_one_a_county")
        ]

    def __str__(self) -> str:
        return f"{self.division_id} {self.get_kind_display()}"


class VillageKind(models.TextChoices):
    """What kind of village, for the duty to post a first secretary."""

    POOR = "poor", "贫困村"
    DEEP = "deep", "深度贫困村"
    WEAK = "weak", "软弱涣散村"
    KEY = "key", "重点非贫困村"
    OTHER = "other", "其他"


class VillageTypeQuerySet(models.QuerySet["VillageType"]):
    """Types of villages by date and area."""

    def visible_to(self, user: "Reader") -> "VillageTypeQuerySet":
        """Keep the types of villages in the user's counties."""
        return self.filter(county_id__in=user.county_ids)

    def as_of(self, on: dt.date) -> "VillageTypeQuerySet":
        """Keep the types that held on the day `on`."""
        return self.filter(in_force(on))


class VillageType(models.Model):
    """One type a village had from one day to another; a village may have several at once.

    What a ledger says carries its revision and row; the rest was registered without a source.
    """

    village = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="types")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("类型", max_length=10, choices=VillageKind.choices)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField("来源", max_length=120, blank=True)
    source_revision_id = models.BigIntegerField("来源版本", null=True, blank=True)
    source_row = models.IntegerField("来源行", null=True, blank=True)

    objects = VillageTypeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "村类型"
        constraints = [
            models.UniqueConstraint(
                fields=["village", "kind"],
                condition=models.Q(valid_to__isnull=True),
                name="village_type_one_current",
            )
        ]
        indexes = [models.Index(fields=["county", "kind"], name="village_type_county_kind")]

    def __str__(self) -> str:
        return self.get_kind_display()
