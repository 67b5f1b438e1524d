"""One county's task: what was said, report, confirm or return, postpone."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST, require_safe

from accountability.campaigns import actions
from accountability.campaigns.forms import TYPES, DecisionForm, PostponeForm, ReportForm
from accountability.campaigns.models import CountyTask, ProgressEntry
from accountability.campaigns.queries.items import entries_of, sheet_sent, timetable
from accountability.campaigns.rules import Act, Progress, after
from accountability.campaigns.tags import standing
from accountability.campaigns.views.acting import REFUSED, attempt, item_for
from accountability.intake.queries.submissions import sheet_title
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.audit.trail import record
from portal.files.store import path_of
from portal.ui.parts import Entry


@require_GET
@require(Permission.TASK_VIEW)
def item(request: Request, county_task_id: int) -> HttpResponse:
    """Show one county's task with its timetable and all that was said."""
    return _page(request, item_for(request, county_task_id))


def _page(request: Request, row: CountyTask, **forms: Form) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    entries = entries_of(user, row)
    refused = next((form for form in forms.values() if form.errors), None)
    may = _allowed(request, row)
    words, tone = standing(row, today)
    context: dict[str, Any] = {
        "item": row,
        "words": words,
        "tone": tone,
        "crumb": f"任务{row.task.number}",
        "returned": _returned(row, entries),
        "facts": _facts(row, sheet_sent(user, row)),
        "lines": [(one, one.is_late(today)) for one in timetable(row, entries)],
        "entries": entries[::-1],
        "report": forms.get("report") or ReportForm(item=row),
        "decision": forms.get("decision") or DecisionForm(),
        "later": forms.get("later") or PostponeForm(),
        "types": ",".join(TYPES),
        "refused": refused,
        **may,
    }
    return render(
        request, "accountability/campaigns/item.html", context, status=REFUSED if refused else 200
    )


def _returned(row: CountyTask, entries: list[ProgressEntry]) -> ProgressEntry | None:
    """Return why it was returned, as long as it is."""
    if row.state != Progress.RETURNED:
        return None
    return next((one for one in reversed(entries) if one.act == Act.RETURN), None)


def _allowed(request: Request, row: CountyTask) -> dict[str, bool]:
    """Say what the user may do with the task as it stands."""
    user, state = request.user, Progress(row.state)
    is_open = row.campaign.is_open and row.task.withdrawn_at is None
    reports = is_open and _may(request, Permission.CAMPAIGN_REPORT, row)
    manages = is_open and _may(request, Permission.CAMPAIGN_MANAGE, row)
    return {
        "may_report": reports and after(state, Act.NOTE) is not None,
        "may_confirm": manages
        and after(state, Act.CONFIRM) is not None
        and row.reported_by_id != user.pk,
        "may_return": manages and after(state, Act.RETURN) is not None,
        "may_postpone": manages
        and after(state, Act.NOTE) is not None
        and not hasattr(row, "postponement"),
    }


def _may(request: Request, permission: Permission, row: CountyTask) -> bool:
    return request.user.may(permission) and request.user.may_in(permission, row.county_id)


def _facts(row: CountyTask, sent: Any) -> list[Entry]:
    task = row.task
    found = [
        Entry("责任单位", task.owner_unit),
        Entry("责任人", task.responsible),
        Entry("所属阶段", f"{task.stage.number} {task.stage.name}" if task.stage else ""),
        Entry("完成期限", f"{row.due_on}{_first_due(row)}"),
    ]
    if task.sheet_code:
        title = f"见{task.sheet_code}《{sheet_title(task.sheet_code)}》"
        state = (
            f"（{sent.task.period_label}{sent.get_state_display()}）" if sent else "（还没有上报）"
        )
        found.append(Entry("完成情况", title + state, _sheet_url(sent)))
    else:
        found.append(Entry("佐证要求", task.evidence))
    if row.reported_at and row.reported_by:
        when = f"{timezone.localtime(row.reported_at):%Y-%m-%d %H:%M}"
        found.append(Entry("报完成", f"{when}　{row.reported_by.full_name}"))
    if row.confirmed_at and row.confirmed_by:
        when = f"{timezone.localtime(row.confirmed_at):%Y-%m-%d %H:%M}"
        found.append(Entry("核实", f"{when}　{row.confirmed_by.full_name}"))
    if hasattr(row, "postponement"):
        later = row.postponement
        words = f"由{later.old_due_on}延至{later.new_due_on}，{later.approver}批准：{later.reason}"
        found.append(Entry("延期", words))
    return found


