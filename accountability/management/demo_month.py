"""The demo's collected month: every county's workbooks go through the real intake.

Files are made from the official blank, filled as officials fill it (with the dirt they leave),
uploaded, checked, explained, submitted, signed and accepted by the people who would. Nothing
is written around the mechanism. Days, scores and grades are drawn from a seed and belong to
invented people only.
"""

import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import Any, Final

from django.db import connections
from django.utils import timezone

from accountability.intake import template
from accountability.intake.actions import answering, asking, deciding, receiving
from accountability.intake.declare import SHEETS
from accountability.intake.models import CollectionTask, Problem, Submission
from accountability.intake.queries.files import filled_for
from accountability.intake.rules import Period, Severity, State
from accountability.management import demo_values
from portal.access.models import User
from portal.access.scope import acting_as
from villages.places.models import Division, Kind, Level

MONTH = Period.parse("2020-05")
YEAR = Period.parse("2019")
ASKED = (("T1", MONTH), ("T2", MONTH), ("T3", YEAR))
ZONE = timezone.get_default_timezone()
OPENED = dt.datetime(2020, 5, 25, 9, tzinfo=ZONE)
DUE = dt.datetime(2020, 6, 3, 18, tzinfo=ZONE)
Say = Callable[[str], None]


@dataclass(frozen=True)
class Ending:
    """How far a county's submission comes in the demo: up to which state, and when it is sent."""

    state: State
    day: int


def collect_month(say: Say) -> str:
    """Open the tasks and bring every county's workbooks in, on all cores."""
    if CollectionTask.objects.exists() or not Division.objects.filter(is_demo=True).exists():
        return ""
    officer = User.objects.get(username="province")
    for code, period in ASKED:
        if code in SHEETS:
            _open(code, period, officer)
    counties = list(
        Division.objects.filter(level=Level.COUNTY, kind=Kind.DIVISION, valid_to__isnull=True)
        .order_by("code")
        .values_list("code", flat=True)
    )
    connections.close_all()
    done = 0
    with ProcessPoolExecutor(os.cpu_count() or 2, mp_context=get_context("fork")) as pool:
        for done, _ in enumerate(pool.map(report_county, counties, chunksize=4), 1):
            if done % 40 == 0:
                say(f"演示月报：{done}/{len(counties)}个县")
    return f"{done}个县的报表已经上传、校验、审核和接收"


BURDEN: Final = asking.Burden(
    "月度调度，用于督查通报",
    cells_asked=900,
    cells_prefilled=500,
    minutes_a_county=90,
    basis="月度调度制度",
    asked_by="省委组织部",
    approved_by="分管副部长",
    overlap_note="各表分别反映不同时点，已预填的不必重填",
)


def _open(code: str, period: Period, officer: User) -> None:
    with acting_as(officer):
        asking.open_task(
            sheet=SHEETS[code],
            period=period,
            due_at=DUE,
            burden=BURDEN,
            needs_city_review=False,
            by=officer,
            at=OPENED,
        )


def report_county(code: str) -> int:
    """Bring in one county's workbooks; return how many were accepted."""
    county = Division.objects.get(code=code, valid_to__isnull=True)
    officer = User.objects.get(username=f"a{code[:6]}")
    signer = User.objects.get(username=f"a{code[:6]}-signer")
    province = User.objects.get(username="province")
    accepted = 0
    for sheet, period in ASKED:
        task = CollectionTask.objects.filter(sheet_code=sheet, period=str(period)).first()
        ending = ending_of(code, sheet)
        if task is None or ending is None:
            continue
        submission = Submission.objects.select_related("task", "county").get(
            task=task, county=county
        )
        accepted += _report(submission, ending, officer, signer, province)
    connections.close_all()
    return accepted


def ending_of(code: str, sheet: str) -> Ending | None:
    """Return how a county's submission ends: nearly all accepted."""
    draw = demo_values.draw(code, sheet, 100)
    if draw < 2:  # noqa: PLR2004 - two in a hundred send nothing
        return None
    states = {2: State.TO_SIGN, 3: State.TO_ACCEPT, 4: State.TO_ACCEPT, 5: State.RETURNED}
    return Ending(states.get(draw, State.ACCEPTED), 4 if draw in {6, 7, 8} else 1 + draw % 3)


def _report(
    submission: Submission, ending: Ending, officer: User, signer: User, province: User
) -> int:
    sent = dt.datetime(2020, 6, ending.day, 10, tzinfo=ZONE)
    with acting_as(officer):
        receipt = receiving.receive_upload(
            submission=submission,
            chunks=[_workbook(submission)],
            name=f"{submission.county.name}{SHEETS[submission.task.sheet_code].title}.xlsx",
            again=False,
            by=officer,
            at=sent,
        )
        submission.refresh_from_db()
        if receipt.revision is None or submission.state != State.READY:
            return 0
        _explain(submission, receipt.revision.pk, officer, sent)
        submission.refresh_from_db()
        deciding.submit(submission=submission, by=officer, at=sent, version=None)
    hour = dt.timedelta(hours=1)
    if ending.state == State.TO_SIGN:
        return 0
    with acting_as(signer):
        submission.refresh_from_db()
        deciding.sign(submission=submission, by=signer, at=sent + hour, version=None)
    if ending.state == State.TO_ACCEPT:
        return 0
    with acting_as(province):
        submission.refresh_from_db()
        if ending.state == State.RETURNED:
            deciding.return_with_marks(
                submission=submission,
                by=province,
                at=sent + 2 * hour,
                version=None,
                reason="请核实离任人员的离任原因后重新上报。",
            )
            return 0
        deciding.accept(submission=submission, by=province, at=sent + 2 * hour, version=None)
    return 1


def _explain(submission: Submission, revision_id: int, by: User, at: dt.datetime) -> None:
    """Explain every warning as an official would: looked at, true as it stands."""
    revision = submission.revisions.get(pk=revision_id)
    warnings = Problem.objects.filter(revision=revision, severity=Severity.WARNING)
    ids = list(warnings.values_list("pk", flat=True))
    if ids:
        answering.explain(
            submission=submission,
            revision=revision,
            problem_ids=ids,
            text="已逐项核实，情况属实。",
            by=by,
            at=at,
        )


def _workbook(submission: Submission) -> bytes:
    """Fill the official blank as the county's official does."""
    sheet = SHEETS[submission.task.sheet_code]
    blank = filled_for(submission, sheet, OPENED.date())
    rows = list(_filled(sheet.code, submission.county.code, blank.rows))
    people = {"填表人": "经办人", "审核人": "副部长", "联系电话": "0371-00000000"}
    return template.build(sheet, replace(blank, rows=rows, people=people))


def _filled(code: str, county: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    fill = demo_values.FILL.get(code)
    for number, row in enumerate(rows, 1):
        values = dict(row)
        if fill:
            values |= fill(county, number, values)
        yield demo_values.dirty(county, number, values)
