"""Rows of T15 and T16: what followed for a cadre, and what was done to encourage and care."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accountability.intake.models import SheetRow
from villages.people.models import Unit


class MeasureRow(SheetRow):
    """One row of T15: one measure taken on one cadre or organisation.

    `level` is the rung of the ladder (0 to 5), `is_counted` whether it is 问责; both, the days of
    influence and the end of the time for appeal are computed (see rules/measures.py).
    """

    serial = models.CharField("序号", max_length=20, blank=True)
    unit_name = models.CharField("单位", max_length=120, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    person_name = models.CharField("姓名", max_length=50, blank=True)
    id_fingerprint = models.CharField(max_length=64, blank=True)
    id_masked = models.CharField("身份证号", max_length=18, blank=True)
    post_title = models.CharField("职务", max_length=60, blank=True)
    category = models.CharField("类别", max_length=10, blank=True)
    form = models.CharField("处理方式", max_length=20, blank=True)
    level = models.IntegerField("层次", null=True)
    is_counted = models.BooleanField("是否计入问责", null=True)
    reason = models.TextField("事由", blank=True)
    basis = models.CharField("依据文件", max_length=200, blank=True)
    document_number = models.CharField("文号", max_length=80, blank=True)
    authority = models.CharField("决定机关", max_length=120, blank=True)
    standing = models.CharField("性质", max_length=10, blank=True)
    decided_on = models.DateField("决定日期", null=True)
    influence_from = models.DateField("影响期起", null=True)
    influence_to = models.DateField("影响期止", null=True)
    appeal_due_on = models.DateField("申诉期限", null=True)
    appeal = models.CharField("申诉情况", max_length=20, blank=True)
    is_public = models.BooleanField("是否公开", null=True)
    remark = models.TextField("备注", blank=True)
    month_only = ArrayField(
        models.CharField(max_length=40), default=list, verbose_name="只到月的日期"
    )

    class Meta(SheetRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "T15 约谈召回问责"
        indexes = [
            models.Index(fields=["revision", "row_no"], name="measure_row_revision"),
            models.Index(fields=["county", "person_name"], name="measure_row_person"),
            models.Index(
                fields=["id_fingerprint"],
                name="measure_row_fingerprint",
                condition=~models.Q(id_fingerprint=""),
            ),
        ]


class IncentiveRow(SheetRow):
    """One row of T16: one promotion, honour or act of care for one cadre (or a group)."""

    serial = models.CharField("序号", max_length=20, blank=True)
    unit_name = models.CharField("单位", max_length=120, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    person_name = models.CharField("姓名", max_length=50, blank=True)
    id_fingerprint = models.CharField(max_length=64, blank=True)
    id_masked = models.CharField("身份证号", max_length=18, blank=True)
    post_title = models.CharField("职务", max_length=60, blank=True)
    category = models.CharField("类别", max_length=10, blank=True)
    honour_level = models.CharField("表彰层级", max_length=10, blank=True)
    content = models.CharField("内容", max_length=200, blank=True)
    given_on = models.DateField("日期", null=True)
    document_number = models.CharField("文号", max_length=80, blank=True)
    amount_yuan = models.DecimalField("金额（元）", max_digits=12, decimal_places=2, null=True)
    remark = models.TextField("备注", blank=True)
    month_only = ArrayField(
        models.CharField(max_length=40), default=list, verbose_name="只到月的日期"
    )

    class Meta(SheetRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "T16 激励关爱"
        indexes = [
            models.Index(fields=["revision", "row_no"], name="incentive_row_revision"),
            models.Index(fields=["county", "person_name"], name="incentive_row_person"),
            models.Index(
                fields=["id_fingerprint"],
                name="incentive_row_fingerprint",
                condition=~models.Q(id_fingerprint=""),
            ),
        ]
