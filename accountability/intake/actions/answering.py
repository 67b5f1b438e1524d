"""What a county says in words: explanations of warnings, answers to return marks."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accountability.intake import rules
from accountability.intake.actions.errors import BadInputError, MissingReasonError, WrongStateError
from accountability.intake.actions.moving import allow, locked, move, note
from accountability.intake.models import Explanation, Problem, ReturnMark, Revision, Submission
from accountability.intake.queries.cells import changed_cells
from accountability.intake.queries.problems import explained, open_marks, placed
from accountability.intake.rules import Severity, Verb
from portal.access.models import User

SHORTEST = 2


@transaction.atomic
def explain(
    *,
    submission: Submission,
    revision: Revision,
    text: str,
    by: User,
    at: dt.datetime,
    problem_ids: Sequence[int] = (),
    cause: str = "",
) -> int:
    """Say why warnings of the draft are right as they stand; return how many.

    Either the problems named, or all of a cause that nobody has explained. An explanation follows
    its row through later revisions; a second one replaces the first.
    Raises: MissingReasonError, BadInputError, and what `allow` raises.
    """
    row = locked(submission, None)
    allow(row, Verb.MEND, by=by)
    if len(text.strip()) < SHORTEST:
        raise MissingReasonError("说明太短，请写清楚实际情况。")
    warnings = _warnings(row, revision, problem_ids, cause)
    places = set(warnings.values_list("rule", "place", "field"))
    said = {"text": text.strip()[:300], "by": by, "at": at, "county_id": row.county_id}
    made = [
        Explanation(submission=row, rule=rule, row_key=key, field=field, **said)
        for rule, key, field in places
    ]
    if not made:
        raise BadInputError("没有选中要说明的提醒，请刷新页面后再试。")
    Explanation.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["submission", "rule", "row_key", "field"],
        update_fields=["text", "by", "at"],
    )
    note("explain", row, f"说明 {len(made)} 处提醒：{text.strip()}", by=by, at=at)
    return len(made)


def _warnings(
    row: Submission, revision: Revision, problem_ids: Sequence[int], cause: str
) -> "QuerySet[Any]":
    warnings = placed(
        Problem.objects.filter(
            revision=revision, revision__submission=row, severity=Severity.WARNING
        )
    )
    if cause:
        return warnings.filter(~explained(row.pk), cause=cause)
    return warnings.filter(pk__in=list(problem_ids))


@transaction.atomic
def answer_mark(*, mark: ReturnMark, text: str, by: User, at: dt.datetime) -> None:
    """Answer a return mark in words; after the last one the draft may be submitted again.

    Raises: MissingReasonError, WrongStateError, and what `allow` raises.
    """
    row = locked(mark.submission, None)
    allow(row, Verb.MEND, by=by)
    if len(text.strip()) < SHORTEST:
        raise MissingReasonError("答复太短，请写清楚怎么处理的。")
    if (
        not open_marks(row)
        .filter(pk=mark.pk)
        .update(answer=text.strip()[:300], settled_at=at, settled_by=by)
    ):
        raise WrongStateError("这条退回意见已经处理过了。")
    draft = row.draft
    if draft and not draft.errors_count and not open_marks(row).exists():
        move(row, Verb.MEND, rules.after_check(0), by=by, at=at, reason="退回意见均已处理")
    note("answer_mark", row, f"答复退回意见“{mark.text}”：{text.strip()}", by=by, at=at)


def settle_changed_marks(
    row: Submission, before: Revision | None, after: Revision, *, by: User, at: dt.datetime
) -> int:
    """Settle the marks whose cell says something else in the new revision; return how many."""
    marks = list(open_marks(row).exclude(field=""))
    if before is None or not marks:
        return 0
    changed = changed_cells(before, after, [(mark.row_key, mark.field) for mark in marks])
    settled = [mark.pk for mark in marks if (mark.row_key, mark.field) in changed]
    return open_marks(row).filter(pk__in=settled).update(settled_at=at, settled_by=by)
