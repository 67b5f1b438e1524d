"""Rows of T20: the pool of talent a county can call on, and what its experts did in villages."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accountability.ledgers.models.village import VillageRow, counted, rows_of


class TalentRow(VillageRow):
    """One row of T20: somebody in the pool (part `pool`), or one service (part `service`).

    The village is the one looked after, or the one served.
    """

    person_name = models.CharField("姓名", max_length=50, blank=True)
    kind = models.CharField("类别", max_length=20, blank=True)
    specialty = models.CharField("专长", max_length=80, blank=True)
    pooled_on = models.DateField("入库日期", null=True)
    standing = models.CharField("服务状态", max_length=10, blank=True)
    served_on = models.DateField("服务日期", null=True)
    subject = models.CharField("服务主题", max_length=80, blank=True)
    expert_names = models.CharField("专家姓名", max_length=120, blank=True)
    served_count = counted("服务人次")
    solved = models.TextField("解决事项", blank=True)
    month_only = ArrayField(
        models.CharField(max_length=40), default=list, verbose_name="只到月的日期"
    )

    class Meta(VillageRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "T20 人才和专家服务"
        indexes = rows_of("talent_row")
