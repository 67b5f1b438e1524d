"""The burden meter: how many cells each village was asked for, and how many the portal filled."""

from typing import ClassVar

from django.db import models

from accountability.intake.models.collection import CountyQuerySet, Submission
from villages.places.models import Division


class VillageBurden(models.Model):
    """What one submission asks about one village; without a village, about the county itself.

    `cells_asked` are the cells of the blank's rows in columns that are required or expected,
    `cells_prefilled` those among them the portal filled in. `cells_reported` are the same cells of
    the rows the current revision has; null while there is none.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="burdens")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(Division, on_delete=models.PROTECT, null=True, related_name="+")
    cells_asked = models.IntegerField("须填单元格", default=0)
    cells_prefilled = models.IntegerField("预填单元格", default=0)
    cells_reported = models.IntegerField("已报单元格", null=True)

    sheet_path: ClassVar = "submission__task__sheet_code"
    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "填报负担"
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "village"],
                nulls_distinct=False,
                name="village_burden_once",
            )
        ]
        indexes = [models.Index(fields=["county", "village"], name="village_burden_place")]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.village_id} {self.cells_asked}"
