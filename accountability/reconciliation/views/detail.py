"""One contradiction: both sides beside each other, what was ruled, and the forms."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accountability.intake.queries.reported import cell_url
from accountability.intake.rules import Period
from accountability.reconciliation import actions, queries
from accountability.reconciliation.checks import RULES
from accountability.reconciliation.forms import ExplainForm, RulingForm
from accountability.reconciliation.models import Contradiction, Ruling
from accountability.reconciliation.queries import Side
from accountability.reconciliation.rules import State
from accountability.reconciliation.views.acting import attempt
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui.parts import Entry, Moment
from villages.places.models import Division

TEMPLATE = "accountability/reconciliation/detail.html"


@dataclass(frozen=True)
class Shown:
    """A side as the page shows it."""

    heading: str
    value: str
    entries: list[Entry]
    cell_url: str = ""
    revision_url: str = ""


def _visible(request: Request, contradiction_id: int) -> Contradiction:
    row: Contradiction = get_object_or_404(
        Contradiction.objects.visible_to(request.user).select_related(
            "county", "village", "explained_by"
        ),
        pk=contradiction_id,
    )
    return row


@require_GET
@require(Permission.SUBMISSION_VIEW)
def contradiction(request: Request, contradiction_id: int) -> HttpResponse:
    """Show both cells, both files and both uploaders side by side."""
    return _page(request, _visible(request, contradiction_id))


def _page(
    request: Request,
    found: Contradiction,
    *,
    ruling: Form | None = None,
    words: Form | None = None,
) -> HttpResponse:
    user, is_settled = request.user, found.state == State.CLEARED
    may_rule = user.may(Permission.CONTRADICTION_RULE) and user.may_in(
        Permission.CONTRADICTION_RULE, found.county_id
    )
    refused = next((form for form in (ruling, words) if form is not None and form.errors), None)
    left, right = queries.sides(found, user)
    context = {
        "found": found,
        "rule": RULES.get(found.rule),
        "sides": [_shown("左边", left), _shown("右边", right)],
        "moments": [_moment(one) for one in queries.rulings_of(found)],
        "waits": Division.objects.visible_to(user).filter(pk__in=found.correct_counties),
        "waits_for_registry": found.state == State.CORRECTING and not found.correct_counties,
        "may_rule": may_rule and (not is_settled or found.cleared_by == "ruled"),
        "may_explain": user.may(Permission.UPLOAD_CREATE)
        and user.may_in(Permission.UPLOAD_CREATE, found.county_id)
        and not is_settled,
        "ruling": ruling or RulingForm(),
        "words": words or ExplainForm(initial={"text": found.explanation}),
        "refused": refused,
    }
    return render(request, TEMPLATE, context, status=422 if refused else 200)


def _shown(which: str, side: Side) -> Shown:
    heading = f"{which}：{side.title}"
    revision = side.revision
    if side.hidden:
        entries = [Entry("来源", "其他县的报表，由省级核对")]
        return Shown(heading, side.value or "其他县的报表", entries)
    if revision is None:
        return Shown(heading, side.value, [Entry("来源", side.fact or side.title)])
    upload = revision.upload
    entries = [
        Entry("单元格", f"{side.address}　{side.column}" if side.row else "整张表"),
        Entry("单元格原文", side.raw) if side.row else Entry("所在版本", str(revision)),
        Entry("单位与期次", f"{revision.county.name}　{Period.parse(revision.period).label}"),
        Entry("文件", f"{upload.name}（{revision}）"),
        Entry(
            "上传",
            f"{upload.uploaded_by.full_name}（{upload.uploaded_by.unit_name}）"
            f"　{timezone.localtime(upload.uploaded_at):%Y年%m月%d日 %H:%M}",
        ),
    ]
    return Shown(
        heading,
        side.value,
        entries,
        cell_url=_cell_url(side),
        revision_url=reverse("intake:revision", args=[revision.pk]),
    )


def _cell_url(side: Side) -> str:
    if side.revision is None or side.row is None or not side.column:
        return ""
    return cell_url(side.revision.pk, side.row.row_no, side.field, side.row.sheet_name)


def _moment(one: Ruling) -> Moment:
    until = f"，有效期至{one.expires_on}" if one.expires_on else ""
    values = f"当时左边为“{one.left_value}”，右边为“{one.right_value}”"
    return Moment(
        f"{timezone.localtime(one.at):%Y-%m-%d %H:%M}",
        f"{one.get_verdict_display()}{until}　{one.by.full_name}",
        f"{one.reason}（{values}）",
    )


@require_POST
@require(Permission.CONTRADICTION_RULE)
def rule_one(request: Request, contradiction_id: int) -> HttpResponse:
    """Rule on one contradiction."""
    found = _visible(request, contradiction_id)
    form = RulingForm(request.POST)
    if form.is_valid() and attempt(
        request, form, actions.give_ruling, contradictions=[found], **form.cleaned_data
    ):
        messages.success(request, "已裁定。")
        return redirect("reconciliation:detail", contradiction_id=found.pk)
    return _page(request, found, ruling=form)


@require_POST
@require(Permission.UPLOAD_CREATE)
def explain(request: Request, contradiction_id: int) -> HttpResponse:
    """Take the county's word."""
    found = _visible(request, contradiction_id)
    if not request.user.may_in(Permission.UPLOAD_CREATE, found.county_id):
        raise PermissionDenied(Permission.UPLOAD_CREATE)
    form = ExplainForm(request.POST)
    if form.is_valid() and attempt(
        request, form, actions.explain, contradiction=found, **form.cleaned_data
    ):
        messages.success(request, "已说明，省级裁定时可以看到。")
        return redirect("reconciliation:detail", contradiction_id=found.pk)
    return _page(request, found, words=form)
