"""The plan of a campaign: what was issued, and every later change beside it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accountability.campaigns.rules import STATE_LABELS, CampaignState
from accountability.intake.models import CountyQuerySet
from portal.access.reader import Reader
from portal.access.roles import Permission
from villages.places.models import Division

STATES = [(state.value, label) for state, label in STATE_LABELS.items()]


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Campaigns by who takes part."""

    def visible_to(self, user: Reader) -> "CampaignQuerySet":
        """Keep the campaigns of the user's counties; those never issued only for who drafts."""
        mine = CampaignCounty.objects.visible_to(user).filter(campaign=OuterRef("pk"))
        drafted = mine.filter(county_id__in=user.counties_for(Permission.CAMPAIGN_MANAGE))
        return self.filter(Exists(mine)).filter(Q(issued_at__isnull=False) | Exists(drafted))


class Campaign(models.Model):
    """One piece of work pushed through in some counties, from one day to another (专项).

    `version` grows with every save of the draft, so that nobody overwrites what they have not seen.
    """

    title = models.CharField("专项名称", max_length=80)
    purpose = models.TextField("目的", blank=True)
    document = models.CharField("依据文件", max_length=160, blank=True)
    document_number = models.CharField("文号", max_length=60, blank=True)
    lead_unit = models.CharField("牵头单位", max_length=80, blank=True)
    lead_person = models.CharField("负责人", max_length=40, blank=True)
    begins_on = models.DateField("开始日期", null=True)
    ends_on = models.DateField("结束日期", null=True)
    state = models.CharField(
        "状态", max_length=8, choices=STATES, default=CampaignState.DRAFT.value
    )
    version = models.IntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("草拟时间")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    issued_at = models.DateTimeField("下达时间", null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField("办结或中止时间", null=True)
    end_reason = models.CharField("办结或中止的理由", max_length=300, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专项"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "stopped"]) | Q(issued_at__isnull=False),
                name="campaign_issued_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="stopped") | ~Q(end_reason=""), name="campaign_stopped_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Say whether the counties work on it."""
        return self.state == CampaignState.ISSUED


class CampaignCounty(models.Model):
    """One county of a campaign's scope."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="scope")
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专项实施县"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "county"], name="campaign_county_once")
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.county_id}"


class ForceMember(models.Model):
    """One member of a task force (工作专班); who leaves gets an end and stays."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="members")
    force = models.CharField("工作专班", max_length=40, blank=True)
    name = models.CharField("姓名", max_length=40, blank=True)
    unit = models.CharField("单位", max_length=80, blank=True)
    duty = models.CharField("职责", max_length=80, blank=True)
    begins_on = models.DateField("起始日期", null=True)
    ends_on = models.DateField("终止日期", null=True)
    number = models.IntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "专班成员"
        ordering = ("number", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("begins_on")),
                name="force_member_ends_not_before",
            )
        ]

    def __str__(self) -> str:
        return f"{self.force} {self.name}"


class RoadmapStage(models.Model):
    """One stage of a campaign's roadmap (路线图)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="stages")
    number = models.IntegerField("阶段")
    name = models.CharField("阶段名称", max_length=40, blank=True)
    begins_on = models.DateField("开始日期", null=True)
    ends_on = models.DateField("结束日期", null=True)
    goal = models.CharField("阶段目标", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "路线图阶段"
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="roadmap_stage_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class WorkTask(models.Model):
    """One task of a campaign's task book (任务书).

    Without `only_county` every county of the scope has it. `first_due_on` is the day it was issued
    with; `due_on` follows amendments. With a sheet its facts come from there, and no text is asked.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="tasks")
    number = models.IntegerField("编号")
    stage = models.ForeignKey(
        RoadmapStage, on_delete=models.CASCADE, null=True, related_name="tasks"
    )
    deliver = models.CharField("交付内容", max_length=300, blank=True)
    owner_unit = models.CharField("责任单位", max_length=80, blank=True)
    only_county = models.ForeignKey(Division, on_delete=models.PROTECT, null=True, related_name="+")
    responsible = models.CharField("责任人", max_length=60, blank=True)
    due_on = models.DateField("完成期限", null=True)
    first_due_on = models.DateField("下达时的期限", null=True)
    evidence = models.CharField("佐证要求", max_length=200, blank=True)
    sheet_code = models.CharField("对应采集表", max_length=8, blank=True)
    withdrawn_at = models.DateTimeField("撤销时间", null=True)

    objects = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "专项任务"
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="work_task_once")
        ]

    def __str__(self) -> str:
        return f"任务{self.number} {self.deliver}"


class Milestone(models.Model):
    """One line of a task's timetable (时间表): what shall be reached by when."""

    task = models.ForeignKey(WorkTask, on_delete=models.CASCADE, related_name="milestones")
    number = models.IntegerField()
    name = models.CharField("节点", max_length=80, blank=True)
    planned_on = models.DateField("计划日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "节点"
        ordering = ("number",)

    def __str__(self) -> str:
        return self.name


class Amendment(models.Model):
    """One change of an issued task book: what, from what into what, why, by whom.

    Shapes: `changes` is a list of {label, before, after}.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="amendments")
    task = models.ForeignKey(
        WorkTask, on_delete=models.PROTECT, null=True, related_name="amendments"
    )
    what = models.CharField("调整", max_length=60)
    changes = models.JSONField(default=list)
    reason = models.CharField("理由", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "任务书调整"
        ordering = ("-at", "-pk")
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.what}"
