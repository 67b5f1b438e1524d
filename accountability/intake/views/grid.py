"""The spreadsheet-like page of a revision: looked at by all, mended by the county."""

from dataclasses import dataclass, replace
from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from accountability.intake.actions import answering, mending
from accountability.intake.forms import EditForm, ExplainForm
from accountability.intake.models import Problem, ReturnMark, Revision, Submission
from accountability.intake.queries import grid as queries
from accountability.intake.queries.cells import leaves_of
from accountability.intake.queries.differences import baseline_of, summary
from accountability.intake.queries.problems import (
    causes,
    open_marks,
    sure_proposals,
    unexplained_warnings,
    unknown_places,
)
from accountability.intake.queries.submissions import choices_for, sheet_title
from accountability.intake.rules import Severity, Verb
from accountability.intake.tags import all_errors
from accountability.intake.views.acting import (
    REFUSED,
    attempt,
    may_take_files,
    perform,
    submission_for,
)
from accountability.intake.views.sheet import address_of, build_sheet, sheet_row_of
from accountability.intake.views.submissions import strip_of
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui.http import partial
from portal.ui.parts import Fact, Tab
from portal.ui.sheet import Sheet

TEMPLATE = "accountability/intake/revision.html"


@dataclass(frozen=True)
class Look:
    """What part of a revision the page shows, as the URL says."""

    leaf: int = 0
    page: int = 1
    tab: str = ""
    cell: str = ""
    old: str = ""

    @classmethod
    def of(cls, request: Request) -> "Look":
        """Read the URL; nonsense is the beginning."""
        return cls(
            leaf=_number(request.GET.get("sheet"), 0),
            page=_number(request.GET.get("page"), 1),
            tab=request.GET.get("tab", ""),
            cell=request.GET.get("cell", "")[:12].upper(),
            old="1" if request.GET.get("old") else "",
        )

    def url(self, **changed: object) -> str:
        """Return the query string of this look with some parts changed."""
        parts = {
            "sheet": self.leaf, "page": self.page, "tab": self.tab, "old": self.old, **changed
        }  # fmt: skip
        return "?" + urlencode({key: value for key, value in parts.items() if value not in {"", 0}})


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else otherwise  # noqa: PLR2004


def _row_no(cell: str) -> int | None:
    digits = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) if digits.isdecimal() and len(digits) < 8 else None  # noqa: PLR2004


@require_safe
@require(Permission.SUBMISSION_VIEW)
def revision_detail(request: Request, revision_id: int) -> HttpResponse:
    """Show a revision as a spreadsheet with its problems.

    Who mends a draft is led to its newest revision; an older one opens by ?old=1.
    """
    revision = _visible(request, revision_id)
    submission = submission_for(request, revision.submission_id)
    look = Look.of(request)
    if not look.old and _is_outdated(request, submission, revision):
        newest = reverse("intake:revision", args=[submission.draft_id])
        return redirect(newest + look.url(cell=look.cell))
    return render(request, TEMPLATE, page_context(request, submission, revision, look))


def _is_outdated(request: Request, submission: Submission, revision: Revision) -> bool:
    draft = submission.draft
    return (
        draft is not None
        and draft.pk != revision.pk
        and draft.upload_id == revision.upload_id
        and Verb.MEND.value in choices_for(request.user, submission)
    )


def _visible(request: Request, revision_id: int) -> Revision:
    revision: Revision = get_object_or_404(
        Revision.objects.visible_to(request.user).select_related(
            "upload", "upload__uploaded_by", "upload__file"
        ),
        pk=revision_id,
    )
    return revision


def page_context(
    request: Request, submission: Submission, revision: Revision, look: Look
) -> dict[str, object]:
    """Return everything the page shows."""
    page = queries.grid_page(revision, leaf=look.leaf, number=look.page, row_no=_row_no(look.cell))
    tab = look.tab or _first_tab(revision)
    look = replace(look, leaf=page.leaf, page=page.number, tab=tab)
    choices = choices_for(request.user, submission)
    may_mend = Verb.MEND.value in choices and revision.pk == submission.draft_id
    return {
        "submission": submission,
        "revision": revision,
        "title": sheet_title(revision.sheet_code),
        "strip": strip_of(submission),
        "choices": choices,
        "may_mend": may_mend,
        "may_take_files": may_take_files(request, submission),
        "grid": build_sheet(page, current=look.cell, may_mend=may_mend),
        "page": page,
        "look": look,
        "edit_url": edit_url(submission, revision, look),
        "leaf_tabs": _leaf_tabs(page, look),
        **problem_context(submission, revision, page, look),
    }


