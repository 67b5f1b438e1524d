"""Writes of the reconciliation slice: runs, rulings, explanations, declared figures."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from accountability.intake.models import Submission
from accountability.intake.rules import BadPeriodError, Period, PeriodKind
from accountability.reconciliation.checks import RULES
from accountability.reconciliation.finding import Hit, carried, found
from accountability.reconciliation.gathering import Ground
from accountability.reconciliation.keeping import Kept, keep
from accountability.reconciliation.models import Contradiction, DeclaredFigure, Ruling
from accountability.reconciliation.rules import (
    MIRRORED,
    Cleared,
    Rule,
    State,
    Verdict,
    wrong_counties,
)
from portal.access.models import User
from portal.access.roles import Permission
from portal.audit.trail import record
from villages.places.models import Division

SHORTEST = 2
MOST_AT_ONCE = 500


class ReconciliationError(Exception):
    """An expected refusal; the text is the Chinese sentence the user reads."""


class SettledError(ReconciliationError):
    """The contradiction is no longer there to be ruled on."""


class MissingReasonError(ReconciliationError):
    """A reason is required and none was given."""


class UnlikeError(ReconciliationError):
    """Contradictions of different rules are not ruled on together."""


class NotPermittedError(ReconciliationError):
    """The user's roles do not allow this for this county."""


class BadFigureError(ReconciliationError):
    """A declared figure cannot be used."""


@transaction.atomic
def run(*, county_id: int, rules: Iterable[Rule], at: dt.datetime) -> Kept:
    """Find what contradicts in one county now and bring its records up to date.

    No audit event: a machine compared, nobody decided.
    """
    listed = [one for one in rules if one.is_in_force(timezone.localdate(at))]
    with found(listed, Ground(county_id=county_id)) as (cursor, values):
        return keep(cursor, values, [one.key for one in listed], at)


@transaction.atomic
def keep_all(*, hits: Iterable[Hit], rules: Sequence[str], at: dt.datetime) -> Kept:
    """Bring all counties' records up to date with what a run of the province found."""
    with carried(hits, Ground()) as (cursor, values):
        return keep(cursor, values, rules, at)


def reconcile(*, submission: Submission, at: dt.datetime) -> None:
    """Compare a county's sheet with its others; called where its pointer moves."""
    code = submission.task.sheet_code
    rules = [one for one in RULES.values() if code in one.sheets]
    if rules:
        run(county_id=submission.county_id, rules=rules, at=at)
        with connection.cursor() as cursor:
            cursor.execute(_TAKE_WORDS, {"submission": submission.pk})


# What the county said of the same contradiction when it submitted goes with the record.
_TAKE_WORDS = """
UPDATE accountability_contradiction old
   SET explanation = said.text, explained_by_id = said.by_id, explained_at = said.at
  FROM accountability_explanation said
  JOIN accountability_pointer pointer ON pointer.submission_id = said.submission_id
       AND pointer.closed_at IS NULL
  JOIN accountability_problem problem ON problem.revision_id = pointer.revision_id
       AND problem.counterpart IS NOT NULL AND problem.rule = said.rule
       AND problem.field = said.field
       AND CASE WHEN problem.row_key = '' THEN md5(problem.sentence) ELSE problem.row_key END
           = said.row_key
 WHERE said.submission_id = %(submission)s AND old.county_id = said.county_id
   AND old.rule = problem.counterpart ->> 'rule' AND old.sentence = problem.sentence
   AND old.state = 'open'
"""


@transaction.atomic
def give_ruling(
    *,
    contradictions: Sequence[Contradiction],
    verdict: Verdict,
    reason: str,
    expires_on: dt.date | None,
    by: User,
    at: dt.datetime,
) -> int:
    """Decide which side is right for contradictions of one rule; return how many.

    Both right silences them until the day given or until a value changes; otherwise the county of
    a wrong side is asked to correct it. The record of the other county is ruled on alike.
    Raises: MissingReasonError, UnlikeError, SettledError, NotPermittedError.
    """
    rows = _locked([one.pk for one in contradictions])
    _refuse_ruling(rows, reason, expires_on, by=by, at=at)
    words = reason.strip()[:300]
    for row in rows:
        for one, said in [(row, verdict), *((twin, MIRRORED[verdict]) for twin in _twins(row))]:
            _note_ruling(one, said, words, expires_on, by=by, at=at)
            _settle(one, said, at)
    title = RULES[rows[0].rule].title
    record(
        "reconciliation.rule",
        rows[0],
        by=by,
        at=at,
        sentence=f"裁定“{title}”{len(rows)} 处：{verdict_words(verdict)}；理由：{words}",
        county_id=rows[0].county_id,
        contradictions=[row.pk for row in rows],
        verdict=verdict.value,
        expires_on=expires_on.isoformat() if expires_on else None,
    )
    return len(rows)


def _note_ruling(
    row: Contradiction,
    verdict: Verdict,
    reason: str,
    expires_on: dt.date | None,
    *,
    by: User,
    at: dt.datetime,
) -> None:
    Ruling.objects.create(
        contradiction=row,
        county_id=row.county_id,
        verdict=verdict,
        reason=reason,
        expires_on=expires_on,
        signature=row.signature,
        left_value=row.left_value,
        right_value=row.right_value or row.right_fact,
        by=by,
        at=at,
    )


