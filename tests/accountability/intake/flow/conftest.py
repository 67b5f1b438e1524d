"""A county's submission and its way through the states, by the real actions."""

import datetime as dt

import pytest

from accountability.intake.actions import deciding, receiving
from accountability.intake.models import Submission
from tests import make
from tests.accountability.intake.flow.books import t1_bytes, t1_rows

NOON = dt.datetime(2020, 6, 2, 4, 0, tzinfo=dt.UTC)


@pytest.fixture
def submission(province) -> Submission:
    """County `a` owes T1 for May 2020."""
    return make.submission("T1", "2020-05", province.county_a)


def upload(submission, by, rows=None, *, at=NOON, name="嵩北县花名册.xlsx"):
    """Upload rows of T1 and return the draft."""
    data = t1_bytes(t1_rows(4) if rows is None else rows)
    receipt = receiving.receive_upload(
        submission=submission, chunks=[data], name=name, again=False, by=by, at=at
    )
    submission.refresh_from_db()
    return receipt.revision


def explain_all(submission, by, at=NOON):
    """Explain every warning of the draft."""
    from accountability.intake.actions import answering
    from accountability.intake.models import Problem

    ids = list(
        Problem.objects.filter(revision=submission.draft, severity="warning").values_list(
            "pk", flat=True
        )
    )
    if ids:
        answering.explain(
            submission=submission,
            revision=submission.draft,
            problem_ids=ids,
            text="情况属实",
            by=by,
            at=at,
        )


def send(submission, filler, signer, at=NOON):
    """Explain, submit and sign."""
    submission.refresh_from_db()
    explain_all(submission, filler, at)
    deciding.submit(submission=submission, by=filler, at=at, version=None)
    deciding.sign(submission=submission, by=signer, at=at, version=None)
    submission.refresh_from_db()


def take(submission, filler, signer, officer, at=NOON):
    """Explain, submit, sign and accept."""
    send(submission, filler, signer, at)
    deciding.accept(submission=submission, by=officer, at=at, version=None)
    submission.refresh_from_db()
