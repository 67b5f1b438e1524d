"""One county's workbook on its way: filled, uploaded, explained, submitted, signed, accepted.

Files are made from the official blank, filled as officials fill it (with the dirt they leave), and
go through the real intake by the people who would send them. Nothing is written around the
mechanism.
"""

import datetime as dt
from collections.abc import Set
from dataclasses import replace

from django.utils import timezone

from accountability.intake import template
from accountability.intake.actions import answering, deciding, receiving
from accountability.intake.declare import SHEETS, Sheet
from accountability.intake.models import Problem, Submission
from accountability.intake.queries.files import filled_for
from accountability.intake.rules import Period, Severity, State
from accountability.ledgers.models import EconomyRow
from accountability.ledgers.rules import economy
from accountability.management import demo_values
from accountability.management.demo_plan import Ending, Round
from accountability.management.demo_values.draws import draw
from accountability.management.demo_values.form import Form
from accountability.management.demo_values.planned import is_planned
from accountability.reconciliation import actions as reconciling
from accountability.reconciliation.models import DeclaredFigure
from portal.access.models import User
from portal.access.scope import acting_as

REPORTING = 30  # of a hundred counties type in a figure of their report
_HOUR = dt.timedelta(hours=1)
_PEOPLE = {"填表人": "经办人", "审核人": "副部长", "联系电话": "0371-00000000"}
RETURNED = {
    "T1": "请核实离任人员的离任原因后重新上报。",
    "T2": "请核实在岗天数后重新上报。",
}


def report(one: Round, county: str) -> None:
    """Bring in one county's workbook as far as planned; what is there already stays as it is."""
    ending = one.ending(county)
    submission = (
        Submission.objects.select_related("task", "county")
        .filter(
            task__sheet_code=one.sheet,
            task__period=str(one.period),
            county__code=county,
            state=State.OPEN,
        )
        .first()
    )
    if ending is None or submission is None:
        return
    if _send(submission, ending):
        declare_figure(submission, ending.sent + _HOUR)
        _decide(submission, ending)


def workbook(submission: Submission, on: dt.date) -> bytes:
    """Fill the official blank as the county's official does."""
    sheet = SHEETS[submission.task.sheet_code]
    blank = filled_for(submission, sheet, timezone.localdate(submission.task.opened_at))
    form = Form(submission.county, Period.parse(submission.task.period), on, blank.rows)
    rows = demo_values.filled(sheet.code, form)
    layout = with_added(sheet, {name for row in rows for name in row})
    return template.build(layout, replace(blank, rows=rows, people=_PEOPLE))


def with_added(sheet: Sheet, filled: Set[str]) -> Sheet:
    """Return the sheet with the columns that a county added of its own, where it filled them."""
    added = demo_values.ADDED.get(sheet.code, frozenset()) & filled
    if not added:
        return sheet
    columns = tuple(
        replace(column, optional_in_file=False) if column.name in added else column
        for column in sheet.columns
    )
    return replace(sheet, columns=columns)


def _user(submission: Submission, suffix: str = "") -> User:
    return User.objects.get(username=f"a{submission.county.code[:6]}{suffix}")


def _send(submission: Submission, ending: Ending) -> bool:
    """Upload, explain and submit; say whether it was without errors."""
    officer = _user(submission)
    with acting_as(officer):
        receipt = receiving.receive_upload(
            submission=submission,
            chunks=[workbook(submission, timezone.localdate(ending.sent))],
            name=f"{submission.county.name}{SHEETS[submission.task.sheet_code].title}.xlsx",
            again=False,
            by=officer,
            at=ending.sent,
        )
        submission.refresh_from_db()
        if receipt.revision is None or submission.state != State.READY:
            return False
        _explain(submission, receipt.revision.pk, officer, ending.sent)
        submission.refresh_from_db()
        deciding.submit(submission=submission, by=officer, at=ending.sent, version=None)
    return True


def declare_figure(submission: Submission, at: dt.datetime) -> None:
    """Type in how many empty and weak villages the county's own report of the year tells of."""
    if submission.task.sheet_code != "T5":
        return
    year = submission.task.period
    code = submission.county.code[:6]
    is_other = is_planned("report", code)
    if not is_other and draw(code, year, "report", 100) >= REPORTING:
        return
    told = submission.revisions.order_by("-number").values_list("pk", flat=True)[:1]
    found = EconomyRow.objects.filter(
        revision__in=told, weakness__in=(economy.EMPTY, economy.WEAK)
    ).count()
    officer = _user(submission)
    with acting_as(officer):
        reconciling.declare_figure(
            county=submission.county,
            code=DeclaredFigure.Code.BOTH,
            period=year,
            value=found + 3 if is_other else found,
            document=f"{year}年度抓党建促脱贫攻坚工作总结，第{3 + draw(code, 'page', 6)}页",
            by=officer,
            at=at,
        )


def _decide(submission: Submission, ending: Ending) -> None:
    """Sign, then accept or return, as far as planned."""
    if ending.state == State.TO_SIGN:
        return
    signer, province = _user(submission, "-signer"), User.objects.get(username="province")
    with acting_as(signer):
        submission.refresh_from_db()
        deciding.sign(submission=submission, by=signer, at=ending.sent + _HOUR, version=None)
    if ending.state == State.TO_ACCEPT:
        return
    at = ending.sent + 2 * _HOUR
    with acting_as(province):
        submission.refresh_from_db()
        if ending.state == State.RETURNED:
            deciding.return_with_marks(
                submission=submission,
                by=province,
                at=at,
                version=None,
                reason=RETURNED.get(submission.task.sheet_code, "请对照上期逐项核实后重新上报。"),
            )
        else:
            deciding.accept(submission=submission, by=province, at=at, version=None)


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
