"""From draft to accepted and back: submit, sign, review, accept, return, lock, correct."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.db import transaction
from django.utils import timezone

from accountability.intake import rules
from accountability.intake.actions.errors import (
    HasErrorsError,
    UnexplainedError,
    WrongStateError,
)
from accountability.intake.actions.moving import allow, locked, move, note
from accountability.intake.actions.pointing import point_to
from accountability.intake.checking import found_now
from accountability.intake.models import ReturnMark, Revision, Step, Submission
from accountability.intake.queries.problems import open_marks, unexplained_warnings
from accountability.intake.queries.submissions import city_above, current_pointer, title_of
from accountability.intake.rules import Severity, State, Verb
from portal.access.models import User

NOBODY_YET: Mapping[str, object] = MappingProxyType(
    {"submitted_by": None, "signed_by": None, "reviewed_by": None, "accepted_by": None}
)


@transaction.atomic
def submit(*, submission: Submission, by: User, at: dt.datetime, version: int | None) -> None:
    """Hand the draft to the county's signer.

    Raises: HasErrorsError, UnexplainedError, and what `allow` raises.
    """
    row = locked(submission, version)
    draft = row.draft
    if draft and draft.errors_count and row.state == State.TO_MEND:
        raise HasErrorsError(f"还有 {draft.errors_count} 处错误未改正，改正后才能提交。")
    allow(row, Verb.SUBMIT, by=by)
    if draft is None:
        raise WrongStateError(f"{title_of(row)}还没有可提交的数据，请先上传。")
    unexplained = unexplained_warnings(draft).count()
    if unexplained:
        raise UnexplainedError(f"还有 {unexplained} 处提醒没有填写说明，请逐条说明或改正后再提交。")
    marks = open_marks(row).count()
    if marks:
        raise UnexplainedError(f"还有 {marks} 条退回意见没有改正或答复，请处理后再提交。")
    move(row, Verb.SUBMIT, State.TO_SIGN, by=by, at=at, fields={**NOBODY_YET, "submitted_by": by})
    note("submit", row, f"提交县级审核：{draft}，{draft.rows_count} 行", by=by, at=at)


@transaction.atomic
def withdraw(*, submission: Submission, by: User, at: dt.datetime, version: int | None) -> None:
    """Take the draft back before the county's signer has decided."""
    row = locked(submission, version)
    allow(row, Verb.WITHDRAW, by=by)
    move(row, Verb.WITHDRAW, State.READY, by=by, at=at, fields=NOBODY_YET)
    note("withdraw", row, "撤回提交", by=by, at=at)


@transaction.atomic
def sign(
    *, submission: Submission, by: User, at: dt.datetime, version: int | None, reason: str = ""
) -> None:
    """Send the county's submission on; from now on it counts as reported."""
    row = locked(submission, version)
    allow(row, Verb.SIGN, by=by)
    target = rules.after_signing(
        needs_city_review=row.task.needs_city_review,
        reports_to_city=city_above(row.county_id, timezone.localdate(at)) is not None,
    )
    fields = {"signed_by": by, "submitted_at": row.submitted_at or at}
    move(row, Verb.SIGN, target, by=by, at=at, reason=reason, fields=fields)
    note("sign", row, f"县级审核通过并上报：{row.draft}", by=by, at=at)


@transaction.atomic
def review(
    *, submission: Submission, by: User, at: dt.datetime, version: int | None, reason: str = ""
) -> None:
    """Pass a county's submission on to the province."""
    row = locked(submission, version)
    allow(row, Verb.REVIEW, by=by)
    move(row, Verb.REVIEW, State.TO_ACCEPT, by=by, at=at, reason=reason, fields={"reviewed_by": by})
    note("review", row, f"市级审核通过：{row.draft}", by=by, at=at)


