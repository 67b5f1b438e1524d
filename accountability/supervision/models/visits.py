"""Rows of T13: who went where (三个走遍)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accountability.intake.models import SheetRow
from villages.places.models import Division


class VisitRow(SheetRow):
    """One row of T13: one visit of one head of an organisation department.

    `township` is the one named, or that of the village; a visit without either is to the county.
    """

    serial = models.CharField("序号", max_length=20, blank=True)
    visitor_level = models.CharField("层级", max_length=10, blank=True)
    visitor_post = models.CharField("走访人职务", max_length=60, blank=True)
    visitor_name = models.CharField("姓名", max_length=50, blank=True)
    township_name = models.CharField("乡镇", max_length=80, blank=True)
    village_name = models.CharField("村", max_length=80, blank=True)
    village = models.ForeignKey(
        Division, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    township = models.ForeignKey(
        Division, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    visited_on = models.DateField("日期", null=True)
    villages_count = models.IntegerField("到村数", null=True)
    households_count = models.IntegerField("走访户数", null=True)
    is_unannounced = models.BooleanField("是否暗访", null=True)
    findings_count = models.IntegerField("发现问题数", null=True)
    solved = models.TextField("解决事项", blank=True)
    remark = models.TextField("备注", blank=True)
    month_only = ArrayField(
        models.CharField(max_length=40), default=list, verbose_name="只到月的日期"
    )

    class Meta(SheetRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "T13 三个走遍"
        indexes = [
            models.Index(fields=["revision", "row_no"], name="visit_row_revision"),
            models.Index(fields=["village"], name="visit_row_village"),
            models.Index(fields=["township"], name="visit_row_township"),
        ]
