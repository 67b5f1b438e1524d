"""What goes into the files handed out: marks of the annotated copy, rows of the template."""

import dataclasses
import datetime as dt

from accountability.intake.annotate import Mark
from accountability.intake.checked import ROW_ADDED
from accountability.intake.declare import RESOLVED, CellType, Sheet
from accountability.intake.models import Problem, ReturnMark, Revision, Submission
from accountability.intake.queries.rows import added_rows
from accountability.intake.registry import load_units
from accountability.intake.rules import Period, Severity
from accountability.intake.template import Filled
from villages.places.models import Division, Level, in_force

MOST_UNITS = 1_000
_NAMING = {CellType.TOWNSHIP, CellType.VILLAGE, *RESOLVED}


def marks_of(revision: Revision) -> list[Mark]:
    """Return the problems of a revision and the open return marks, as the copy shows them."""
    problems = Problem.objects.filter(revision=revision).order_by("pk").values_list(
        "sheet_name", "address", "severity", "sentence", "remedy", "row_label", "column_label",
        "raw",
    )  # fmt: skip
    added = added_rows(revision)
    returned = ReturnMark.objects.filter(
        submission_id=revision.submission_id, settled_at__isnull=True
    )
    apart: dict[str, str] = revision.facts.get("blocks", {})
    marks = [
        *(
            Mark(one.sheet_name, one.address, Severity.ERROR.value, f"退回意见：{one.text}",
                 "请改正，或在上报页答复。", "", "", "")
            for one in returned
        ),
        *(_in_file(Mark(*problem), added) for problem in problems),
    ]  # fmt: skip
    return [
        dataclasses.replace(one, sheet=apart[one.sheet]) if one.sheet in apart else one
        for one in marks
    ]


def _in_file(mark: Mark, added: set[tuple[str, int]]) -> Mark:
    """Leave out the cell of a mark on a row that the file does not have."""
    row_no = mark.address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if not row_no or (mark.sheet, int(row_no)) not in added:
        return mark
    return dataclasses.replace(mark, address="", label=f"{ROW_ADDED}{row_no} {mark.label}".strip())


def filled_for(submission: Submission, sheet: Sheet, on: dt.date) -> Filled:
    """Return for whom and when a template is made and what the portal knows already."""
    period = Period.parse(submission.task.period)
    county = submission.county
    rows = sheet.prefill(county, period) if sheet.prefill else []
    places = _places(county, period.last_day)
    return Filled(
        county_code=county.code,
        county_name=county.name,
        period=period,
        rows=rows,
        lists={
            column.name: _choices(column.type, county, places)
            for column in sheet.columns
            if column.type in _NAMING
        },
        filled_on=on,
    )


def _choices(type_: CellType, county: Division, places: dict[Level, list[str]]) -> list[str]:
    """Return what the spreadsheet offers for a column that names a place or a unit."""
    if type_ is CellType.UNIT:
        return [unit.name for unit in load_units(county.pk).units][:MOST_UNITS]
    towns, villages = places[Level.TOWNSHIP], places[Level.VILLAGE]
    return {
        CellType.COUNTY: [county.name],
        CellType.TOWNSHIP: towns,
        CellType.VILLAGE: villages,
        CellType.DIVISION: [county.name, *towns, *villages],
    }[type_]


def _places(county: Division, on: dt.date) -> dict[Level, list[str]]:
    rows = Division.objects.filter(
        in_force(on), county=county, level__in=[Level.TOWNSHIP, Level.VILLAGE]
    ).order_by("code")
    found: dict[Level, list[str]] = {Level.TOWNSHIP: [], Level.VILLAGE: []}
    for level, name in rows.values_list("level", "name"):
        found[Level(level)].append(name)
    return {level: list(dict.fromkeys(names)) for level, names in found.items()}
