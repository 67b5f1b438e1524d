"""What stands between a draft and its submission: problems, explanations, return marks."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, F, Max, OuterRef, QuerySet, When
from django.db.models.functions import MD5

from accountability.intake.cleaning.places import county_base, town_base, village_base
from accountability.intake.cleaning.units import UNKNOWN_UNIT
from accountability.intake.declare import SHEETS, CellType
from accountability.intake.models import Explanation, Problem, ReturnMark, Revision, Submission
from accountability.intake.rules import Severity


def placed(problems: "QuerySet[Problem]") -> "QuerySet[Any]":
    """Give each problem its `place`: what an explanation is bound to beside rule and column.

    That is the row's key, so an explanation follows its row; what concerns the sheet as a whole is
    bound to what it says, so that explaining one village does not explain the next.
    """
    return problems.annotate(
        place=Case(When(row_key="", then=MD5("sentence")), default=F("row_key"))
    )


def explained(submission_id: int) -> Exists:
    """Return the condition that a placed problem has an explanation."""
    return Exists(
        Explanation.objects.filter(
            submission_id=submission_id,
            rule=OuterRef("rule"),
            row_key=OuterRef("place"),
            field=OuterRef("field"),
        )
    )


def unexplained_warnings(revision: Revision) -> "QuerySet[Problem]":
    """Return the warnings of a revision that nobody has explained."""
    warnings = Problem.objects.filter(revision=revision, severity=Severity.WARNING)
    return placed(warnings).filter(~explained(revision.submission_id))


def open_marks(submission: Submission) -> "QuerySet[ReturnMark]":
    """Return the return marks neither mended nor answered."""
    return ReturnMark.objects.filter(submission=submission, settled_at__isnull=True)


@dataclass(frozen=True)
class Cause:
    """Problems of one revision that have the same cause."""

    severity: Severity
    rule: str
    cause: str
    count: int
    proposals: int


def causes(revision: Revision) -> list[Cause]:
    """Return the problems grouped by cause with counts, the most frequent first."""
    rows = (
        Problem.objects.filter(revision=revision)
        .values("severity", "rule", "cause")
        .annotate(count=Count("pk"), proposals=Count("proposal"))
        .order_by("-count", "rule")
    )
    return [
        Cause(Severity(row["severity"]), row["rule"], row["cause"], row["count"], row["proposals"])
        for row in rows
    ]


def contradicted(revision: Revision) -> int:
    """Count the problems of a revision that another sheet contradicts."""
    return Problem.objects.filter(revision=revision, counterpart__isnull=False).count()


_BASE_OF = {
    CellType.COUNTY: county_base,
    CellType.TOWNSHIP: town_base,
    CellType.VILLAGE: village_base,
    CellType.DIVISION: village_base,
}
_RENAMED = {"乡镇名称已变更", "村名已变更"}


def sure_proposals(revision: Revision) -> list[Problem]:
    """Return the problems for which the roster or the divisions give one answer.

    A likeness is a guess and is left to the person; what is counted, dated or identifies somebody
    is always typed by a person.
    """
    columns = SHEETS[revision.sheet_code].columns
    types = {column.name: column.type for column in columns}
    wanted = {*_BASE_OF, CellType.PERSON_NAME}
    problems = Problem.objects.filter(
        revision=revision,
        field__in=[name for name, type_ in types.items() if type_ in wanted],
        row_no__isnull=False,
        proposal__isnull=False,
    ).exclude(proposal="")
    return [problem for problem in problems if _is_sure(problem, types[problem.field])]


def _is_sure(problem: Problem, type_: CellType) -> bool:
    base_of = _BASE_OF.get(type_)
    if base_of is None or problem.cause in _RENAMED:
        return True
    return base_of(problem.raw.strip()) == base_of(problem.proposal or "")


@dataclass(frozen=True)
class UnknownPlace:
    """A name of a place or unit in the draft that matches nothing, with what it might be."""

    name: str
    field: str
    count: int
    proposal: str


def unknown_places(revision: Revision) -> list[UnknownPlace]:
    """Return the names of places that matched nothing, the frequent first."""
    types = {column.name: column.type for column in SHEETS[revision.sheet_code].columns}
    fields = [name for name, type_ in types.items() if type_ in _BASE_OF]
    return _unknown(Problem.objects.filter(revision=revision, field__in=fields, rule="D19"))


def unknown_units(revision: Revision) -> list[UnknownPlace]:
    """Return the names of units that matched nothing, the frequent first."""
    return _unknown(Problem.objects.filter(revision=revision, rule=UNKNOWN_UNIT))


def _unknown(problems: "QuerySet[Problem]") -> list[UnknownPlace]:
    rows = (
        problems.exclude(raw="")
        .values_list("raw", "field")
        .annotate(count=Count("pk"), proposal=Max("proposal"))
        .order_by("-count", "raw")
    )
    return [UnknownPlace(raw, field, count, proposal or "") for raw, field, count, proposal in rows]
