"""One county's task: what was said, and its timetable as it stands."""

import datetime as dt
from dataclasses import dataclass

from accountability.campaigns.models import CountyTask, Milestone, ProgressEntry
from accountability.intake.models import Submission
from portal.access.reader import Reader


@dataclass(frozen=True)
class TimetableLine:
    """One milestone of a county: planned, now expected, reached."""

    milestone: Milestone
    forecast_on: dt.date | None
    reached_on: dt.date | None

    def is_late(self, today: dt.date) -> bool:
        """Say whether it was reached late, or is not reached though its day has passed."""
        planned = self.milestone.planned_on
        return planned is not None and (self.reached_on or today) > planned


def timetable(item: CountyTask, entries: list[ProgressEntry]) -> list[TimetableLine]:
    """Return the timetable of a county; of several words about a milestone the last counts."""
    last: dict[int, ProgressEntry] = {}
    for entry in entries:
        if entry.milestone_id is not None:
            last[entry.milestone_id] = entry
    return [
        TimetableLine(
            one,
            last[one.pk].forecast_on if one.pk in last else None,
            last[one.pk].reached_on if one.pk in last else None,
        )
        for one in item.task.milestones.all()
    ]


def entries_of(reader: Reader, item: CountyTask) -> list[ProgressEntry]:
    """Return all that was said of a county's task, in order."""
    rows = ProgressEntry.objects.visible_to(reader).filter(item=item)
    return list(rows.select_related("by", "milestone"))


def sheet_sent(reader: Reader, item: CountyTask) -> Submission | None:
    """Return the county's last submission of the sheet a task's facts stand in."""
    if not item.task.sheet_code:
        return None
    found: Submission | None = (
        Submission.objects.visible_to(reader)
        .filter(task__sheet_code=item.task.sheet_code, county_id=item.county_id)
        .select_related("task")
        .order_by("-task__period", "-pk")
        .first()
    )
    return found
