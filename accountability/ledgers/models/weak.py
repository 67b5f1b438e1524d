"""Rows of T4: the mending of weak and lax village Party organisations."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accountability.ledgers.models.village import VillageRow, counted, rows_of


class WeakCaseRow(VillageRow):
    """One row of T4: where the case of one village stands this month.

    `stage` is the state of the case (domain 4.7). `steps` holds the six steps as written;
    `step_states` and `step_dates` what they say. `tracked_until`, `is_overdue` and
    `relapses_count` are computed.
    """

    members_count = counted("党员数")
    households_count = counted("户数")
    residents_count = counted("人口")
    is_poor_village = models.BooleanField("是否贫困村", null=True)
    weak_types = ArrayField(models.CharField(max_length=40), null=True, verbose_name="类型")
    symptoms = models.TextField("具体表现及原因", blank=True)
    county_leader = models.CharField("联村县级领导", max_length=50, blank=True)
    county_leader_post = models.CharField("联村县级领导职务", max_length=80, blank=True)
    township_leader = models.CharField("包村乡镇领导", max_length=50, blank=True)
    township_leader_post = models.CharField("包村乡镇领导职务", max_length=80, blank=True)
    first_secretary = models.CharField("驻村第一书记", max_length=50, blank=True)
    first_secretary_unit = models.CharField("派出单位", max_length=120, blank=True)
    partner_unit = models.CharField("结对帮扶单位", max_length=120, blank=True)
    partner_person = models.CharField("结对责任人", max_length=50, blank=True)
    goal = models.TextField("整顿目标", blank=True)
    measures = models.TextField("整顿措施", blank=True)
    difficulty = models.CharField("难度等级", max_length=4, blank=True)
    steps = ArrayField(models.CharField(max_length=40), null=True, verbose_name="六步进度")
    step_states = ArrayField(models.CharField(max_length=10, null=True), default=list)
    step_dates = ArrayField(models.DateField(null=True), default=list)
    opened_on = models.DateField("立案", null=True)
    planned_on = models.DateField("计划完成", null=True)
    finished_on = models.DateField("实际完成", null=True)
    score = models.DecimalField("验收得分", max_digits=5, decimal_places=1, null=True)
    raters_count = counted("测评人数")
    dissatisfied_count = counted("不满意票")
    verdict = models.CharField("验收结果", max_length=10, blank=True)
    verifier = models.CharField("验收人", max_length=50, blank=True)
    stage = models.CharField("进度", max_length=20, blank=True)
    is_hardest = models.BooleanField("是否老大难", null=True)
    verifier_unit = models.CharField("验收单位", max_length=120, blank=True)
    verified_on = models.DateField("验收日期", null=True)
    tracked_until = models.DateField("跟踪截止", null=True)
    is_overdue = models.BooleanField("是否逾期", null=True)
    relapses_count = counted("反弹次数")
    month_only = ArrayField(
        models.CharField(max_length=40), default=list, verbose_name="只到月的日期"
    )

    class Meta(VillageRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "T4 软弱涣散整顿"
        indexes = rows_of("weak_case_row")
