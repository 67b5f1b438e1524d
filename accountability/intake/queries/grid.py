"""One server page of a revision's rows with everything that is known about their cells."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from accountability.intake.declare import SHEETS, Sheet
from accountability.intake.models import (
    CellChange,
    Explanation,
    Problem,
    ReturnMark,
    Revision,
    SheetRow,
)
from accountability.intake.queries.cells import Leaf, leaves_of, rows_of
from accountability.intake.queries.problems import placed

PER_PAGE = 200
LISTED = 300


@dataclass(frozen=True)
class GridPage:
    """Rows of one sheet of a revision, with problems, changes and marks by row and column."""

    sheet: Sheet
    leaves: list[Leaf]
    leaf: int
    number: int
    pages: int
    rows: list[SheetRow]
    problems: dict[tuple[int, str], list[Problem]]
    changes: dict[tuple[int, str], CellChange]
    originals: dict[int, list[str]]
    marks: dict[tuple[str, str], ReturnMark]
    columns: dict[str, str] = field(default_factory=dict)


def grid_page(revision: Revision, *, leaf: int, number: int, row_no: int | None) -> GridPage:
    """Return a page of rows; with `row_no` the page on which that row lies. Eight queries."""
    leaves = leaves_of(revision)
    leaf = leaf if 0 <= leaf < len(leaves) else 0
    name = leaves[leaf].name
    of_leaf = rows_of(revision).filter(sheet_name=name).order_by("row_no", "pk")
    if row_no is not None:
        number = of_leaf.filter(row_no__lt=row_no).count() // PER_PAGE + 1
    pages = max(1, -(-leaves[leaf].rows // PER_PAGE))
    number = min(max(number, 1), pages)
    rows = list(of_leaf[(number - 1) * PER_PAGE : number * PER_PAGE])
    numbers = [row.row_no for row in rows]
    return GridPage(
        sheet=SHEETS[revision.sheet_code].piece(leaves[leaf].part),
        leaves=leaves,
        leaf=leaf,
        number=number,
        pages=pages,
        rows=rows,
        problems=problems_by_cell(revision, name, numbers),
        changes=_changes(revision, name, numbers),
        originals=_originals(revision, name, numbers),
        marks={(mark.row_key, mark.field): mark for mark in open_marks_of(revision) if mark.field},
        columns=revision.columns.get(name, {}),
    )


def problems_by_cell(
    revision: Revision, name: str, numbers: list[int]
) -> dict[tuple[int, str], list[Problem]]:
    """Return the problems of these rows by row and column, errors first."""
    found: dict[tuple[int, str], list[Problem]] = defaultdict(list)
    rows = Problem.objects.filter(revision=revision, sheet_name=name, row_no__in=numbers)
    for problem in rows.order_by("severity", "pk"):
        found[problem.row_no or 0, problem.field].append(problem)
    return dict(found)


def _changes(
    revision: Revision, name: str, numbers: list[int]
) -> dict[tuple[int, str], CellChange]:
    rows = CellChange.objects.filter(revision=revision, sheet_name=name, row_no__in=numbers)
    return {(change.row_no, change.field): change for change in rows}


def _originals(revision: Revision, name: str, numbers: list[int]) -> dict[int, list[str]]:
    """Return what the file said in these rows, where the revision was typed in the browser."""
    if revision.kind == Revision.Kind.FILE:
        return {}
    file = (
        Revision.objects.filter(
            upload_id=revision.upload_id, kind=Revision.Kind.FILE, number__lt=revision.number
        )
        .order_by("-number")
        .first()
    )
    if file is None:
        return {}
    rows = rows_of(file).filter(sheet_name=name, row_no__in=numbers)
    return {row.row_no: row.raw for row in rows}


def open_marks_of(revision: Revision) -> list[ReturnMark]:
    """Return the unsettled return marks of the submission."""
    return list(
        ReturnMark.objects.filter(
            submission_id=revision.submission_id, settled_at__isnull=True
        ).select_related("step", "step__by")
    )


@dataclass(frozen=True)
class ListedProblem:
    """One problem of the list, with its explanation where there is one."""

    problem: Problem
    explanation: str


def listed_problems(revision: Revision, severity: str) -> list[ListedProblem]:
    """Return the problems of a severity by cause, in the order of the file, up to LISTED.

    "" lists those that another sheet contradicts.
    """
    of_tab = Q(severity=severity) if severity else Q(counterpart__isnull=False)
    problems = placed(Problem.objects.filter(of_tab, revision=revision)).order_by(
        "cause", "rule", "sheet_name", "row_no", "pk"
    )[:LISTED]
    texts = {
        (one.rule, one.row_key, one.field): one.text
        for one in Explanation.objects.filter(submission_id=revision.submission_id)
    }
    return [ListedProblem(one, texts.get((one.rule, one.place, one.field), "")) for one in problems]
