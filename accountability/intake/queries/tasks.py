"""Who owes what by when, how complete and how timely: counted in the database."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil

from django.db import connection
from django.db.models import Case, Count, F, Max, Q, QuerySet, When
from django.utils import timezone

from accountability.intake.declare import Sheet, declared
from accountability.intake.models import CollectionTask, Revision, Submission
from accountability.intake.queries.submissions import sheet_title
from accountability.intake.rules import IN_HAND, STATE_LABELS, State
from accountability.parameters.queries import parameters_on
from portal.access.models import User

ON_TIME = Q(submitted_at__isnull=False, submitted_at__lte=F("due_at"))
REPORTED = Q(submitted_at__isnull=False)
TAKEN = Q(state__in=[State.ACCEPTED.value, State.LOCKED.value])


@dataclass(frozen=True)
class Tally:
    """How many owe, have reported, reported on time, and are accepted."""

    owed: int = 0
    reported: int = 0
    on_time: int = 0
    accepted: int = 0

    @property
    def missing(self) -> int:
        """Return how many have not reported: 未报, never zero."""
        return self.owed - self.reported


@dataclass(frozen=True)
class TaskLine:
    """One task with what the user's counties have done about it."""

    task: CollectionTask
    title: str
    tally: Tally
    states: dict[str, int] = field(default_factory=dict)


def tasks_with_tallies(user: User, tasks: Sequence[CollectionTask]) -> list[TaskLine]:
    """Return the tasks with their tallies over the user's counties, in one query."""
    rows = (
        Submission.objects.visible_to(user)
        .filter(task__in=list(tasks))
        .values_list("task_id", "state")
        .annotate(
            owed=Count("pk"),
            reported=Count("pk", filter=REPORTED),
            on_time=Count("pk", filter=ON_TIME),
        )
    )
    found: dict[int, list[tuple[str, int, int, int]]] = defaultdict(list)
    for task_id, state, owed, reported, on_time in rows:
        found[task_id].append((state, owed, reported, on_time))
    return [_line(task, found[task.pk]) for task in tasks]


def _line(task: CollectionTask, counts: Iterable[tuple[str, int, int, int]]) -> TaskLine:
    states = {state: owed for state, owed, _, _ in counts}
    taken = sum(states.get(state, 0) for state in (State.ACCEPTED, State.LOCKED))
    tally = Tally(
        owed=sum(owed for _, owed, _, _ in counts),
        reported=sum(reported for _, _, reported, _ in counts),
        on_time=sum(on_time for _, _, _, on_time in counts),
        accepted=taken,
    )
    return TaskLine(task, sheet_title(task.sheet_code), tally, states)


def owed_by(user: User) -> "QuerySet[Submission]":
    """Return what the user's counties have in hand, the first due first; then what they sent."""
    submissions: QuerySet[Submission] = (
        Submission.objects.visible_to(user)
        .select_related("task", "county", "draft")
        .annotate(
            reminded_at=Max("reminders__at"),
            hand_due_at=Case(When(state__in=IN_HAND, then=F("due_at"))),
        )
        .order_by(
            F("hand_due_at").asc(nulls_last=True),
            "-due_at",
            "task__sheet_code",
            "county__code",
        )
    )
    return submissions


def of_task(user: User, task: CollectionTask) -> "QuerySet[Submission]":
    """Return the submissions of a task with the county, the draft and the last reminder."""
    submissions: QuerySet[Submission] = (
        Submission.objects.visible_to(user)
        .filter(task=task)
        .select_related("county", "draft", "draft__upload")
        .annotate(reminded_at=Max("reminders__at"))
        .order_by("county__code")
    )
    return submissions


@dataclass(frozen=True)
class AreaTally:
    """The tally of one city, or of the counties that report to the province directly."""

    area_id: int
    name: str
    tally: Tally
    missing: list[str]


_BY_AREA = """
SELECT above.id, above.name, above.level, count(*),
       count(submission.submitted_at),
       count(*) FILTER (WHERE submission.submitted_at <= submission.due_at),
       count(*) FILTER (WHERE submission.state IN ('accepted', 'locked')),
       coalesce(array_agg(county.name ORDER BY county.code)
                FILTER (WHERE submission.submitted_at IS NULL), '{}')
FROM accountability_submission AS submission
JOIN villages_division AS county ON county.id = submission.county_id
JOIN villages_reportingline AS line ON line.division_id = county.id
    AND line.valid_from <= %(on)s AND (line.valid_to IS NULL OR line.valid_to > %(on)s)
JOIN villages_division AS above ON above.id = line.parent_id
WHERE submission.task_id = %(task)s AND submission.county_id = ANY (%(counties)s)
GROUP BY above.id, above.name, above.level
ORDER BY above.level <> 'city', above.id
"""