def verdict_words(verdict: Verdict) -> str:
    """Return a verdict as sentences say it."""
    return Ruling(verdict=verdict).get_verdict_display()


def _locked(ids: Sequence[int]) -> list[Contradiction]:
    return list(
        Contradiction.objects.select_for_update(of=["self"])
        .select_related("county")
        .filter(pk__in=ids)
        .order_by("pk")
    )


def _refuse_ruling(
    rows: Sequence[Contradiction],
    reason: str,
    expires_on: dt.date | None,
    *,
    by: User,
    at: dt.datetime,
) -> None:
    if not rows or any(row.cleared_by in {Cleared.MENDED, Cleared.EXPIRED} for row in rows):
        raise SettledError("所选的矛盾已经消除，不需要裁定。请刷新页面。")
    if len(rows) > MOST_AT_ONCE:
        raise UnlikeError(f"一次最多裁定 {MOST_AT_ONCE} 处，请分批办理。")
    if len({row.rule for row in rows}) > 1:
        raise UnlikeError("一次只能裁定同一条规则的矛盾，请按规则筛选后再选。")
    outside = [row for row in rows if not by.may_in(Permission.CONTRADICTION_RULE, row.county_id)]
    if outside:
        raise NotPermittedError(f"您没有裁定{outside[0].county.name}的矛盾的权限。")
    if len(reason.strip()) < SHORTEST:
        raise MissingReasonError("请写明裁定的理由。")
    if expires_on is not None and expires_on <= timezone.localdate(at):
        raise MissingReasonError("有效期应晚于今天；不限期的请空着。")


def _twins(row: Contradiction) -> list[Contradiction]:
    """Return the same contradiction as the other county's record shows it."""
    if not row.is_across:
        return []
    return list(
        Contradiction.objects.select_for_update().filter(
            Q(right_county_id=row.county_id),
            rule=row.rule,
            key=row.key,
            county_id=row.right_county_id,
        )
    )


def _settle(row: Contradiction, verdict: Verdict, at: dt.datetime) -> None:
    """Move a contradiction to where the ruling puts it."""
    if verdict is Verdict.BOTH:
        row.state, row.cleared_by, row.cleared_at = State.CLEARED, Cleared.RULED, at
        row.correct_counties = []
    else:
        right = None if row.right_revision_id is None and row.right_fact else row.right_county_id
        row.state, row.cleared_by, row.cleared_at = State.CORRECTING, "", None
        row.correct_counties = wrong_counties(verdict, row.county_id, right)
    row.save(update_fields=["state", "cleared_by", "cleared_at", "correct_counties"])


@transaction.atomic
def explain(*, contradiction: Contradiction, text: str, by: User, at: dt.datetime) -> None:
    """Say why a contradiction is as it is, or what will be done; a second word replaces the first.

    Raises: MissingReasonError, SettledError, NotPermittedError.
    """
    (row,) = _locked([contradiction.pk])
    if not by.may_in(Permission.UPLOAD_CREATE, row.county_id):
        raise NotPermittedError(f"您没有说明{row.county.name}的矛盾的权限。")
    if row.state == State.CLEARED:
        raise SettledError("这处矛盾已经消除，不需要说明。")
    if len(text.strip()) < SHORTEST:
        raise MissingReasonError("说明太短，请写清楚实际情况。")
    row.explanation, row.explained_by, row.explained_at = text.strip()[:300], by, at
    row.save(update_fields=["explanation", "explained_by", "explained_at"])
    record(
        "reconciliation.explain",
        row,
        by=by,
        at=at,
        sentence=f"说明勾稽矛盾“{row.subject}”：{row.explanation}",
        county_id=row.county_id,
    )


@transaction.atomic
def declare_figure(
    *,
    county: Division,
    code: str,
    period: str,
    value: int,
    document: str,
    by: User,
    at: dt.datetime,
) -> DeclaredFigure:
    """Note what a county's own report states, with where; a newer word replaces the older.

    Raises: BadFigureError, NotPermittedError.
    """
    year = _year(county, period, by)
    DeclaredFigure.objects.filter(
        county=county, code=code, period=year, replaced_at__isnull=True
    ).update(replaced_at=at)
    figure = DeclaredFigure.objects.create(
        county=county,
        code=code,
        period=year,
        value=value,
        document=document.strip()[:160],
        typed_by=by,
        typed_at=at,
    )
    record(
        "reconciliation.declare",
        figure,
        by=by,
        at=at,
        sentence=f"登记{county.name}报告“{figure.document}”中的{figure.get_code_display()}：{value}",
        county_id=county.pk,
    )
    rules = [one for one in RULES.values() if one.code == "X9"]
    run(county_id=county.pk, rules=rules, at=at)
    return figure


def _year(county: Division, period: str, by: User) -> str:
    """Return the year a figure is declared for, or refuse."""
    allowed = (Permission.UPLOAD_CREATE, Permission.CONTRADICTION_RULE)
    if not any(by.may_in(one, county.pk) for one in allowed):
        raise NotPermittedError(f"您没有登记{county.name}报告数字的权限。")
    try:
        parsed = Period.parse(period.strip())
    except BadPeriodError:
        raise BadFigureError("年度写法不对，应写成2020这样的形式。") from None
    if parsed.kind is not PeriodKind.YEAR:
        raise BadFigureError("集体经济按年度统计，请只填年份，例如2020。")
    return str(parsed)
