"""Rows of T6: what inspections found, who answers for it, how it was mended and closed."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from accountability.intake.models import SheetRow
from portal.ui.grams import Grams
from villages.people.models import Unit
from villages.places.models import Division


class FindingRow(SheetRow):
    """One row of T6: one finding as its ledger stands at the end of the month.

    Who is concerned is a reference (`person_id`); the name lies sealed with the row. `is_closed` is
    computed from the day of closing.
    """

    serial = models.CharField("序号", max_length=20, blank=True)
    finding_number = models.CharField("问题编号", max_length=30, blank=True)
    source = models.CharField("问题来源", max_length=20, blank=True)
    batch = models.CharField("督查批次", max_length=40, blank=True)
    found_on = models.DateField("督查日期", null=True)
    inspector = models.CharField("督查组（人）", max_length=80, blank=True)
    draw_number = models.CharField("抽样编号", max_length=40, blank=True)
    township_name = models.CharField("乡镇", max_length=80, blank=True)
    village_name = models.CharField("村", max_length=80, blank=True)
    village = models.ForeignKey(
        Division, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    place_unit = models.CharField("单位", max_length=120, blank=True)
    category = models.CharField("问题类别", max_length=20, blank=True)
    subcategory = models.CharField("二级类别", max_length=40, blank=True)
    description = models.TextField("问题描述", blank=True)
    basis = models.TextField("政策依据", blank=True)
    gravity = models.CharField("严重程度", max_length=10, blank=True)
    nature = models.CharField("性质", max_length=10, blank=True)
    person_id = models.BigIntegerField("涉及人员", null=True)
    owner_name = models.CharField("责任单位", max_length=120, blank=True)
    owner = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    leader = models.CharField("牵头领导", max_length=50, blank=True)
    responsible = models.CharField("责任人", max_length=50, blank=True)
    phone_masked = models.CharField("联系电话", max_length=20, blank=True)
    goal = models.TextField("整改目标", blank=True)
    action = models.TextField("整改措施", blank=True)
    mend_type = models.CharField("整改类型", max_length=10, blank=True)
    assigned_on = models.DateField("交办日期", null=True)
    due_on = models.DateField("整改时限", null=True)
    progress = models.TextField("整改进展", blank=True)
    status = models.CharField("完成情况", max_length=10, blank=True)
    evidence = models.TextField("佐证材料", blank=True)
    verify_way = models.CharField("复核方式", max_length=20, blank=True)
    verifier_name = models.CharField("复核单位", max_length=120, blank=True)
    verifier = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    verified_by = models.CharField("复核人", max_length=50, blank=True)
    verified_on = models.DateField("复核日期", null=True)
    verify_result = models.CharField("复核结果", max_length=10, blank=True)
    is_closed = models.BooleanField("是否销号", null=True)
    closed_on = models.DateField("销号日期", null=True)
    remark = models.TextField("备注", blank=True)
    extension_count = models.IntegerField("延期次数", null=True)
    extended_to = models.DateField("延期至", null=True)
    extension_approver = models.CharField("延期批准人", max_length=80, blank=True)
    extension_reason = models.TextField("延期理由", blank=True)
    satisfaction = models.CharField("群众满意度", max_length=10, blank=True)
    measure_advice = models.CharField("问责建议", max_length=200, blank=True)
    measure_number = models.CharField("问责文号", max_length=80, blank=True)
    month_only = ArrayField(
        models.CharField(max_length=40), default=list, verbose_name="只到月的日期"
    )

    class Meta(SheetRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "T6 督查问题台账"
        indexes = [
            models.Index(fields=["revision", "row_no"], name="finding_row_revision"),
            models.Index(
                fields=["finding_number"],
                name="finding_row_number",
                opclasses=["varchar_pattern_ops"],
            ),
            models.Index(fields=["village"], name="finding_row_village"),
            models.Index(fields=["owner"], name="finding_row_owner"),
            GinIndex(Grams("description"), name="finding_row_grams"),
            GinIndex(Grams("village_name"), name="finding_row_village_grams"),
        ]