def by_area(user: User, task: CollectionTask, on: dt.date | None = None) -> list[AreaTally]:
    """Return the tally of a task by the area the counties report to on the day `on`."""
    with connection.cursor() as cursor:
        cursor.execute(
            _BY_AREA,
            {
                "task": task.pk,
                "counties": sorted(user.county_ids),
                "on": on or timezone.localdate(task.due_at),
            },
        )
        return [
            AreaTally(
                area_id,
                name if level == "city" else f"{name}直管",
                Tally(owed, reported, on_time, accepted),
                list(missing),
            )
            for area_id, name, level, owed, reported, on_time, accepted, missing in cursor
        ]


def state_tabs(line: TaskLine) -> list[tuple[str, str, int]]:
    """Return (key, label, count) of the tabs above a task's counties."""
    missing = ("missing", "未报", line.tally.missing)
    waiting = [
        (state.value, STATE_LABELS[state], line.states.get(state.value, 0))
        for state in (State.TO_SIGN, State.TO_REVIEW, State.TO_ACCEPT, State.RETURNED)
        if state != State.TO_REVIEW or line.task.needs_city_review
    ]
    taken = ("taken", "已接收", line.tally.accepted)
    return [("", "全部", line.tally.owed), missing, *waiting, taken]


def tab_condition(key: str) -> Q:
    """Return the condition of a tab; an unknown one shows all."""
    if key == "missing":
        return ~REPORTED
    if key == "taken":
        return TAKEN
    return Q(state=key) if key in set(State) else Q()


@dataclass(frozen=True)
class BurdenEstimate:
    """What a sheet would ask of the counties: rows expected and cells asked and prefilled."""

    rows: int
    cells_asked: int
    cells_prefilled: int
    minutes_a_county: int = 0


_EXPECTED = {
    "person_name": """
SELECT count(*) FROM villages_posting
WHERE county_id = ANY (%(counties)s) AND ended_on IS NULL
""",
    "village_name": """
SELECT count(*) FROM villages_division
WHERE county_id = ANY (%(counties)s) AND level = 'village' AND valid_to IS NULL
""",
    "": "SELECT cardinality(%(counties)s)",
}


def estimate_burden(user: User, sheet: Sheet) -> BurdenEstimate:
    """Return the burden of a sheet, from its last accepted rows.

    Where it never came in, a sheet of persons has a row a posting, one of villages a row a village,
    another a row a county. Minutes come from the parameter `seconds_a_cell`.
    """
    last = (
        Revision.objects.visible_to(user)
        .filter(sheet_code=sheet.code, pointers__closed_at__isnull=True, pointers__isnull=False)
        .values_list("period")
        .annotate(rows=Count("pk"))
        .order_by("-period")
        .first()
    )
    rows = 0
    if last:
        current = Revision.objects.visible_to(user).filter(
            sheet_code=sheet.code,
            period=last[0],
            pointers__closed_at__isnull=True,
            pointers__isnull=False,
        )
        rows = sum(current.values_list("rows_count", flat=True))
    else:
        kind = next((name for name in _EXPECTED if name in sheet.places), "")
        with connection.cursor() as cursor:
            cursor.execute(_EXPECTED[kind], {"counties": sorted(user.county_ids)})
            (rows,) = cursor.fetchone() or (0,)
    prefilled, asked = cells_a_row(sheet)
    seconds = parameters_on(timezone.localdate()).number("seconds_a_cell") or 0
    minutes = rows * asked * float(seconds) / 60 / max(1, len(user.county_ids))
    return BurdenEstimate(rows, round(rows * asked), round(rows * prefilled), ceil(minutes))


def cells_a_row(sheet: Sheet) -> tuple[float, float]:
    """Return how many cells of a row the portal fills and how many a person; parts count evenly."""
    columns = [column for piece in sheet.pieces for column in piece.columns]
    prefilled = sum(column.prefilled for column in columns)
    asked = sum(not column.prefilled and not column.derived for column in columns)
    return prefilled / len(sheet.pieces), asked / len(sheet.pieces)


def declared_sheets() -> list[Sheet]:
    """Return the sheets that can be asked for, by code."""
    return declared()
