"""Village Party branches."""

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


class BranchQuerySet(models.QuerySet["Branch"]):
    """Branches by date and area."""

    def visible_to(self, user: "Reader") -> "BranchQuerySet":
        """Keep the branches in the user's counties."""
        return self.filter(county_id__in=user.county_ids)

    def as_of(self, on: dt.date) -> "BranchQuerySet":
        """Keep the branches there were on the day `on`."""
        return self.filter(in_force(on))


class Branch(models.Model):
    """The Party organisation of a village, while it lasts."""

    village = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="branches")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=80)
    form = models.CharField("形式", max_length=10, default="支部")
    secretary_name = models.CharField("书记", max_length=50, blank=True)
    secretary_source = models.CharField(
        "书记来源", max_length=20, choices=SecretarySource.choices, blank=True
    )
    members_count = models.IntegerField("党员数", null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

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

    def __str__(self) -> str:
        return self.name
