"""Rows of T3 and T12: first secretaries and heads of Party and government, assessed."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accountability.intake.models import SheetRow
from villages.places.models import Division


class ScoreRow(SheetRow):
    """One row of T3: one first secretary's yearly or end-of-term assessment."""

    serial = models.CharField("序号", max_length=20, blank=True)
    township_name = models.CharField("乡镇", max_length=80, blank=True)
    village_name = models.CharField("村", max_length=80, blank=True)
    village = models.ForeignKey(Division, on_delete=models.PROTECT, null=True, related_name="+")
    person_name = models.CharField("姓名", max_length=50, blank=True)
    id_tail = models.CharField("身份证号后4位", max_length=4, blank=True)
    person_id = models.BigIntegerField(null=True)
    organization_score = models.DecimalField(
        "建强基层组织", max_digits=6, decimal_places=2, null=True
    )
    relief_score = models.DecimalField("推动精准扶贫", max_digits=6, decimal_places=2, null=True)
    service_score = models.DecimalField("为民办事服务", max_digits=6, decimal_places=2, null=True)
    governance_score = models.DecimalField(
        "提升治理水平", max_digits=6, decimal_places=2, null=True
    )
    attendance_score = models.DecimalField("出勤纪律", max_digits=6, decimal_places=2, null=True)
    satisfaction_score = models.DecimalField(
        "群众满意度", max_digits=6, decimal_places=2, null=True
    )
    adjustment_score = models.DecimalField("加减分", max_digits=6, decimal_places=2, null=True)
    total_score = models.DecimalField("总分", max_digits=6, decimal_places=2, null=True)
    ballots_sent = models.IntegerField("发放", null=True)
    ballots_returned = models.IntegerField("收回", null=True)
    ballots_satisfied = models.IntegerField("满意", null=True)
    ballots_fair = models.IntegerField("基本满意", null=True)
    ballots_dissatisfied = models.IntegerField("不满意", null=True)
    absences_count = models.IntegerField("不在岗被查次数", null=True)
    grade = models.CharField("等次", max_length=10, blank=True)
    grade_basis = models.TextField("等次依据", blank=True)
    is_signed = models.BooleanField("考核组成员签字", null=True)

    class Meta(SheetRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "T3 考核评分"
        indexes = [
            models.Index(fields=["revision", "row_no"], name="score_row_revision"),
            models.Index(fields=["person_id"], name="score_row_person"),
        ]


def points(label: str) -> "models.DecimalField[Any, Any]":
    """Return a field for points; null is 未报."""
    return models.DecimalField(label, max_digits=6, decimal_places=2, null=True)


class HeadScoreRow(SheetRow):
    """One row of T12: one head of Party or government assessed for the duty of relief.

    `scheme_total` is what the parts give by the scheme in force, computed.
    """

    serial = models.CharField("序号", max_length=20, blank=True)
    unit_name = models.CharField("单位", max_length=80, blank=True)
    person_name = models.CharField("姓名", max_length=50, blank=True)
    post_title = models.CharField("职务", max_length=20, blank=True)
    in_post_since = models.DateField("任现职时间", null=True)
    cycle = models.CharField("考评周期", max_length=40, blank=True)
    regular_full = points("平时考核满分")
    regular_score = points("平时考核得分")
    regular_basis = models.TextField("平时考核依据", blank=True)
    special_full = points("专项考核满分")
    special_score = points("专项考核得分")
    special_basis = models.TextField("专项考核依据", blank=True)
    annual_full = points("年度考核满分")
    annual_score = points("年度考核得分")
    annual_basis = models.TextField("年度考核依据", blank=True)
    adjustment_score = points("加减分")
    adjustment_basis = models.TextField("加减分依据", blank=True)
    total_score = points("总分")
    scheme_total = points("按方案计算的总分")
    red_lines = ArrayField(models.CharField(max_length=20), null=True, verbose_name="红线事项")
    grade = models.CharField("拟评等次", max_length=10, blank=True)
    grade_reason = models.TextField("等次理由", blank=True)
    group_name = models.CharField("组别", max_length=40, blank=True)
    group_rank = models.IntegerField("组内排名", null=True)
    leader = models.CharField("考核组组长", max_length=50, blank=True)
    feedback = models.TextField("反馈及本人意见", blank=True)
    feedback_on = models.DateField("反馈日期", null=True)
    objection = models.TextField("异议", blank=True)
    review_result = models.CharField("复核结果", max_length=80, blank=True)
    remark = models.TextField("备注", blank=True)
    month_only = ArrayField(
        models.CharField(max_length=40), default=list, verbose_name="只到月的日期"
    )

    class Meta(SheetRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "T12 正职考评得分"
        indexes = [
            models.Index(fields=["revision", "row_no"], name="head_score_row_revision"),
            models.Index(fields=["county", "person_name"], name="head_score_row_person"),
        ]
