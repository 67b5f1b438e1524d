"""Mending a draft in the browser: each batch of typed cells is a small revision of its own."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from accountability.intake import staging
from accountability.intake.actions.errors import BadInputError, NothingToDoError, StaleError
from accountability.intake.actions.moving import allow, locked, note
from accountability.intake.actions.receiving import become_draft
from accountability.intake.checked import FoundChange
from accountability.intake.checking import check_again, found_now
from accountability.intake.declare import SHEETS
from accountability.intake.models import Revision, Submission
from accountability.intake.queries.cells import rows_of
from accountability.intake.queries.problems import sure_proposals
from accountability.intake.queries.rows import next_row_no
from accountability.intake.rules import Verb
from portal.access.models import User

Cells = Mapping[tuple[str, int, str], str]
TOLD = 5


@dataclass(frozen=True)
class CellEdit:
    """One cell typed by a person: which sheet of the file, which row, which column, what."""

    sheet_name: str
    row_no: int
    field: str
    value: str


@transaction.atomic
def edit_cells(
    *,
    submission: Submission,
    edits: Sequence[CellEdit],
    by: User,
    at: dt.datetime,
    seen: int | None = None,
    removed: Collection[tuple[str, int]] = (),
) -> Revision:
    """Put typed texts into the draft and leave rows out; check all again; stage a new revision.

    `seen` is the revision the page showed. Raises: StaleError when somebody else has changed the
    draft since, BadInputError, NothingToDoError, and what `allow` raises.
    """
    row = locked(submission, None)
    allow(row, Verb.MEND, by=by)
    draft = _draft(row)
    _refuse_stale(row, seen, by)
    cells = {(one.sheet_name, one.row_no, one.field): one.value for one in edits}
    _refuse_unknown(draft, cells, removed)
    return _restage(row, draft, cells, removed, by=by, at=at)


def _draft(row: Submission) -> Revision:
    if row.draft is None:
        raise BadInputError("还没有可修改的数据，请先上传文件。")
    return row.draft


def _refuse_stale(row: Submission, seen: int | None, by: User) -> None:
    """Refuse when another person made a revision after the one the page showed."""
    if seen is None or row.draft_id == seen:
        return
    later = Revision.objects.filter(submission=row, pk__gt=seen).exclude(created_by=by)
    other = later.select_related("created_by").order_by("-pk").first()
    if other:
        raise StaleError(
            f"{other.created_by.full_name}刚刚修改过这份数据（{other}），您看到的不是最新内容。"
            "请刷新页面，核对后再改。"
        )


def _refuse_unknown(draft: Revision, cells: Cells, removed: Collection[tuple[str, int]]) -> None:
    names = {column.name for column in SHEETS[draft.sheet_code].columns}
    numbers = {row_no for _, row_no, _ in cells} | {row_no for _, row_no in removed}
    rows = set(rows_of(draft).filter(row_no__in=numbers).values_list("sheet_name", "row_no"))
    for sheet_name, row_no, field in cells:
        if field not in names or (sheet_name, row_no) not in rows:
            raise BadInputError("没有这个单元格，请刷新页面后再改。")
    if not set(removed) <= rows:
        raise BadInputError("没有这一行，请刷新页面后再试。")


@transaction.atomic
def add_row(
    *, submission: Submission, sheet_name: str, by: User, at: dt.datetime, seen: int | None = None
) -> tuple[Revision, int]:
    """Append an empty row to a sheet of the draft, to be filled in cell by cell; return its number.

    Raises: StaleError, BadInputError, and what `allow` raises.
    """
    row = locked(submission, None)
    allow(row, Verb.MEND, by=by)
    draft = _draft(row)
    _refuse_stale(row, seen, by)
    if sheet_name not in draft.columns:
        raise BadInputError("没有这张表，请刷新页面后再试。")
    number = next_row_no(draft, sheet_name)
    return _restage(row, draft, {}, (), added=[(sheet_name, number)], by=by, at=at), number


def _restage(
    row: Submission,
    draft: Revision,
    cells: Cells,
    removed: Collection[tuple[str, int]],
    *,
    by: User,
    at: dt.datetime,
    added: Collection[tuple[str, int]] = (),
) -> Revision:
    checked, typed = check_again(row, draft, at=at, edits=cells, removed=removed, added=added)
    if cells and not removed and checked.content_hash == draft.content_hash:
        raise NothingToDoError("内容没有变化，没有生成新版本。")
    revision = staging.stage(
        checked,
        submission=row,
        upload=draft.upload,
        kind=Revision.Kind.EDIT,
        parent=draft,
        by=by,
        at=at,
    )
    become_draft(row, revision, Verb.MEND, by=by, at=at, reason=f"在线修改，{revision}")
    note("edit", row, f"{_told(typed)}，{revision}", by=by, at=at)
    return revision


def _told(typed: Sequence[FoundChange]) -> str:
    """Say what was typed, added and removed, personal numbers masked."""
    parts = [_told_one(one) for one in typed[:TOLD]]
    if len(typed) > TOLD:
        parts.append(f"等 {len(typed)} 处")
    return "在线修改：" + "，".join(parts) if parts else "重新校验"


def _told_one(one: FoundChange) -> str:
    if one.field:
        return f"{one.address or one.field}“{one.raw}”改为“{one.result}”"
    content = f"（{one.raw}）" if one.raw else ""
    return f"{one.result.removesuffix('行')}第{one.row_no}行{content}"


@transaction.atomic
def apply_proposals(*, submission: Submission, by: User, at: dt.datetime) -> int:
    """Change the cells for which the roster or the divisions give one answer; return how many.

    Days, counts, amounts, dates and ID numbers are never among them: a person types those.
    Raises: NothingToDoError, and what `allow` raises.
    """
    row = locked(submission, None)
    allow(row, Verb.MEND, by=by)
    draft = _draft(row)
    cells = {
        (one.sheet_name, one.row_no or 0, one.field): one.proposal or ""
        for one in sure_proposals(draft)
    }
    if not cells:
        raise NothingToDoError("没有可以按名册和字典直接改正的单元格。")
    _restage(row, draft, cells, (), by=by, at=at)
    return len(cells)


@transaction.atomic
def recheck(*, submission: Submission, by: User, at: dt.datetime) -> Revision:
    """Check the draft again: the registry or another sheet may have changed since."""
    row = locked(submission, None)
    allow(row, Verb.MEND, by=by)
    return _restage(row, _draft(row), {}, (), by=by, at=at)


@transaction.atomic
def refresh(*, submission: Submission, by: User, at: dt.datetime) -> Revision | None:
    """Check the draft again before it is submitted, if anything is found now that was not then."""
    row = locked(submission, None)
    allow(row, Verb.SUBMIT, by=by)
    draft = _draft(row)
    return _restage(row, draft, {}, (), by=by, at=at) if found_now(draft) else None
