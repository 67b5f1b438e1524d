"""A campaign's plan as rules read it."""

from accountability.campaigns.models import Campaign, WorkTask
from accountability.campaigns.rules import (
    MemberPlan,
    MilestonePlan,
    Plan,
    StagePlan,
    TaskPlan,
)


def plan_of(campaign: Campaign) -> Plan:
    """Return the plan, members who left and tasks withdrawn left out; five queries."""
    tasks = campaign.tasks.filter(withdrawn_at__isnull=True)
    return Plan(
        title=campaign.title,
        purpose=campaign.purpose,
        document=campaign.document,
        document_number=campaign.document_number,
        lead_unit=campaign.lead_unit,
        lead_person=campaign.lead_person,
        begins_on=campaign.begins_on,
        ends_on=campaign.ends_on,
        counties=tuple(sorted(campaign.scope.values_list("county_id", flat=True))),
        members=tuple(
            MemberPlan(one.force, one.name, one.unit, one.duty, one.begins_on)
            for one in campaign.members.filter(ends_on__isnull=True)
        ),
        stages=tuple(
            StagePlan(one.name, one.begins_on, one.ends_on, one.goal)
            for one in campaign.stages.all()
        ),
        tasks=tuple(
            task_plan_of(one)
            for one in tasks.select_related("stage").prefetch_related("milestones")
        ),
    )


def task_plan_of(task: WorkTask) -> TaskPlan:
    """Return one task with its timetable."""
    return TaskPlan(
        deliver=task.deliver,
        owner_unit=task.owner_unit,
        responsible=task.responsible,
        county_id=task.only_county_id,
        stage=task.stage.number if task.stage else None,
        due_on=task.due_on,
        evidence=task.evidence,
        sheet_code=task.sheet_code,
        milestones=tuple(MilestonePlan(one.name, one.planned_on) for one in task.milestones.all()),
    )