def problem_context(
    submission: Submission, revision: Revision, page: queries.GridPage, look: Look
) -> dict[str, object]:
    """Return the parts that an edit changes: facts, problem list, the bar with its buttons."""
    counts = dict.fromkeys(Severity, 0)
    for cause in causes(revision):
        counts[cause.severity] += cause.count
    unexplained = unexplained_warnings(revision).count()
    baseline = baseline_of(submission) if look.tab == "compare" else None
    return {
        "facts": _facts(revision, unexplained),
        "counts": counts,
        "unexplained": unexplained,
        "proposals": len(sure_proposals(revision)),
        "places": len(unknown_places(revision)),
        "headers": sum(map(len, revision.facts.get("unmatched", {}).values())),
        "marks_count": open_marks(submission).count(),
        "tabs": _tabs(counts, look),
        "groups": _groups(revision, page, look),
        "listed_limit": queries.LISTED,
        "baseline": baseline,
        "difference": summary(revision, baseline.revision) if baseline else None,
    }


def _first_tab(revision: Revision) -> str:
    return "warning" if not revision.errors_count and revision.warnings_count else "error"


def edit_url(submission: Submission, revision: Revision, look: Look) -> str:
    """Return where a cell typed on this page is sent."""
    query = {"seen": revision.pk, "sheet": look.leaf, "page": look.page, "tab": look.tab}
    return f"{reverse('intake:edit', args=[submission.pk])}?{urlencode(query)}"


def _facts(revision: Revision, unexplained: int) -> list[Fact]:
    errors, warnings = revision.errors_count, revision.warnings_count
    return [
        Fact("数据行", str(revision.rows_count)),
        Fact("错误（必须修改）", str(errors), tone="bad" if errors else "good"),
        Fact(
            "提醒（须说明）",
            str(warnings),
            f"未说明 {unexplained}" if warnings else "",
            "warning" if unexplained else "neutral",
        ),
    ]


def _tabs(counts: dict[Severity, int], look: Look) -> list[Tab]:
    kinds = [
        ("error", "错误", counts[Severity.ERROR], True),
        ("warning", "提醒", counts[Severity.WARNING], False),
        ("notice", "提示", counts[Severity.NOTICE], False),
    ]
    tabs = [
        Tab(label, look.url(tab=key), count, look.tab == key, hot)
        for key, label, count, hot in kinds
        if count or key != "notice"
    ]
    return [*tabs, Tab("比对", look.url(tab="compare"), None, look.tab == "compare")]


def _leaf_tabs(page: queries.GridPage, look: Look) -> list[Tab]:
    if len(page.leaves) == 1:
        return []
    return [
        Tab(leaf.name or "数据", look.url(sheet=i, page=1), leaf.rows, i == page.leaf)
        for i, leaf in enumerate(page.leaves)
    ]


@dataclass(frozen=True)
class ListEntry:
    """One entry of the problem list."""

    address: str
    url: str
    who: str
    sentence: str
    remedy: str
    proposal: str | None
    explanation: str


@dataclass(frozen=True)
class ListGroup:
    """Entries of one cause."""

    title: str
    entries: list[ListEntry]

    @property
    def wants_words(self) -> bool:
        """Say whether an entry is still without an explanation."""
        return any(not entry.explanation for entry in self.entries)


def _groups(revision: Revision, page: queries.GridPage, look: Look) -> list[ListGroup]:
    if look.tab not in set(Severity):
        return []
    groups: dict[str, list[ListEntry]] = {}
    if look.tab == Severity.ERROR:
        marks = queries.open_marks_of(revision)
        groups |= {"退回意见": [_of_mark(mark, look) for mark in marks]} if marks else {}
    names = [leaf.name for leaf in page.leaves]
    for listed in queries.listed_problems(revision, look.tab):
        leaf = names.index(listed.problem.sheet_name) if listed.problem.sheet_name in names else 0
        entry = _of_problem(listed, look, leaf=leaf, elsewhere=leaf != page.leaf)
        groups.setdefault(listed.problem.cause, []).append(entry)
    return [ListGroup(title, entries) for title, entries in groups.items()]


def _of_mark(mark: ReturnMark, look: Look) -> ListEntry:
    return ListEntry(
        address=mark.address or "整表",
        url=look.url(cell=mark.address),
        who=mark.step.by.full_name if mark.step.by else "",
        sentence=mark.text,
        remedy="改正后自动销去；不改的请在办理页答复。",
        proposal=None,
        explanation="",
    )


def _of_problem(
    listed: queries.ListedProblem, look: Look, *, leaf: int, elsewhere: bool
) -> ListEntry:
    one = listed.problem
    return ListEntry(
        address=address_of(one, elsewhere=elsewhere),
        url=look.url(sheet=leaf, page=1, cell=one.address),
        who=one.row_label,
        sentence=one.sentence,
        remedy=one.remedy,
        proposal=one.proposal,
        explanation=listed.explanation,
    )


