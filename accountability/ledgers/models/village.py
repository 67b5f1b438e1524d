"""What the rows of every sheet about villages share."""

from typing import Any

from django.db import models

from accountability.intake.models import SheetRow
from villages.places.models import Division


class VillageRow(SheetRow):
    """One row about one village, named as the county writes it and found in the registry."""

    serial = models.CharField("序号", max_length=20, blank=True)
    township_name = models.CharField("乡镇", max_length=80, blank=True)
    village_name = models.CharField("村", max_length=80, blank=True)
    village = models.ForeignKey(
        Division,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        db_constraint=False,
        related_name="+",
    )
    remark = models.TextField("备注", blank=True)

    class Meta(SheetRow.Meta):
        abstract = True


def ten_thousands(label: str) -> "models.DecimalField[Any, Any]":
    """Return a field for an amount in 万元; null is 未报."""
    return models.DecimalField(label, max_digits=14, decimal_places=2, null=True)


def counted(label: str) -> "models.IntegerField[Any, Any]":
    """Return a field for a count; null is 未报."""
    return models.IntegerField(label, null=True)


def rows_of(name: str) -> list[models.Index]:
    """Return the indexes by which the rows of a sheet about villages are found."""
    return [
        models.Index(fields=["revision", "row_no"], name=f"{name}_revision"),
        models.Index(fields=["village"], name=f"{name}_village"),
    ]
