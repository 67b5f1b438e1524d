"""Rows of the sheets about people posted to villages: T1 roster, T2 presence."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accountability.intake.models import SheetRow
from villages.places.models import Division


class RosterRow(SheetRow):
    """One row of T1: a first secretary or team member as the county reports them."""

    serial = models.CharField("序号", max_length=20, blank=True)
    township_name = models.CharField("乡镇", max_length=80, blank=True)
    village_name = models.CharField("行政村", max_length=80, blank=True)
    village = models.ForeignKey(
        Division,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        db_constraint=False,
        related_name="+",
    )
    village_types = ArrayField(models.CharField(max_length=20), null=True, verbose_name="村类型")
    poor_households = models.IntegerField("贫困户数", null=True)
    person_name = models.CharField("姓名", max_length=50, blank=True)
    sex = models.CharField("性别", max_length=1, blank=True)
    ethnicity = models.CharField("民族", max_length=20, blank=True)
    birth_month = models.CharField("出生年月", max_length=7, blank=True)
    id_fingerprint = models.CharField(max_length=64, blank=True)
    id_masked = models.CharField("身份证号", max_length=18, blank=True)
    party_status = models.CharField("政治面貌", max_length=20, blank=True)
    education = models.CharField("学历", max_length=20, blank=True)
    rank = models.CharField("职务职级", max_length=40, blank=True)
    phone_masked = models.CharField("联系电话", max_length=20, blank=True)
    phone_fingerprint = models.CharField(max_length=64, blank=True)
    sending_level = models.CharField("派驻层级", max_length=10, blank=True)
    sending_unit = models.CharField("派出单位", max_length=120, blank=True)
    team_role = models.CharField("队内职务", max_length=10, blank=True)
    is_detached = models.BooleanField("是否与原单位脱钩", null=True)
    arrived_on = models.DateField("到村日期", null=True)
    due_on = models.DateField("任期届满日期", null=True)
    is_relation_moved = models.BooleanField("组织关系是否转入", null=True)
    left_on = models.DateField("离任日期", null=True)
    left_reason = models.CharField("离任原因", max_length=10, blank=True)
    remark = models.TextField("备注", blank=True)
    month_only = ArrayField(
        models.CharField(max_length=40), default=list, verbose_name="只到月的日期"
    )

    class Meta(SheetRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "T1 花名册"
        indexes = [
            models.Index(fields=["revision", "row_no"], name="roster_row_revision"),
            models.Index(fields=["id_fingerprint"], name="roster_row_person"),
            models.Index(fields=["village"], name="roster_row_village"),
        ]


class PresenceRow(SheetRow):
    """One row of T2: one person's month in the village, week by week (days, nights)."""

    serial = models.CharField("序号", max_length=20, blank=True)
    township_name = models.CharField("乡镇", max_length=80, blank=True)
    village_name = models.CharField("村", max_length=80, blank=True)
    village = models.ForeignKey(
        Division,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        db_constraint=False,
        related_name="+",
    )
    person_name = models.CharField("姓名", max_length=50, blank=True)
    id_tail = models.CharField("身份证号后4位", max_length=4, blank=True)
    person_id = models.BigIntegerField(null=True)
    required_days = ArrayField(models.IntegerField(null=True), null=True, verbose_name="应驻天数")
    days = ArrayField(models.IntegerField(null=True), null=True, verbose_name="实驻天数")
    nights = ArrayField(models.IntegerField(null=True), null=True, verbose_name="实驻夜数")
    days_total = models.IntegerField("合计天", null=True)
    nights_total = models.IntegerField("合计夜", null=True)
    leave_days = models.IntegerField("请假天数", null=True)
    leave_kind = models.CharField("请假类别", max_length=10, blank=True)
    leave_approver = models.CharField("请假审批人", max_length=30, blank=True)
    duty_days = models.IntegerField("公差天数", null=True)
    duty_reason = models.CharField("公差事由", max_length=200, blank=True)
    checks_count = models.IntegerField("抽查次数", null=True)
    absences_count = models.IntegerField("不在岗次数", null=True)
    unexcused_count = models.IntegerField("无故不在岗次数", null=True)
    is_met = models.BooleanField("是否达标", null=True)
    override_reason = models.CharField("达标说明", max_length=200, blank=True)
    work_summary = models.CharField("月度工作小结", max_length=200, blank=True)

    class Meta(SheetRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "T2 在岗月报"
        indexes = [
            models.Index(fields=["revision", "row_no"], name="presence_row_revision"),
            models.Index(fields=["person_id"], name="presence_row_person"),
            models.Index(fields=["village"], name="presence_row_village"),
        ]
