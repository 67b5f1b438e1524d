"""One submission: its names, who has had a hand in it, who may do what with it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from accountability.intake import rules
from accountability.intake.declare import SHEETS, Sheet
from accountability.intake.models import Pointer, Revision, Step, Submission
from accountability.intake.rules import Hands, State, Verb
from portal.access.models import User
from portal.access.roles import Permission
from villages.places.models import Level, ReportingLine


def sheet_title(code: str) -> str:
    """Return the title of a sheet as it is printed, its code where it is not declared."""
    return SHEETS[code].title if code in SHEETS else code


def sheet_of(submission: Submission) -> Sheet:
    """Return the declared sheet a submission answers."""
    return SHEETS[submission.task.sheet_code]


def title_of(submission: Submission) -> str:
    """Return whose which sheet for when, for sentences."""
    task = submission.task
    return f"{submission.county.name}{task.period_label}《{sheet_title(task.sheet_code)}》"


def current_pointer(submission: Submission) -> Pointer | None:
    """Return the open pointer of a submission, if something was accepted."""
    return (
        Pointer.objects.current()
        .filter(submission=submission)
        .select_related("revision", "revision__upload")
        .first()
    )


def older_revision(pointer: Pointer) -> Revision | None:
    """Return the revision that was current before the one `pointer` names, by its number."""
    return (
        Revision.objects.filter(
            submission_id=pointer.submission_id,
            pointers__isnull=False,
            number__lt=pointer.revision.number,
        )
        .order_by("-number")
        .first()
    )


def round_revisions(submission: Submission) -> list[Revision]:
    """Return the revisions made since the last acceptance, the accepted one left out."""
    pointer = current_pointer(submission)
    since = pointer.revision.number if pointer else 0
    return list(
        Revision.objects.filter(submission=submission, number__gt=since).select_related("upload")
    )


def hands_of(submission: Submission) -> Hands:
    """Return who prepared and decided the round now under way."""
    made = round_revisions(submission)
    people = {revision.created_by_id for revision in made}
    people |= {revision.upload.uploaded_by_id for revision in made}
    if submission.draft:
        people |= {submission.draft.created_by_id, submission.draft.upload.uploaded_by_id}
    return Hands(
        prepared_by=frozenset(people),
        submitted_by=submission.submitted_by_id,
        signed_by=submission.signed_by_id,
        reviewed_by=submission.reviewed_by_id,
    )


def city_above(county_id: int, on: dt.date) -> ReportingLine | None:
    """Return the line to the city a county reports to on a day; None if to the province."""
    return (
        ReportingLine.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=on),
            division_id=county_id,
            parent__level=Level.CITY,
            valid_from__lte=on,
        )
        .select_related("parent")
        .first()
    )


@dataclass(frozen=True)
class Choice:
    """One thing the user may do with a submission now; `refusal` says why not, where it is so."""

    verb: Verb
    label: str
    refusal: str | None = None


def choices_for(user: User, submission: Submission) -> dict[str, Choice]:
    """Return what the user's roles let them do in this state, by verb."""
    possible = [move for move in rules.MOVES if State(submission.state) in move.sources]
    asked = {Permission(move.permission) for move in possible}
    held = {one for one in asked if user.may(one) and user.may_in(one, submission.county_id)}
    verbs = [move.verb for move in possible if move.permission in held]
    hands = hands_of(submission) if verbs else Hands(frozenset())
    return {
        verb.value: Choice(
            verb, rules.VERB_LABELS[verb], rules.conflict(verb, actor=user.pk, hands=hands)
        )
        for verb in verbs
    }


def state_before_check(submission: Submission) -> State:
    """Return where a submission stood when the check now running began."""
    step = (
        Step.objects.filter(submission=submission, to_state=State.CHECKING.value)
        .order_by("-at", "-pk")
        .first()
    )
    return State(step.from_state) if step else State.OPEN
