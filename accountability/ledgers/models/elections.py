"""Rows of T7 election progress and T8 look-back at the newly elected."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accountability.intake.models import SheetRow
from accountability.ledgers.models.village import VillageRow, counted, rows_of


class ElectionRow(SheetRow):
    """One row of T7: how far the election of village bodies is in the county.

    `unfinished_villages` are the divisions named in `unfinished_list`; rates are per cent.
    """

    county_name = models.CharField("县（市、区）", max_length=80, blank=True)
    due_count = counted("应换届村数")
    party_done = counted("党组织已完成")
    party_doing = counted("党组织正在进行")
    party_waiting = counted("党组织未启动")
    party_paused = counted("党组织暂缓")
    party_rate = models.DecimalField("党组织完成率", max_digits=6, decimal_places=2, null=True)
    committee_done = counted("村委会已完成")
    committee_doing = counted("村委会正在进行")
    committee_waiting = counted("村委会未启动")
    committee_paused = counted("村委会暂缓")
    committee_rate = models.DecimalField("村委会完成率", max_digits=6, decimal_places=2, null=True)
    both_posts = counted("一肩挑")
    first_secretaries = counted("第一书记兼任")
    sent_secretaries = counted("县乡选派")
    women = counted("女")
    up_to_35 = counted("35岁及以下")
    from_36_to_50 = counted("36—50岁")
    from_51_to_60 = counted("51—60岁")
    over_60 = counted("60岁以上")
    college = counted("大专及以上")
    reviewed_count = counted("参审")
    rejected_count = counted("取消")
    settled_count = counted("已处理")
    rejected_reason = models.CharField("取消资格原因", max_length=300, blank=True)
    unfinished_list = models.TextField("未完成村名单", blank=True)
    unfinished_villages = ArrayField(
        models.BigIntegerField(), default=list, verbose_name="未完成村"
    )
    term_ends_on = models.DateField("任期届满日期", null=True)
    extension_number = models.CharField("延期批准文号", max_length=80, blank=True)
    month_only = ArrayField(
        models.CharField(max_length=40), default=list, verbose_name="只到月的日期"
    )

    class Meta(SheetRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "T7 换届进度"
        indexes = [models.Index(fields=["revision", "row_no"], name="election_row_revision")]


class LookBackRow(VillageRow):
    """One row of T8: how one newly elected village cadre does, and what is to follow."""

    person_name = models.CharField("姓名", max_length=50, blank=True)
    post = models.CharField("职务", max_length=20, blank=True)
    took_office_on = models.DateField("上任日期", null=True)
    background = models.CharField("类别", max_length=20, blank=True)
    appraisal = models.CharField("表现评价", max_length=10, blank=True)
    shortcomings = models.TextField("存在问题", blank=True)
    mentor = models.CharField("帮带人", max_length=50, blank=True)
    training = models.CharField("培训安排", max_length=300, blank=True)
    measure = models.CharField("拟处理", max_length=10, blank=True)
    outcome = models.CharField("结果", max_length=10, blank=True)
    reviewed_on = models.DateField("日期", null=True)
    month_only = ArrayField(
        models.CharField(max_length=40), default=list, verbose_name="只到月的日期"
    )

    class Meta(VillageRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "T8 回头看"
        indexes = rows_of("look_back_row")