@require_POST
@require(Permission.UPLOAD_CREATE)
def edit(request: Request, submission_id: int) -> HttpResponse:
    """Take a cell typed in the grid; htmx gets the changed pieces, others the page."""
    submission = submission_for(request, submission_id, Permission.UPLOAD_CREATE)
    before = submission.draft
    if before is None:
        messages.error(request, "还没有可修改的数据，请先上传文件。")
        return redirect("intake:submission-detail", submission_id=submission_id)
    form = EditForm({**request.POST.dict(), "seen": request.GET.get("seen", "")})
    done = _edit(request, submission, before, form) if form.is_valid() else None
    sentence = "" if done else " ".join(all_errors(form.errors))
    submission = submission_for(request, submission_id)
    revision = submission.draft or before
    look = Look.of(request)
    if not request.htmx:
        if sentence:
            messages.error(request, sentence)
        query = look.url(cell=form.data.get("a", "")[:12])
        return redirect(reverse("intake:revision", args=[revision.pk]) + query)
    context = page_context(request, submission, revision, look)
    page = cast("queries.GridPage", context["page"])
    numbers = _rows_to_send(page, before, form.data.get("row", ""))
    context["rows"] = [sheet_row_of(cast("Sheet", context["grid"]), number) for number in numbers]
    context["sentence"] = sentence
    status = 200 if done else REFUSED
    answer = render(request, partial(TEMPLATE, "answer", when=True), context, status=status)
    answer["HX-Replace-Url"] = reverse("intake:revision", args=[revision.pk]) + look.url()
    return answer


def _edit(
    request: Request, submission: Submission, draft: Revision, form: EditForm
) -> object | None:
    data = form.cleaned_data
    leaf, _, row_no = data["row"].partition("-")
    names = [one.name for one in leaves_of(draft)]
    name = names[int(leaf)] if int(leaf) < len(names) else ""
    typed = mending.CellEdit(name, int(row_no), data["field"], data["value"].strip())
    return attempt(
        request,
        form,
        mending.edit_cells,
        submission=submission,
        edits=[typed],
        seen=data["seen"],
    )


def _rows_to_send(page: queries.GridPage, before: Revision, edited: str) -> list[int]:
    """Return the rows of this page that look different now: the edited one and its neighbours."""
    numbers = list(dict.fromkeys(row.row_no for row in page.rows))
    old = queries.problems_by_cell(before, page.leaves[page.leaf].name, numbers)
    typed = edited.rpartition("-")[2]
    was, now = _said(old), _said(page.problems)
    return [
        number for number in numbers if str(number) == typed or was.get(number) != now.get(number)
    ]


def _said(found: dict[tuple[int, str], list[Problem]]) -> dict[int, set[tuple[str, str, str]]]:
    """Return what is said about each row."""
    said: dict[int, set[tuple[str, str, str]]] = {}
    for (row_no, field), problems in found.items():
        for one in problems:
            said.setdefault(row_no, set()).add((field, one.sentence, one.severity))
    return said


@require_POST
@require(Permission.UPLOAD_CREATE)
def apply_proposals(request: Request, submission_id: int) -> HttpResponse:
    """Change every cell for which the roster or a dictionary gives one answer."""
    submission = submission_for(request, submission_id, Permission.UPLOAD_CREATE)
    count = perform(request, mending.apply_proposals, submission=submission)
    if count:
        messages.success(request, f"已按名册和字典改正 {count} 处，可在表中核对。")
    return _to_draft(submission_id, request)


@require_POST
@require(Permission.UPLOAD_CREATE)
def recheck(request: Request, submission_id: int) -> HttpResponse:
    """Check the draft again against today's registry and other sheets."""
    submission = submission_for(request, submission_id, Permission.UPLOAD_CREATE)
    if perform(request, mending.recheck, submission=submission):
        messages.success(request, "已重新校验。")
    return _to_draft(submission_id, request)


@require_POST
@require(Permission.UPLOAD_CREATE)
def explain(request: Request, revision_id: int) -> HttpResponse:
    """Explain warnings of the draft."""
    revision = _visible(request, revision_id)
    submission = submission_for(request, revision.submission_id, Permission.UPLOAD_CREATE)
    form = ExplainForm(request.POST)
    if form.is_valid():
        count = attempt(
            request,
            form,
            answering.explain,
            submission=submission,
            revision=revision,
            **form.cleaned_data,
        )
        if count:
            messages.success(request, f"已说明 {count} 处提醒。")
    for sentences in form.errors.values():
        messages.error(request, format_html("{}", " ".join(map(str, sentences))))
    return redirect(reverse("intake:revision", args=[revision.pk]) + "?tab=warning")


def _to_draft(submission_id: int, request: Request) -> HttpResponse:
    draft_id = submission_for(request, submission_id).draft_id
    if draft_id is None:
        return redirect("intake:submission-detail", submission_id=submission_id)
    return redirect("intake:revision", revision_id=draft_id)