def _first_due(row: CountyTask) -> str:
    first = row.task.first_due_on
    return f"（下达时为{first}）" if first and first != row.due_on else ""


def _sheet_url(sent: Any) -> str:
    return reverse("intake:submission-detail", args=[sent.pk]) if sent else ""


@require_POST
@require(Permission.CAMPAIGN_REPORT)
def report(request: Request, county_task_id: int) -> HttpResponse:
    """Take a county's progress, or its word that the task is done."""
    row = item_for(request, county_task_id, Permission.CAMPAIGN_REPORT)
    form, is_done = ReportForm(request.POST, request.FILES, item=row), "done" in request.POST
    if form.is_valid() and attempt(
        request, form, actions.report, item=row, word=form.word(), is_done=is_done
    ):
        messages.success(request, "已报完成，等待省里核实。" if is_done else "进展已记录。")
        return redirect("campaigns:item", county_task_id=row.pk)
    return _page(request, row, report=form)


@require_POST
@require(Permission.CAMPAIGN_MANAGE)
def decide(request: Request, county_task_id: int) -> HttpResponse:
    """Confirm what a county reported, or return it with a reason."""
    row = item_for(request, county_task_id, Permission.CAMPAIGN_MANAGE)
    form = DecisionForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"]
        if "back" in request.POST:
            done = attempt(request, form, actions.send_back, item=row, reason=text)
        else:
            done = attempt(request, form, actions.confirm, item=row, text=text)
        if done:
            words = "已退回，县里可以看到理由。" if "back" in request.POST else "已核实。"
            messages.success(request, words)
            return redirect("campaigns:item", county_task_id=row.pk)
    return _page(request, row, decision=form)


@require_POST
@require(Permission.CAMPAIGN_MANAGE)
def postpone(request: Request, county_task_id: int) -> HttpResponse:
    """Give a county more time, once."""
    row = item_for(request, county_task_id, Permission.CAMPAIGN_MANAGE)
    form = PostponeForm(request.POST)
    if form.is_valid() and attempt(request, form, actions.postpone, item=row, **form.cleaned_data):
        messages.success(request, "已延期，原期限保留可查。")
        return redirect("campaigns:item", county_task_id=row.pk)
    return _page(request, row, later=form)


@require_safe
@require(Permission.TASK_VIEW)
def entry_file(request: Request, entry_id: int) -> HttpResponseBase:
    """Hand out the file sent with an entry, unchanged, under the name it had."""
    entry: ProgressEntry = get_object_or_404(
        ProgressEntry.objects.visible_to(request.user).select_related("item__campaign", "county"),
        pk=entry_id,
        file__isnull=False,
    )
    path = path_of(entry.file_id or "")
    if not path.exists():
        raise Http404
    record(
        "campaign.download",
        entry.item,
        by=request.user,
        at=timezone.now(),
        sentence=f"下载专项附件“{entry.file_name}”（{entry.item.campaign.title}，"
        f"{entry.county.name}）",
        county_id=entry.county_id,
    )
    kind = "application/octet-stream"
    if settings.PORTAL_ACCEL_REDIRECT:
        inner = path.relative_to(settings.MEDIA_ROOT)
        prefix = settings.PORTAL_ACCEL_REDIRECT.rstrip("/")
        shown = content_disposition_header(as_attachment=True, filename=entry.file_name)
        headers = {"Content-Type": kind, "Content-Disposition": shown or "attachment"}
        return HttpResponse(headers={**headers, "X-Accel-Redirect": f"{prefix}/{inner}"})
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=entry.file_name, content_type=kind
    )
