"""Changes of an issued campaign."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accountability.campaigns.actions import TaskChange
from accountability.campaigns.forms.plan import DAY, MemberRow, TaskRow, choose
from accountability.campaigns.models import Campaign, ForceMember, Milestone, WorkTask
from accountability.campaigns.rules import CampaignState, MemberPlan, TaskPlan

_END = [(CampaignState.CLOSED.value, "办结"), (CampaignState.STOPPED.value, "中止")]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="理由", max_length=300)


class EndForm(ReasonForm):
    """How a campaign ends, and why."""

    state = forms.TypedChoiceField(
        label="怎样结束", coerce=CampaignState, choices=_END, widget=forms.RadioSelect
    )
    field_order = ("state", "reason")


class AmendForm(forms.Form):
    """An issued task anew, with the days of its milestones, and why."""

    deliver = forms.CharField(
        label="交付什么", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    owner_unit = forms.CharField(label="责任单位", max_length=80)
    responsible = forms.CharField(label="责任人", max_length=60)
    due_on = forms.DateField(label="完成期限", widget=DAY)
    evidence = forms.CharField(label="佐证要求", max_length=200, required=False)

    def __init__(self, *args: Any, task: WorkTask, **kwargs: Any) -> None:
        initial = {name: getattr(task, name) for name in self.base_fields}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.milestones: list[Milestone] = list(task.milestones.all())
        for one in self.milestones:
            self.fields[f"milestone_{one.pk}"] = forms.DateField(
                label=f"节点“{one.name}”的计划日期", initial=one.planned_on, widget=DAY
            )
        self.fields["reason"] = forms.CharField(
            label="调整理由", max_length=300, help_text="县里看得到调整前后和理由。"
        )

    def change(self) -> TaskChange:
        """Return what shall hold."""
        data = self.cleaned_data
        planned = tuple((one.pk, data[f"milestone_{one.pk}"]) for one in self.milestones)
        return TaskChange(**{name: data[name] for name in self.base_fields}, planned=planned)


class AddTaskForm(TaskRow):
    """One more task of an issued campaign, and why."""

    reason = forms.CharField(label="增加理由", max_length=300)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        scope = campaign.scope.select_related("county").order_by("county__code")
        counties = [(one.county_id, one.county.name) for one in scope]
        super().__init__(*args, counties=counties, stages=0, **kwargs)
        stages = [(one.number, f"{one.number} {one.name}") for one in campaign.stages.all()]
        choose(self, "stage", [("", "请选择"), *stages])

    def plan(self) -> TaskPlan:
        """Return the task."""
        return TaskPlan(**{k: v for k, v in self.cleaned_data.items() if k != "reason"})


class MemberForm(MemberRow):
    """Who leaves a task force and who joins, from a day on."""

    leaves = forms.ModelChoiceField(
        label="离开的成员", queryset=ForceMember.objects.none(), required=False, empty_label="没有"
    )
    begins_on = forms.DateField(label="自何日起", widget=DAY)
    field_order = ("leaves", "force", "name", "unit", "duty", "begins_on")

    def __init__(self, *args: Any, members: Iterable[ForceMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leaves"].queryset = members  # type: ignore[attr-defined]

    def joins(self) -> MemberPlan | None:
        """Return who joins, if anybody."""
        data = self.cleaned_data
        told = {name: data[name] for name in ("force", "name", "unit", "duty")}
        return MemberPlan(**told) if any(told.values()) else None


class PostponeForm(forms.Form):
    """Until when, why, and who approved it."""

    new_due_on = forms.DateField(label="延期至", widget=DAY)
    reason = forms.CharField(
        label="延期理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    approver = forms.CharField(label="批准人", max_length=40)
