"""Moving a submission from state to state: lock, check, write, trace."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from django.utils import timezone

from accountability.intake import rules
from accountability.intake.actions.errors import (
    MissingReasonError,
    NotPermittedError,
    SamePersonError,
    StaleError,
    WrongStateError,
)
from accountability.intake.models import Step, Submission
from accountability.intake.queries.submissions import hands_of, title_of
from accountability.intake.rules import STATE_LABELS, VERB_LABELS, State, Verb
from portal.access.models import User
from portal.access.roles import Permission
from portal.audit.trail import record
from portal.ui.moments import moment_text

NO_FIELDS: Mapping[str, object] = MappingProxyType({})


def locked(submission: Submission, version: int | None) -> Submission:
    """Return the submission with its row locked until the transaction ends.

    Raises: StaleError when the page the user acted on showed an older version.
    """
    row: Submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("task", "county", "draft", "draft__upload")
        .get(pk=submission.pk)
    )
    if version is not None and row.version != version:
        moment = timezone.localtime(row.changed_at) if row.changed_at else None
        when = f"已于{moment_text(moment, timezone.localtime())}" if moment else "已"
        raise StaleError(
            f"{title_of(row)}{when}变为“{STATE_LABELS[State(row.state)]}”，"
            "您打开页面之后有人办理过。请刷新页面，核对后再操作。"
        )
    return row


def allow(submission: Submission, verb: Verb, *, by: User, reason: str = "") -> None:
    """Raise the reason why `by` may not do `verb` to the locked submission now, if there is one.

    Raises: WrongStateError, NotPermittedError, SamePersonError, MissingReasonError.
    """
    state = State(submission.state)
    possible = rules.moves(verb, state)
    if not possible:
        raise WrongStateError(
            f"{title_of(submission)}现为“{STATE_LABELS[state]}”，不能办理“{VERB_LABELS[verb]}”。"
        )
    held = [
        move for move in possible if by.may_in(Permission(move.permission), submission.county_id)
    ]
    if not held:
        raise NotPermittedError(
            f"您没有在{submission.county.name}办理“{VERB_LABELS[verb]}”的权限。"
            "如确需办理，请联系安全管理员授权。"
        )
    sentence = rules.conflict(verb, actor=by.pk, hands=hands_of(submission))
    if sentence:
        raise SamePersonError(sentence)
    if all(move.wants_reason for move in held) and not reason.strip():
        raise MissingReasonError(f"请填写“{VERB_LABELS[verb]}”的理由。")


def move(
    submission: Submission,
    verb: Verb,
    to: State,
    *,
    by: User,
    at: dt.datetime,
    reason: str = "",
    fields: Mapping[str, object] = NO_FIELDS,
) -> Step | None:
    """Write the move of the locked submission to `to`, its step, and further fields of the row.

    Staying where it is (mending cell after cell) is no step.
    """
    source = State(submission.state)
    if not any(to in allowed.targets for allowed in rules.moves(verb, source)):
        raise WrongStateError(f"不能从“{STATE_LABELS[source]}”到“{STATE_LABELS[to]}”。")
    changed: dict[str, object] = {
        "state": to.value,
        "changed_at": at,
        "version": submission.version + 1,
        **fields,
    }
    for name, value in changed.items():
        setattr(submission, name, value)
    submission.save(update_fields=list(changed))
    if to is source:
        return None
    return Step.objects.create(
        submission=submission,
        county_id=submission.county_id,
        revision=submission.draft,
        from_state=source.value,
        to_state=to.value,
        by=by,
        at=at,
        reason=reason,
    )


def note(verb: str, submission: Submission, sentence: str, *, by: User, at: dt.datetime) -> None:
    """Write the audit event of an act on a submission: who did what to whose which sheet."""
    record(
        f"intake.{verb}",
        submission,
        by=by,
        at=at,
        sentence=f"{sentence}（{title_of(submission)}）",
        county_id=submission.county_id,
        state=submission.state,
        version=submission.version,
    )
