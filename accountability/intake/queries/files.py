"""What goes into the files handed out: marks of the annotated copy, rows of the template."""

import datetime as dt

from accountability.intake.annotate import Mark
from accountability.intake.declare import CellType, Sheet
from accountability.intake.models import Problem, ReturnMark, Revision, Submission
from accountability.intake.rules import Period, Severity
from accountability.intake.template import Filled
from villages.places.models import Division, Level, in_force


def marks_of(revision: Revision) -> list[Mark]:
    """Return the problems of a revision and the open return marks, as the copy shows them."""
    problems = Problem.objects.filter(revision=revision).order_by("pk").values_list(
        "sheet_name", "address", "severity", "sentence", "remedy", "row_label", "column_label",
        "raw",
    )  # fmt: skip
    returned = ReturnMark.objects.filter(
        submission_id=revision.submission_id, settled_at__isnull=True
    )
    return [
        *(
            Mark(one.sheet_name, one.address, Severity.ERROR.value, f"退回意见：{one.text}",
                 "请改正，或在上报页答复。", "", "", "")
            for one in returned
        ),
        *(Mark(*problem) for problem in problems),
    ]  # fmt: skip


def filled_for(submission: Submission, sheet: Sheet, on: dt.date) -> Filled:
    """Return for whom and when a template is made and what the portal knows already."""
    period = Period.parse(submission.task.period)
    county = submission.county
    rows = sheet.prefill(county, period) if sheet.prefill else []
    places = _places(county, period.last_day)
    levels = {CellType.TOWNSHIP: Level.TOWNSHIP, CellType.VILLAGE: Level.VILLAGE}
    return Filled(
        county_code=county.code,
        county_name=county.name,
        period=period,
        rows=rows,
        lists={
            column.name: places[levels[column.type]]
            for column in sheet.columns
            if column.type in levels
        },
        filled_on=on,
    )


def _places(county: Division, on: dt.date) -> dict[Level, list[str]]:
    rows = Division.objects.filter(
        in_force(on), county=county, level__in=[Level.TOWNSHIP, Level.VILLAGE]
    ).order_by("code")
    found: dict[Level, list[str]] = {Level.TOWNSHIP: [], Level.VILLAGE: []}
    for level, name in rows.values_list("level", "name"):
        found[Level(level)].append(name)
    return {level: list(dict.fromkeys(names)) for level, names in found.items()}
