"""Pages that compare revisions, and the page that walks from a figure's cell to its file."""

import datetime as dt

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accountability.intake.declare import SHEETS, Sheet
from accountability.intake.lists.ledger_columns import BLANK
from accountability.intake.models import Pointer, Revision, Submission
from accountability.intake.queries.cells import Cell, cell_of, leaves_of
from accountability.intake.queries.differences import (
    Baseline,
    baseline_of,
    rows_that_differ,
    summary,
)
from accountability.intake.queries.history import revisions_of
from accountability.intake.queries.reported import cell_url
from accountability.intake.queries.rows import added_rows
from accountability.intake.queries.submissions import sheet_title, title_of
from accountability.intake.views.acting import may_take_files, submission_for
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui.parts import Entry, Moment

PER_PAGE = 50


def _visible(request: Request, revision_id: int) -> Revision:
    row: Revision = get_object_or_404(
        Revision.objects.visible_to(request.user).select_related(
            "upload", "upload__uploaded_by", "upload__file", "created_by", "parent"
        ),
        pk=revision_id,
    )
    return row


@require_safe
@require(Permission.SUBMISSION_VIEW)
def diff(request: Request, revision_id: int) -> HttpResponse:
    """Show row by row and cell by cell what changed against another revision."""
    revision = _visible(request, revision_id)
    if revision.pruned_at:
        return redirect("intake:revision", revision_id=revision.pk)
    submission = submission_for(request, revision.submission_id)
    baseline = baseline_of(submission)
    others = list(
        revisions_of(submission).filter(pruned_at__isnull=True).exclude(pk=revision.pk)[:PER_PAGE]
    )
    against = _against(request, revision, others, baseline)
    number = _page(request)
    context: dict[str, object] = {
        "revision": revision,
        "submission": submission,
        "title": title_of(submission),
        "others": others,
        "baseline": baseline,
        "against": against,
        "number": number,
    }
    if against:
        context |= _difference(revision, against, number)
        is_last = baseline and baseline.is_last_period and baseline.revision == against
        context["against_label"] = baseline.label if is_last and baseline else str(against)
    return render(request, "accountability/intake/diff.html", context)


def _page(request: Request) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1  # noqa: PLR2004


def _against(
    request: Request, revision: Revision, others: list[Revision], baseline: Baseline | None
) -> Revision | None:
    """Return the revision asked for, or the sensible one: parent, current, last period's."""
    asked = request.GET.get("against", "")
    known = {str(other.pk): other for other in others}
    if baseline:
        known.setdefault(str(baseline.revision.pk), baseline.revision)
    if asked:
        if asked not in known:
            raise Http404
        return known[asked]
    if baseline and baseline.revision != revision:
        return baseline.revision
    older = [other for other in others if other.number < revision.number]
    return older[0] if older else None


def _difference(revision: Revision, against: Revision, number: int) -> dict[str, object]:
    rows = rows_that_differ(revision, against, offset=(number - 1) * PER_PAGE, limit=PER_PAGE + 1)
    base = f"?against={against.pk}&page="
    return {
        "difference": summary(revision, against),
        "rows": rows[:PER_PAGE],
        "previous_url": f"{base}{number - 1}" if number > 1 else "",
        "next_url": f"{base}{number + 1}" if len(rows) > PER_PAGE else "",
    }


@require_safe
@require(Permission.SUBMISSION_VIEW)
def cell(request: Request, revision_id: int, row_no: int, field: str) -> HttpResponse:
    """Walk from one cell of a figure to its row, its file and who uploaded it."""
    revision = _visible(request, revision_id)
    found = cell_of(revision, row_no, field, request.GET.get("sheet", ""))
    if not found:
        raise Http404
    submission = submission_for(request, revision.submission_id)
    names = [leaf.name for leaf in leaves_of(revision)]
    return render(
        request,
        "accountability/intake/cell.html",
        {
            "revision": revision,
            "submission": submission,
            "title": title_of(submission),
            "cells": [_shown(one, names, revision) for one in found],
            "origin": _origin(revision, submission),
            "moments": _moments(revision),
            "may_take_files": may_take_files(request, submission),
        },
    )


def _shown(one: Cell, names: list[str], revision: Revision) -> dict[str, object]:
    is_added = (one.row.sheet_name, one.row.row_no) in added_rows(revision)
    notes = ["这一行是在线新增的，上传的文件里没有。"] if is_added else []
    notes += [
        f"已规范（规则 {change.rule}）：原填“{change.raw}”，记为“{change.result}”。"
        for change in one.changes
    ]
    notes += [
        f"{problem.get_severity_display()}（规则 {problem.rule}）：{problem.sentence}"
        for problem in one.problems
    ]
    place = f"{one.row.sheet_name}／" if len(names) > 1 else ""
    return {
        "heading": f"{place}{one.address or f'第{one.row.row_no}行'}　{one.column.path}",
        "row_label": one.row.label,
        "address": one.address,
        "leaf": names.index(one.row.sheet_name) if one.row.sheet_name in names else 0,
        "entries": [
            Entry("单元格内容", one.raw),
            Entry("所在行", f"第 {one.row.row_no} 行　{one.row.label}"),
            Entry("所在列", one.column.path),
        ],
        "notes": notes,
        "row": _beside(one, SHEETS[revision.sheet_code]),
    }


def _beside(one: Cell, sheet: Sheet) -> list[Entry]:
    """Return the whole row, each cell leading to its own page."""
    return [
        Entry(
            column.path,
            one.row.raw[sheet.places[column.name]] or BLANK,
            cell_url(one.row.revision_id, one.row.row_no, column.name, one.row.sheet_name),
        )
        for column in sheet.piece(one.row.part).columns
        if sheet.places[column.name] < len(one.row.raw)
    ]


def _origin(revision: Revision, submission: Submission) -> list[Entry]:
    upload = revision.upload
    entries = [
        Entry("采集表", f"{sheet_title(revision.sheet_code)}（{revision.sheet_code}）"),
        Entry("单位与期次", f"{submission.county.name}　{submission.task.period_label}"),
        Entry("版本", f"{revision}（{revision.get_kind_display()}）"),
        Entry("版本形成", _who_when(revision.created_by.full_name, revision.created_at)),
        Entry("文件", upload.name),
        Entry("上传", _who_when(upload.uploaded_by.full_name, upload.uploaded_at)),
        Entry("文件指纹", upload.file_id),
    ]
    if revision.parent:
        entries.insert(3, Entry("修改自", str(revision.parent)))
    return entries


def _who_when(name: str, moment: dt.datetime) -> str:
    return f"{name}　{timezone.localtime(moment):%Y年%m月%d日 %H:%M}"


def _moments(revision: Revision) -> list[Moment]:
    pointers = (
        Pointer.objects.filter(revision=revision)
        .select_related("opened_by", "closed_by")
        .order_by("opened_at")
    )
    moments = []
    for pointer in pointers:
        opened = timezone.localtime(pointer.opened_at)
        moments.append(
            Moment(
                f"{opened:%Y-%m-%d %H:%M}",
                f"成为现行版本　{pointer.opened_by.full_name}",
                pointer.reason,
            )
        )
        if pointer.closed_at:
            closed = timezone.localtime(pointer.closed_at)
            who = pointer.closed_by.full_name if pointer.closed_by else "系统"
            moments.append(Moment(f"{closed:%Y-%m-%d %H:%M}", f"不再现行　{who}"))
    return moments
