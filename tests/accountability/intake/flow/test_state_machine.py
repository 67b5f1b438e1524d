"""Every move from every state by every role; the table below is written by hand, not derived."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from accountability.intake.actions import deciding, undoing
from accountability.intake.actions.errors import (
    IntakeError,
    MissingReasonError,
    NotPermittedError,
    SamePersonError,
    StaleError,
    WrongStateError,
)
from accountability.intake.models import Pointer, ReturnMark, Step, Submission
from accountability.intake.rules import MOVES, State, moves, strip
from portal.audit.models import AuditEvent
from tests import make

NOON = make.NOON
LATER = NOON + dt.timedelta(hours=1)
ROLES = [
    "province_officer",
    "province_signer",
    "city_reviewer",
    "county_officer",
    "county_signer",
    "leader",
    "viewer",
    "outsider",
]
ACTS = {
    "submit": deciding.submit,
    "withdraw": deciding.withdraw,
    "sign": deciding.sign,
    "review": deciding.review,
    "accept": deciding.accept,
    "return": lambda **kw: deciding.return_with_marks(reason="第7行天数有误", **kw),
    "lock": deciding.lock,
    "correct": lambda **kw: deciding.start_correction(reason="村名写错", **kw),
    "drop": lambda **kw: deciding.drop_correction(reason="不改了", **kw),
    "undo": lambda **kw: undoing.undo(reason="误接收", **kw),
}
# (act, state) -> (roles that may, state it leads to); whatever is missing is refused
ALLOWED = {
    ("submit", "ready"): ({"county_officer"}, "to_sign"),
    ("withdraw", "to_sign"): ({"county_officer"}, "ready"),
    ("sign", "to_sign"): ({"county_signer"}, "to_accept"),
    ("return", "to_sign"): ({"county_signer"}, "returned"),
    ("review", "to_review"): ({"city_reviewer"}, "to_accept"),
    ("return", "to_review"): ({"city_reviewer"}, "returned"),
    ("accept", "to_accept"): ({"province_officer"}, "accepted"),
    ("return", "to_accept"): ({"province_officer"}, "returned"),
    ("lock", "accepted"): ({"province_officer"}, "locked"),
    ("correct", "accepted"): ({"province_officer", "county_officer"}, "correcting"),
    ("correct", "locked"): ({"province_officer"}, "correcting"),
    ("drop", "to_mend"): ({"county_officer"}, "accepted"),
    ("drop", "ready"): ({"county_officer"}, "accepted"),
    ("drop", "returned"): ({"county_officer"}, "accepted"),
    ("drop", "correcting"): ({"province_officer", "county_officer"}, "accepted"),
    ("undo", "accepted"): ({"province_officer"}, "to_accept"),
}


def _user(role, province):
    areas = {
        "province_officer": province.province,
        "province_signer": province.province,
        "leader": province.province,
        "city_reviewer": province.city_1,
    }
    if role == "outsider":
        return make.user("county_officer", province.county_b, "county_signer")
    return make.user(role, areas.get(role, province.county_a))


@pytest.fixture
def uploader(province):
    return make.user("county_officer", province.county_a)


def _in_state(state, province, uploader, *, current=False):
    revision = make.revision("T1", "2020-05", province.county_a, by=uploader)
    Submission.objects.filter(pk=revision.submission_id).update(state=state, draft=revision)
    if current:
        Pointer.objects.create(
            submission=revision.submission,
            county=province.county_a,
            revision=revision,
            opened_at=NOON,
            opened_by=uploader,
            reason="省级接收",
        )
    return Submission.objects.get(pk=revision.submission_id)


@pytest.mark.parametrize("state", list(State))
def test_every_act_by_every_role_does_what_the_table_says(state, province, uploader):
    people = {role: _user(role, province) for role in ROLES}
    current = state in {
        State.ACCEPTED,
        State.LOCKED,
        State.CORRECTING,
        State.TO_MEND,
        State.READY,
        State.RETURNED,
    }
    submission = _in_state(state, province, uploader, current=current)
    for act in ACTS:
        may, target = ALLOWED.get((act, state.value), (set(), None))
        for role, user in people.items():
            spot = transaction.savepoint()
            refusal = _try(act, submission, user)
            after = Submission.objects.get(pk=submission.pk)
            if role in may:
                assert refusal is None, (act, role)
                assert (after.state, after.version) == (target, submission.version + 1)
                _assert_traced(submission, state, target, user)
            else:
                assert type(refusal) is (NotPermittedError if may else WrongStateError), (act, role)
                assert refusal.sentence.endswith("。")
                assert (after.state, after.version) == (state, submission.version)
            transaction.savepoint_rollback(spot)


def _try(act, submission, user):
    try:
        ACTS[act](submission=submission, by=user, at=LATER, version=submission.version)
    except IntakeError as error:
        return error
    return None


def _assert_traced(submission, state, target, user):
    step = Step.objects.get(submission=submission)
    assert (step.from_state, step.to_state, step.by) == (state, target, user)
    event = AuditEvent.objects.get(subject_id=str(submission.pk))
    assert event.actor_id == user.pk
    assert "嵩北县2020年5月" in event.sentence


def test_table_by_hand_covers_every_move_that_is_not_made_by_a_file():
    by_file = {"upload", "finish", "abort", "mend"}
    declared = {
        (move.verb.value, source.value)
        for move in MOVES
        for source in move.sources
        if move.verb.value not in by_file
    }
    assert declared == set(ALLOWED)
    assert all(moves(move.verb, source) for move in MOVES for source in move.sources)


@pytest.mark.parametrize(
    ("act", "state", "who"),
    [
        ("sign", State.TO_SIGN, ("county_signer", "county_a")),
        ("review", State.TO_REVIEW, ("city_reviewer", "city_1")),
        ("accept", State.TO_ACCEPT, ("province_officer", "province")),
    ],
)
@pytest.mark.parametrize("hand", ["uploaded", "submitted", "edited"])
def test_whoever_prepared_never_decides(act, state, who, hand, province, uploader):
    person = make.user(who[0], getattr(province, who[1]))
    submission = _in_state(state, province, person if hand == "uploaded" else uploader)
    if hand == "submitted":
        Submission.objects.filter(pk=submission.pk).update(submitted_by=person)
    if hand == "edited":
        draft = make.revision("T1", "2020-05", province.county_a, by=person)
        assert draft.submission_id == submission.pk
    with pytest.raises(SamePersonError, match="另一位"):
        ACTS[act](submission=submission, by=person, at=LATER, version=None)


def test_signer_never_accepts_what_they_signed(province, uploader):
    person = make.user("province_officer", province.province)
    submission = _in_state(State.TO_ACCEPT, province, uploader)
    Submission.objects.filter(pk=submission.pk).update(signed_by=person)
    with pytest.raises(SamePersonError, match="前一环节"):
        deciding.accept(submission=submission, by=person, at=LATER, version=None)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("submitted_by", "signed_by"),
        ("submitted_by", "reviewed_by"),
        ("signed_by", "reviewed_by"),
        ("submitted_by", "accepted_by"),
        ("signed_by", "accepted_by"),
        ("reviewed_by", "accepted_by"),
    ],
)
def test_database_itself_refuses_the_same_person_twice(first, second, province, uploader):
    submission = _in_state(State.TO_SIGN, province, uploader)
    with pytest.raises(IntegrityError, match="is_another"), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(**{first: uploader, second: uploader})


def test_second_click_is_told_that_the_page_is_old(province, uploader, filler):
    submission = _in_state(State.READY, province, uploader)
    deciding.submit(submission=submission, by=filler, at=LATER, version=0)
    with pytest.raises(StaleError, match=r"待县级审核.*刷新"):
        deciding.submit(submission=submission, by=filler, at=LATER, version=0)
    assert Step.objects.filter(submission=submission).count() == 1


@pytest.mark.parametrize("act", ["return", "correct", "undo"])
def test_reason_is_required(act, province, uploader, officer):
    state = {"return": State.TO_ACCEPT}.get(act, State.ACCEPTED)
    submission = _in_state(state, province, uploader, current=state == State.ACCEPTED)
    acts = {
        "return": deciding.return_with_marks,
        "correct": deciding.start_correction,
        "undo": undoing.undo,
    }
    with pytest.raises(MissingReasonError):
        acts[act](submission=submission, by=officer, at=LATER, version=None, reason="  ")


def test_signing_goes_over_the_city_only_where_there_is_one(province, uploader, signer):
    submission = _in_state(State.TO_SIGN, province, uploader)
    submission.task.needs_city_review = True
    submission.task.save()
    deciding.sign(submission=submission, by=signer, at=LATER, version=None)
    submission.refresh_from_db()
    assert submission.state == State.TO_REVIEW
    assert submission.submitted_at == LATER

    direct = make.revision("T1", "2020-05", province.county_c, by=uploader)
    Submission.objects.filter(pk=direct.submission_id).update(state=State.TO_SIGN, draft=direct)
    other = make.user("county_signer", province.county_c)
    deciding.sign(submission=direct.submission, by=other, at=LATER, version=None)
    assert Submission.objects.get(pk=direct.submission_id).state == State.TO_ACCEPT


def test_first_report_time_survives_return_and_second_signing(province, uploader, signer, officer):
    submission = _in_state(State.TO_SIGN, province, uploader)
    deciding.sign(submission=submission, by=signer, at=LATER, version=None)
    deciding.return_with_marks(
        submission=submission, by=officer, at=LATER, version=None, reason="有误"
    )
    Submission.objects.filter(pk=submission.pk).update(state=State.TO_SIGN)
    much_later = LATER + dt.timedelta(days=2)
    deciding.sign(submission=submission, by=signer, at=much_later, version=None)
    assert Submission.objects.get(pk=submission.pk).submitted_at == LATER


def test_return_binds_its_reasons_to_cells_and_forgets_who_decided(province, uploader, officer):
    submission = _in_state(State.TO_ACCEPT, province, uploader)
    Submission.objects.filter(pk=submission.pk).update(submitted_by=uploader)
    deciding.return_with_marks(
        submission=submission,
        by=officer,
        at=LATER,
        version=None,
        reason="两处天数有误",
        remarks=[
            deciding.Remark("超过当月天数", row_key="k1", field="days_1", address="F7"),
            deciding.Remark("  "),
        ],
    )
    mark = ReturnMark.objects.get(submission=submission)
    assert (mark.address, mark.text, mark.settled_at) == ("F7", "超过当月天数", None)
    submission.refresh_from_db()
    assert (submission.state, submission.submitted_by) == (State.RETURNED, None)


def test_return_without_cells_leaves_one_mark_to_answer(province, uploader, officer):
    submission = _in_state(State.TO_ACCEPT, province, uploader)
    deciding.return_with_marks(
        submission=submission, by=officer, at=LATER, version=None, reason="漏报一个乡"
    )
    assert ReturnMark.objects.get(submission=submission).text == "漏报一个乡"


def test_nothing_to_drop_before_a_first_acceptance(province, uploader, filler):
    submission = _in_state(State.TO_MEND, province, uploader)
    with pytest.raises(IntakeError, match="没有可放弃的更正"):
        deciding.drop_correction(
            submission=submission, by=filler, at=LATER, version=None, reason="不改"
        )


def test_strip_shows_city_only_where_it_reviews():
    labels, current = strip(State.TO_REVIEW, over_city=True)
    assert labels[current - 1] == "市级审核"
    for over_city in (True, False):
        labels, current = strip(State.TO_ACCEPT, over_city=over_city)
        assert labels[current - 1] == "省级接收"
        labels, current = strip(State.ACCEPTED, over_city=over_city)
        assert current == len(labels) + 1
        labels, current = strip(State.TO_SIGN, over_city=over_city)
        assert labels[current - 1] == "县级审核"
    assert "市级审核" not in strip(State.OPEN, over_city=False)[0]
