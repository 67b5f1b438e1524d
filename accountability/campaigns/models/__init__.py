"""Campaigns: task forces, roadmap, task book, timetable, and how far each county is."""

from accountability.campaigns.models.campaigns import (
    Amendment,
    Campaign,
    CampaignCounty,
    ForceMember,
    Milestone,
    RoadmapStage,
    WorkTask,
)
from accountability.campaigns.models.progress import CountyTask, Postponement, ProgressEntry

__all__ = [
    "Amendment",
    "Campaign",
    "CampaignCounty",
    "CountyTask",
    "ForceMember",
    "Milestone",
    "Postponement",
    "ProgressEntry",
    "RoadmapStage",
    "WorkTask",
]
