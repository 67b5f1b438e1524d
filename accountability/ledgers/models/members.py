"""Rows of T9 reserve cadres and new Party members, and of T10 training."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accountability.ledgers.models.village import VillageRow, counted, rows_of, ten_thousands
from accountability.ledgers.rules.members import IN_TRAINING


def _months() -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=40), default=list, verbose_name="只到月的日期")


class MemberRow(VillageRow):
    """One row of T9: a reserve cadre (part `reserve`), or somebody on the way into the Party."""

    person_name = models.CharField("姓名", max_length=50, blank=True)
    age = counted("年龄")
    party_status = models.CharField("政治面貌", max_length=20, blank=True)
    education = models.CharField("学历", max_length=20, blank=True)
    background = models.CharField("来源", max_length=20, blank=True)
    mentor = models.CharField("培养人", max_length=50, blank=True)
    measures = ArrayField(models.CharField(max_length=20), null=True, verbose_name="培养措施")
    is_pooled = models.BooleanField("是否入库", null=True)
    pooled_on = models.DateField("入库日期", null=True)
    standing = models.CharField("现状", max_length=10, blank=True)
    applied_on = models.DateField("申请入党", null=True)
    activist_on = models.DateField("积极分子", null=True)
    candidate_on = models.DateField("发展对象", null=True)
    probation_on = models.DateField("预备党员", null=True)
    admitted_on = models.DateField("转正", null=True)
    contact = models.CharField("培养联系人", max_length=50, blank=True)
    category = models.CharField("类别", max_length=20, blank=True)
    month_only = _months()

    class Meta(VillageRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "T9 后备和党员"
        # The county stands first: row level security then bounds the index, not every row read.
        indexes = [
            *rows_of("member_row"),
            models.Index(
                fields=["county", "revision"],
                include=["village", "person_name"],
                condition=models.Q(part="reserve", standing=IN_TRAINING),
                name="member_row_reserves",
            ),
            models.Index(
                fields=["county", "probation_on"],
                include=["revision", "village", "age", "person_name"],
                condition=models.Q(probation_on__isnull=False) & ~models.Q(part="reserve"),
                name="member_row_probation",
            ),
        ]


class TrainingRow(VillageRow):
    """One row of T10: a class (part `course`), or somebody who attended one (part `trainee`).

    `person_id` is who of that name is posted in the village, where it is sure.
    """

    course_name = models.CharField("班次名称", max_length=80, blank=True)
    theme = models.CharField("主题", max_length=10, blank=True)
    level = models.CharField("办班层级", max_length=10, blank=True)
    method = models.CharField("方式", max_length=10, blank=True)
    started_on = models.DateField("开始日期", null=True)
    ended_on = models.DateField("结束日期", null=True)
    hours = models.DecimalField("学时", max_digits=8, decimal_places=2, null=True)
    place = models.CharField("地点", max_length=80, blank=True)
    trainees_count = counted("参训人数")
    cost = ten_thousands("费用")
    person_name = models.CharField("姓名", max_length=50, blank=True)
    person_id = models.BigIntegerField(null=True)
    post = models.CharField("职务", max_length=20, blank=True)
    is_counted = models.BooleanField("是否计入轮训", null=True)
    result = models.CharField("考核结果", max_length=10, blank=True)
    month_only = _months()

    class Meta(VillageRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "T10 培训"
        indexes = rows_of("training_row")