@transaction.atomic
def accept(
    *, submission: Submission, by: User, at: dt.datetime, version: int | None, reason: str = ""
) -> None:
    """Make the draft current: pointer, registry and figures change in this transaction."""
    row = locked(submission, version)
    allow(row, Verb.ACCEPT, by=by)
    if row.draft is None:
        raise WrongStateError(f"{title_of(row)}没有可接收的数据。")
    _refuse_new_errors(row.draft)
    move(row, Verb.ACCEPT, State.ACCEPTED, by=by, at=at, reason=reason, fields={"accepted_by": by})
    point_to(row, row.draft, by=by, at=at, reason=reason or "省级接收")
    note("accept", row, f"接收{row.draft}为现行版本，{row.draft.rows_count} 行", by=by, at=at)


def _refuse_new_errors(draft: Revision) -> None:
    errors = [one for one in found_now(draft) if one.severity == Severity.ERROR]
    if errors:
        raise HasErrorsError(
            f"按最新的名册和其他报表核对，新发现 {len(errors)} 处错误：{errors[0].sentence}"
            "请退回县里重新校验后再报。"
        )


@dataclass(frozen=True)
class Remark:
    """A reason for return, bound to a cell where the approver named one."""

    text: str
    row_key: str = ""
    field: str = ""
    sheet_name: str = ""
    address: str = ""


@transaction.atomic
def return_with_marks(
    *,
    submission: Submission,
    by: User,
    at: dt.datetime,
    version: int | None,
    reason: str,
    remarks: Sequence[Remark] = (),
) -> None:
    """Send a submission back with a reason, bound to cells where the approver named them.

    The county changes each marked cell or answers in words before it can submit again.
    """
    row = locked(submission, version)
    allow(row, Verb.RETURN, by=by, reason=reason)
    step = move(row, Verb.RETURN, State.RETURNED, by=by, at=at, reason=reason, fields=NOBODY_YET)
    bound = [remark for remark in remarks if remark.text.strip()] or [Remark(reason)]
    if step:
        _mark(step, row, bound)
    note("return", row, f"退回县级修改：{reason}", by=by, at=at)


def _mark(step: Step, row: Submission, remarks: Sequence[Remark]) -> None:
    ReturnMark.objects.bulk_create(
        ReturnMark(
            step=step,
            submission=row,
            county_id=row.county_id,
            row_key=remark.row_key,
            sheet_name=remark.sheet_name,
            address=remark.address,
            field=remark.field,
            text=remark.text.strip()[:300],
        )
        for remark in remarks
    )


@transaction.atomic
def lock(*, submission: Submission, by: User, at: dt.datetime, version: int | None) -> None:
    """Close an accepted submission to corrections by the county."""
    row = locked(submission, version)
    allow(row, Verb.LOCK, by=by)
    move(row, Verb.LOCK, State.LOCKED, by=by, at=at)
    note("lock", row, "锁定", by=by, at=at)


@transaction.atomic
def start_correction(
    *, submission: Submission, by: User, at: dt.datetime, version: int | None, reason: str
) -> None:
    """Open an accepted submission for a new revision; the accepted one stays current meanwhile."""
    row = locked(submission, version)
    allow(row, Verb.CORRECT, by=by, reason=reason)
    pointer = current_pointer(row)
    draft: Revision | None = pointer.revision if pointer else row.draft
    fields = {**NOBODY_YET, "draft": draft}
    move(row, Verb.CORRECT, State.CORRECTING, by=by, at=at, reason=reason, fields=fields)
    note("correct", row, f"启动更正：{reason}", by=by, at=at)


@transaction.atomic
def drop_correction(
    *, submission: Submission, by: User, at: dt.datetime, version: int | None, reason: str
) -> None:
    """Give up a correction under way: the current revision stays what it was."""
    row = locked(submission, version)
    allow(row, Verb.DROP, by=by, reason=reason)
    pointer = current_pointer(row)
    if pointer is None:
        raise WrongStateError(f"{title_of(row)}还没有接收过，没有可放弃的更正。")
    open_marks(row).update(settled_at=at, settled_by=by, answer="放弃更正")
    move(
        row,
        Verb.DROP,
        State.ACCEPTED,
        by=by,
        at=at,
        reason=reason,
        fields={**NOBODY_YET, "draft": pointer.revision},
    )
    note("drop", row, f"放弃更正，仍以{pointer.revision}为准：{reason}", by=by, at=at)
