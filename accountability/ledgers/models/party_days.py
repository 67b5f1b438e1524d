"""Rows of T17: whether villages held their Party day, month by month."""

from django.db import models

from accountability.ledgers.models.village import VillageRow, rows_of


class PartyDayRow(VillageRow):
    """One row of T17: in which months of one quarter a village held its Party day; null is 未报."""

    held_1 = models.BooleanField("第1月是否开展", null=True)
    held_2 = models.BooleanField("第2月是否开展", null=True)
    held_3 = models.BooleanField("第3月是否开展", null=True)
    missed_reason = models.CharField("未开展原因", max_length=200, blank=True)

    class Meta(VillageRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "T17 主题党日"
        indexes = rows_of("party_day_row")
