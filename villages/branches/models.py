"""Village Party branches, and who holds the offices of a village."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models

from villages.places.models import Division, in_force

if TYPE_CHECKING:
    from portal.access.reader import Reader


class SecretarySource(models.TextChoices):
    """Where a branch secretary comes from."""

    LOCAL = "local", "本村"
    SENT = "sent", "机关选派"
    FIRST_SECRETARY = "first_secretary", "第一书记兼任"


class Office(models.TextChoices):
    """The offices of a village's two committees."""

    SECRETARY = "secretary", "党组织书记"
    HEAD = "head", "村委会主任"
    PARTY_MEMBER = "party_member", "党组织委员"
    COMMITTEE_MEMBER = "committee_member", "村委会委员"
    OTHER = "other", "其他"


class BranchQuerySet(models.QuerySet["Branch"]):
    """Branches by date and area."""

    def visible_to(self, user: "Reader") -> "BranchQuerySet":
        """Keep the branches in the user's counties."""
        return self.filter(county_id__in=user.county_ids)

    def as_of(self, on: dt.date) -> "BranchQuerySet":
        """Keep the branches there were on the day `on`."""
        return self.filter(in_force(on))


class Branch(models.Model):
    """The Party organisation of a village, while it lasts.

    Its secretary is who counties report (T8, T14) from that revision and row on; what the registry
    knew before is kept in `before`. A blank name is a vacancy, `secretary_since` its first day.
    """

    village = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="branches")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=80)
    form = models.CharField("形式", max_length=10, default="支部")
    secretary_name = models.CharField("书记", max_length=50, blank=True)
    secretary_source = models.CharField(
        "书记来源", max_length=20, choices=SecretarySource.choices, blank=True
    )
    secretary_since = models.DateField("书记任职日期", null=True, blank=True)
    members_count = models.IntegerField("党员数", null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source_revision_id = models.BigIntegerField("来源版本", null=True, blank=True)
    source_row = models.IntegerField("来源行", null=True, blank=True)
    source_note = models.CharField("来源", max_length=80, blank=True, db_default="")
    before = models.JSONField("报表之前的记录", null=True, blank=True)

    objects = BranchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党组织"
        constraints = [
            models.UniqueConstraint(
                fields=["village"],
                condition=models.Q(valid_to__isnull=True),
                name="branch_one_current",
            )
        ]
        indexes = [
            models.Index(
                fields=["county", "village"],
                condition=models.Q(secretary_name="", valid_to__isnull=True),
                name="branch_vacant",
            )
        ]

    def __str__(self) -> str:
        return self.name


class OfficeHolderQuerySet(models.QuerySet["OfficeHolder"]):
    """Office holders by date and area."""

    def visible_to(self, user: "Reader") -> "OfficeHolderQuerySet":
        """Keep the holders in the user's counties."""
        return self.filter(county_id__in=user.county_ids)

    def as_of(self, on: dt.date) -> "OfficeHolderQuerySet":
        """Keep who held an office on the day `on`."""
        return self.filter(in_force(on))


class OfficeHolder(models.Model):
    """Somebody in an office of a village, from one day to another (end excluded), as reported.

    A blank name is a vacancy. Where no end is reported, a secretary's or a head's is the day on
    which the next one begins (`is_end_told` is false then). Written only by the projection.
    """

    village = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="office_holders")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    office = models.CharField("职务", max_length=20, choices=Office.choices)
    name = models.CharField("姓名", max_length=50, blank=True)
    background = models.CharField("类别", max_length=20, blank=True)
    whereabouts = models.CharField("去向", max_length=20, blank=True)
    valid_from = models.DateField("任职日期")
    valid_to = models.DateField("离任日期", null=True, blank=True)
    is_end_told = models.BooleanField("离任日期有填报", default=False)
    source_revision_id = models.BigIntegerField("来源版本")
    source_row = models.IntegerField("来源行")
    source_note = models.CharField("来源", max_length=80)

    objects = OfficeHolderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "村干部任职"
        indexes = [models.Index(fields=["village", "office"], name="office_holder_village")]

    def __str__(self) -> str:
        return f"{self.village_id} {self.office} {self.name}"
