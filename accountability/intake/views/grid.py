"""The spreadsheet-like page of a revision: looked at by all, mended by the county."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accountability.intake.declare import SHEETS
from accountability.intake.models import Revision, Submission
from accountability.intake.queries import grid as queries
from accountability.intake.queries.cells import Leaf
from accountability.intake.queries.differences import Baseline, Summary, baseline_of, summary
from accountability.intake.queries.problems import (
    causes,
    contradicted,
    open_marks,
    sure_proposals,
    unexplained_warnings,
    unknown_places,
    unknown_units,
)
from accountability.intake.queries.rows import removed_rows
from accountability.intake.queries.submissions import choices_for, sheet_title
from accountability.intake.rules import IN_HAND, Severity, State, Verb
from accountability.intake.views.acting import (
    may_take_files,
    submission_for,
)
from accountability.intake.views.listing import BESIDE, groups_of
from accountability.intake.views.sheet import build_sheet
from accountability.intake.views.submissions import strip_of
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui.parts import Fact, Tab

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
    revision = visible_revision(request, revision_id)
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


def visible_revision(request: Request, revision_id: int) -> Revision:
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
    is_draft = revision.pk == submission.draft_id
    may_mend = Verb.MEND.value in choices and is_draft
    return {
        "submission": submission,
        "revision": revision,
        "title": sheet_title(revision.sheet_code),
        "strip": strip_of(submission),
        "choices": choices,
        "is_draft": is_draft,
        "is_in_hand": is_draft and State(submission.state) in IN_HAND,
        "may_mend": may_mend,
        "may_take_files": may_take_files(request, submission),
        "grid": build_sheet(page, current=look.cell, may_mend=may_mend),
        "page": page,
        "look": look,
        "edit_url": sent_to("edit", submission, revision, look),
        "add_url": sent_to("row-add", submission, revision, look),
        "remove_url": sent_to("row-remove", submission, revision, look),
        "removed_rows": removed_rows(revision),
        "leaf_tabs": _leaf_tabs(page, look),
        "previous_url": look.url(page=page.number - 1),
        "next_url": look.url(page=page.number + 1),
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
    baseline = baseline_of(submission)
    if baseline and baseline.revision == revision:
        baseline = None
    difference = summary(revision, baseline.revision) if baseline else None
    return {
        "facts": [*_facts(revision, unexplained), *_compared(baseline, difference)],
        "counts": counts,
        "unexplained": unexplained,
        "proposals": len(sure_proposals(revision)),
        "places": len(unknown_places(revision)) + len(unknown_units(revision)),
        "headers": sum(map(len, revision.facts.get("unmatched", {}).values())),
        "marks_count": open_marks(submission).count(),
        "tabs": _tabs(counts, contradicted(revision), look),
        "groups": groups_of(revision, page, look.tab, look.url),
        "listed_limit": queries.LISTED,
        "baseline": baseline,
        "difference": difference,
    }


def _first_tab(revision: Revision) -> str:
    return "warning" if not revision.errors_count and revision.warnings_count else "error"


def sent_to(name: str, submission: Submission, revision: Revision, look: Look) -> str:
    """Return where what is done on this page is sent."""
    query = {"seen": revision.pk, "sheet": look.leaf, "page": look.page, "tab": look.tab}
    return f"{reverse(f'intake:{name}', args=[submission.pk])}?{urlencode(query)}"


def _facts(revision: Revision, unexplained: int) -> list[Fact]:
    errors, warnings = revision.errors_count, revision.warnings_count
    return [
        Fact("数据行", str(revision.rows_count)),
        Fact("错误（必须修改）", str(errors), tone="bad" if errors else "good"),
        Fact(
            "提醒（须说明）",
            str(warnings),
            f"未说明 {unexplained}" if unexplained else "",
            "warning" if unexplained else "neutral",
        ),
    ]


def _compared(baseline: Baseline | None, difference: Summary | None) -> list[Fact]:
    if baseline is None or difference is None:
        return []
    label = "与上期比对" if baseline.is_last_period else "与现行版本比对"
    note = f"减少 {difference.removed} · 变动 {difference.changed}"
    return [Fact(label, f"新增 {difference.added}", note)]


def _tabs(counts: dict[Severity, int], beside: int, look: Look) -> list[Tab]:
    kinds = [
        ("error", "错误", counts[Severity.ERROR], True),
        ("warning", "提醒", counts[Severity.WARNING], False),
        ("notice", "提示", counts[Severity.NOTICE], False),
        (BESIDE, "勾稽", beside, False),
    ]
    tabs = [
        Tab(label, look.url(tab=key), count, look.tab == key, hot)
        for key, label, count, hot in kinds
        if count or key in {"error", "warning"}
    ]
    return [*tabs, Tab("比对", look.url(tab="compare"), None, look.tab == "compare")]


def _leaf_title(page: queries.GridPage, leaf: Leaf) -> str:
    """Return what a tab is called: the part's title, with the worksheet's name where it differs."""
    title = SHEETS[page.sheet.code].piece(leaf.part).worksheet
    if not title or title in leaf.name:
        return leaf.name or "数据"
    return f"{title}（{leaf.name}）"


def _leaf_tabs(page: queries.GridPage, look: Look) -> list[Tab]:
    if len(page.leaves) == 1:
        return []
    return [
        Tab(_leaf_title(page, leaf), look.url(sheet=i, page=1), leaf.rows, i == page.leaf)
        for i, leaf in enumerate(page.leaves)
    ]
