"""Rows of T18 responsibility groups and T19 support of postings; amounts in 万元."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accountability.ledgers.models.village import VillageRow, counted, rows_of, ten_thousands


def _months() -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=40), default=list, verbose_name="只到月的日期")


class GroupMemberRow(VillageRow):
    """One row of T18: somebody who belongs to a village's responsibility group, or did.

    `person_id` is who of that name is posted in the village, where it is sure.
    """

    group_role = models.CharField("责任组职务", max_length=4, blank=True)
    person_name = models.CharField("姓名", max_length=50, blank=True)
    person_id = models.BigIntegerField(null=True)
    identity = models.CharField("身份", max_length=10, blank=True)
    post = models.CharField("单位职务", max_length=120, blank=True)
    rank = models.CharField("职级", max_length=10, blank=True)
    is_resident = models.BooleanField("是否驻村", null=True)
    joined_on = models.DateField("到组日期", null=True)
    left_on = models.DateField("离组日期", null=True)
    month_only = _months()

    class Meta(VillageRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "T18 责任组"
        indexes = rows_of("group_member_row")


class PostingSupportRow(VillageRow):
    """One row of T19: what a village's posted cadres were due in one year, and what came.

    `is_met` is computed.
    """

    posted_count = counted("驻村人数")
    allowance_due = ten_thousands("驻村补助应发")
    allowance_paid = ten_thousands("驻村补助实发")
    work_funds_due = ten_thousands("工作经费应拨")
    work_funds_paid = ten_thousands("工作经费实拨")
    special_funds_due = ten_thousands("专项扶持资金应拨")
    special_funds_paid = ten_thousands("专项扶持资金实拨")
    is_met = models.BooleanField("是否足额落实", null=True)
    unpaid_reason = models.CharField("未落实原因", max_length=300, blank=True)
    paid_on = models.DateField("到账日期", null=True)
    month_only = _months()

    class Meta(VillageRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "T19 驻村经费"
        indexes = rows_of("posting_support_row")
