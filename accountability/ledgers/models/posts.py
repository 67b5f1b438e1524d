"""Rows of T14: who holds the posts of heads, and how long a post stood empty."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accountability.intake.models import SheetRow
from accountability.ledgers.models.village import counted
from villages.places.models import Division


class PostRow(SheetRow):
    """One row of T14: one tenure of one post, or its vacancy; `vacant_days` is computed."""

    serial = models.CharField("序号", max_length=20, blank=True)
    division_name = models.CharField("单位", max_length=80, blank=True)
    division = models.ForeignKey(
        Division, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    post_title = models.CharField("职务", max_length=20, blank=True)
    person_name = models.CharField("姓名", max_length=50, blank=True)
    started_on = models.DateField("任职日期", null=True)
    ended_on = models.DateField("离职日期", null=True)
    whereabouts = models.CharField("去向", max_length=20, blank=True)
    is_poor_county = models.BooleanField("是否贫困县", null=True)
    is_delisted = models.BooleanField("是否已摘帽", null=True)
    delisted_on = models.DateField("摘帽日期", null=True)
    approval_number = models.CharField("批准文号", max_length=80, blank=True)
    is_filed = models.BooleanField("是否报省委组织部备案", null=True)
    vacant_from = models.DateField("缺职起", null=True)
    vacant_to = models.DateField("缺职止", null=True)
    vacant_days = counted("缺职天数")
    remark = models.TextField("备注", blank=True)
    month_only = ArrayField(
        models.CharField(max_length=40), default=list, verbose_name="只到月的日期"
    )

    class Meta(SheetRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "T14 任免和缺职"
        indexes = [
            models.Index(fields=["revision", "row_no"], name="post_row_revision"),
            models.Index(fields=["division"], name="post_row_division"),
        ]
