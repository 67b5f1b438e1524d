"""Persons, units, posts and tenures."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from portal.ui.grams import Grams
from villages.places.models import Division, in_force
from villages.places.pinyin import initials

if TYPE_CHECKING:
    from portal.access.reader import Reader


class UnitLevel(models.TextChoices):
    """The level of a sending or responsible unit."""

    CENTRAL = "central", "中央"
    PROVINCE = "province", "省"
    CITY = "city", "市"
    COUNTY = "county", "县"


class UnitQuerySet(models.QuerySet["Unit"]):
    """Units by area."""

    def visible_to(self, user: "Reader") -> "UnitQuerySet":
        """Keep the units of the user's places, those of no place, and those that send there."""
        counties = user.county_ids
        sending = models.Exists(
            Person.postings_model().objects.filter(
                unit=models.OuterRef("pk"), county_id__in=counties
            )
        )
        placed = models.Q(division__county_id__in=counties) | models.Q(
            division_id__in=user.area_ids
        )
        return self.filter(models.Q(division__isnull=True) | placed | sending)


class Unit(models.Model):
    """An organisation that sends cadres or answers for work."""

    name = models.CharField("单位名称", max_length=120)
    initials = models.CharField("简拼", max_length=80, blank=True)
    level = models.CharField("层级", max_length=10, choices=UnitLevel.choices)
    division = models.ForeignKey(
        Division,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="units",
        verbose_name="所属区划",
    )
    is_demo = models.BooleanField("演示数据", default=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        constraints = [
            models.UniqueConstraint(
                fields=["name", "division"], nulls_distinct=False, name="unit_name_once"
            )
        ]
        indexes = [
            GinIndex(Grams("name"), name="unit_name_grams"),
            models.Index(
                fields=["initials"], opclasses=["varchar_pattern_ops"], name="unit_initials"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: Any) -> None:
        """Keep the first letters of the name with it."""
        self.initials = initials(self.name)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "initials"}
        super().save(**kwargs)


class UnitAliasQuerySet(models.QuerySet["UnitAlias"]):
    """Aliases by area."""

    def visible_to(self, user: "Reader") -> "UnitAliasQuerySet":
        """Keep the aliases remembered for the user's counties."""
        return self.filter(county_id__in=user.county_ids)


class UnitAlias(models.Model):
    """Another way a county writes a unit's name; confirmed once, remembered for that county."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases")
    county = models.ForeignKey(Division, on_delete=models.CASCADE, related_name="+")
    name = models.CharField("别名", max_length=120)
    source = models.CharField("来源", max_length=80, blank=True)
    confirmed_at = models.DateTimeField()

    objects = UnitAliasQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位别名"
        constraints = [models.UniqueConstraint(fields=["county", "name"], name="unit_alias_once")]

    def __str__(self) -> str:
        return self.name


class PersonQuerySet(models.QuerySet["Person"]):
    """Persons by area."""

    def visible_to(self, user: "Reader") -> "PersonQuerySet":
        """Keep persons posted or holding a post in the user's counties."""
        counties = user.county_ids
        posted = models.Exists(
            Person.postings_model().objects.filter(
                person=models.OuterRef("pk"), county_id__in=counties
            )
        )
        serving = models.Exists(
            Tenure.objects.filter(person=models.OuterRef("pk"), post__county_id__in=counties)
        )
        return self.filter(posted | serving)


class Person(models.Model):
    """One cadre, told apart by the fingerprint of the ID number, which itself lies sealed."""

    name = models.CharField("姓名", max_length=50)
    initials = models.CharField(max_length=50, blank=True)
    sex = models.CharField("性别", max_length=1, blank=True)
    ethnicity = models.CharField("民族", max_length=20, blank=True)
    birth_month = models.CharField("出生年月", max_length=7, blank=True)
    party_status = models.CharField("政治面貌", max_length=20, blank=True)
    education = models.CharField("学历", max_length=20, blank=True)
    id_fingerprint = models.CharField(max_length=64, unique=True)
    id_sealed = models.BinaryField()
    id_masked = models.CharField("身份证号", max_length=18)
    phone_sealed = models.BinaryField(null=True)
    phone_masked = models.CharField("联系电话", max_length=20, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)
    source_revision_id = models.BigIntegerField("来源版本", null=True, blank=True)
    before = models.JSONField("花名册之前的记录", null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "干部"
        indexes = [
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="person_name_trgm"),
            GinIndex(Grams("name"), name="person_name_grams"),
            models.Index(
                fields=["initials"], opclasses=["varchar_pattern_ops"], name="person_initials"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def postings_model() -> Any:
        """Return the posting model."""
        from django.apps import apps  # noqa: PLC0415

        return apps.get_model("villages", "Posting")


class PostTitle(models.TextChoices):
    """The posts whose stability and vacancy are followed."""

    CITY_SECRETARY = "city_secretary", "市委书记"
    CITY_HEAD = "city_head", "市长"
    COUNTY_SECRETARY = "county_secretary", "县委书记"
    COUNTY_HEAD = "county_head", "县长"
    TOWNSHIP_SECRETARY = "township_secretary", "乡镇党委书记"
    TOWNSHIP_HEAD = "township_head", "乡镇长"


class PostQuerySet(models.QuerySet["Post"]):
    """Posts by area."""

    def visible_to(self, user: "Reader") -> "PostQuerySet":
        """Keep the posts in the user's counties."""
        return self.filter(county_id__in=user.county_ids)


class Post(models.Model):
    """One established post of head of a division; one that only T14 told of has its revision."""

    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="posts")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("职务", max_length=20, choices=PostTitle.choices)
    source_revision_id = models.BigIntegerField("来源版本", null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "职位"
        constraints = [models.UniqueConstraint(fields=["division", "title"], name="post_once")]

    def __str__(self) -> str:
        return f"{self.division_id} {self.get_title_display()}"


class TenureQuerySet(models.QuerySet["Tenure"]):
    """Tenures by date and area."""

    def visible_to(self, user: "Reader") -> "TenureQuerySet":
        """Keep the tenures of posts in the user's counties; not those set aside (no day long)."""
        lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))
        return self.filter(lasting, post__county_id__in=user.county_ids)

    def as_of(self, on: dt.date) -> "TenureQuerySet":
        """Keep the tenures that held on the day `on`."""
        return self.filter(in_force(on))


HOLDER = Coalesce("person__name", "holder_name")


class Tenure(models.Model):
    """One holder of one post, from one day to another (end excluded).

    T14 gives only names: then the holder is `holder_name` and no person. What the registry knew
    before T14 spoke of it is kept in `before`; one that T14 contradicts whole is set aside, with
    an end on its first day.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tenures")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="tenures"
    )
    holder_name = models.CharField("姓名", max_length=50, blank=True)
    valid_from = models.DateField("任职日期")
    valid_to = models.DateField("离任日期", null=True, blank=True)
    end_reason = models.CharField("去向", max_length=20, blank=True)
    approval_number = models.CharField("批准文号", max_length=80, blank=True)
    is_filed = models.BooleanField("是否报省委组织部备案", null=True, blank=True)
    source_revision_id = models.BigIntegerField("来源版本", null=True, blank=True)
    source_row = models.IntegerField("来源行", null=True, blank=True)
    source_note = models.CharField("来源", max_length=80, blank=True)
    before = models.JSONField("任免表之前的记录", null=True, blank=True)

    objects = TenureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(holder_name=""), name="tenure_has_a_holder"
            ),
            ExclusionConstraint(
                name="tenure_one_holder_at_a_time",
                expressions=[
                    (F("post"), RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_to"),
                            Value("[)"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                deferrable=models.Deferrable.IMMEDIATE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id or self.holder_name} {self.post_id}"

    @property
    def holder(self) -> str:
        """Return who holds the post, by name."""
        return self.person.name if self.person else self.holder_name


class VacancyQuerySet(models.QuerySet["Vacancy"]):
    """Vacancies by date and area."""

    def visible_to(self, user: "Reader") -> "VacancyQuerySet":
        """Keep the vacancies in the user's counties."""
        return self.filter(county_id__in=user.county_ids)

    def as_of(self, on: dt.date) -> "VacancyQuerySet":
        """Keep the vacancies that lasted on the day `on`."""
        return self.filter(Q(vacant_to__isnull=True) | Q(vacant_to__gte=on), vacant_from__lte=on)


class Vacancy(models.Model):
    """One stretch of days on which T14 says that a post stood empty, both ends included."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="vacancies")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    vacant_from = models.DateField("缺职起")
    vacant_to = models.DateField("缺职止", null=True, blank=True)
    source_revision_id = models.BigIntegerField("来源版本", null=True, blank=True)
    source_row = models.IntegerField("来源行", null=True, blank=True)
    source_note = models.CharField("来源", max_length=80, blank=True)

    objects = VacancyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "缺职"
        constraints = [
            models.CheckConstraint(
                condition=Q(vacant_to__isnull=True) | Q(vacant_to__gte=F("vacant_from")),
                name="vacancy_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.vacant_from}"
