"""Pages of collection tasks: what is owed, by whom, how complete."""

import dataclasses

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accountability.intake.actions import asking, closing, metering
from accountability.intake.declare import SHEETS
from accountability.intake.forms import ExtendForm, ReasonForm, RemindForm, TaskForm
from accountability.intake.models import CollectionTask, Submission
from accountability.intake.overlap import overlaps
from accountability.intake.queries import tasks as queries
from accountability.intake.queries.submissions import sheet_title
from accountability.intake.views.acting import REFUSED, attempt, demand_any, perform
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui.figures import rate_text
from portal.ui.paging import page_of
from portal.ui.parts import Fact, Tab

COUNTY_WORK = (
    Permission.UPLOAD_CREATE,
    Permission.SUBMISSION_SUBMIT,
    Permission.SUBMISSION_SIGN,
)
STATEMENT = tuple(one.name for one in dataclasses.fields(asking.Burden))
REMINDING = (Permission.TASK_MANAGE, Permission.SUBMISSION_REVIEW)


@require_safe
@require(Permission.TASK_VIEW)
def task_list(request: Request) -> HttpResponse:
    """List what my county owes, or the tasks with how complete they are."""
    if len(request.user.county_ids) == 1 or any(map(request.user.may, COUNTY_WORK)):
        return _owed(request)
    page = page_of(
        CollectionTask.objects.visible_to(request.user).order_by("-period", "sheet_code"),
        request,
        per_page=20,
    )
    lines = queries.tasks_with_tallies(request.user, list(page))
    return render(
        request,
        "accountability/intake/task_list.html",
        {"page": page, "lines": lines, "may_open": request.user.may(Permission.TASK_MANAGE)},
    )


def _owed(request: Request) -> HttpResponse:
    page = page_of(queries.owed_by(request.user), request, per_page=30)
    return render(
        request, "accountability/intake/owed_list.html", {"page": page, "now": timezone.now()}
    )


@require_safe
@require(Permission.TASK_VIEW)
def task_detail(request: Request, task_id: int) -> HttpResponse:
    """Show who has reported and who has not, by state and by city."""
    task = get_object_or_404(CollectionTask.objects.visible_to(request.user), pk=task_id)
    (line,) = queries.tasks_with_tallies(request.user, [task])
    shown = request.GET.get("state", "")
    rows = queries.of_task(request.user, task).filter(queries.tab_condition(shown))
    words = request.GET.get("q", "").strip()[:40]
    if words:
        rows = rows.filter(county__name__contains=words)
    return render(
        request,
        "accountability/intake/task_detail.html",
        {
            "task": task,
            "title": line.title,
            "line": line,
            "facts": _facts(line),
            "tabs": [
                Tab(label, f"?state={key}", count, shown == key, hot=key == "missing")
                for key, label, count in queries.state_tabs(line)
            ],
            "page": page_of(rows, request, per_page=50),
            "areas": queries.by_area(request.user, task),
            "words": words,
            "shown": shown,
            "may_manage": request.user.may(Permission.TASK_MANAGE),
            "may_remind": any(map(request.user.may, REMINDING)),
            "now": timezone.now(),
        },
    )


def _facts(line: queries.TaskLine) -> list[Fact]:
    tally = line.tally
    return [
        Fact("应报", str(tally.owed)),
        Fact("已报", str(tally.reported)),
        Fact("未报", str(tally.missing), tone="bad" if tally.missing else "neutral"),
        Fact("按时报送率", rate_text(tally.on_time, tally.owed)),
        Fact("已接收", str(tally.accepted)),
    ]


@require_http_methods(["GET", "POST"])
@require(Permission.TASK_MANAGE)
def task_open(request: Request) -> HttpResponse:
    """Open a task, with the statement of the burden it lays on the counties."""
    form = TaskForm(request.POST or None, initial=_estimates(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        task = attempt(
            request,
            form,
            asking.open_task,
            sheet=data["sheet"],
            period=data["period"],
            due_at=data["due_at"],
            burden=asking.Burden(**{name: data[name] for name in STATEMENT}),
            needs_city_review=data["needs_city_review"],
        )
        if isinstance(task, CollectionTask):
            metering.request_metering(task=task, at=timezone.now())
            messages.success(request, f"已下达{task.period_label}《{data['sheet'].title}》。")
            return redirect("intake:task-detail", task_id=task.pk)
    return render(
        request,
        "accountability/intake/task_open.html",
        {"form": form, "burdens": _burdens(request), **_looked_at(request, form)},
        status=REFUSED if form.is_bound else 200,
    )


def _looked_at(request: Request, form: TaskForm) -> dict[str, object]:
    """Return the sheet chosen and which of its columns other sheets have too."""
    code = str(form.data.get("sheet") or request.GET.get("sheet", ""))
    sheet = SHEETS.get(code)
    return {"chosen": sheet, "overlaps": overlaps(sheet) if sheet else []}


def _burdens(request: Request) -> list[dict[str, object]]:
    return [
        {"sheet": sheet, "estimate": queries.estimate_burden(request.user, sheet)}
        for sheet in queries.declared_sheets()
    ]


def _estimates(request: Request) -> dict[str, object]:
    code = request.GET.get("sheet", "")
    sheet = next((one for one in queries.declared_sheets() if one.code == code), None)
    if sheet is None:
        return {}
    estimate = queries.estimate_burden(request.user, sheet)
    return {
        "sheet": code,
        "cells_asked": estimate.cells_asked,
        "cells_prefilled": estimate.cells_prefilled,
        "minutes_a_county": estimate.minutes_a_county,
    }


@require_http_methods(["GET", "POST"])
@require(Permission.TASK_MANAGE)
def task_extend(request: Request, task_id: int) -> HttpResponse:
    """Give the counties more time."""
    task = get_object_or_404(CollectionTask.objects.visible_to(request.user), pk=task_id)
    form = ExtendForm(request.POST or None)
    if form.is_valid():
        count = attempt(request, form, asking.extend_deadline, task=task, **form.cleaned_data)
        if count is not None:
            messages.success(request, f"已延期，涉及 {count} {task.counted_in}。")
            return redirect("intake:task-detail", task_id=task.pk)
    return render(
        request,
        "accountability/intake/task_extend.html",
        {"form": form, "task": task, "title": sheet_title(task.sheet_code)},
        status=REFUSED if form.is_bound else 200,
    )


@require_POST
@require(Permission.TASK_VIEW)
def task_remind(request: Request, task_id: int) -> HttpResponse:
    """Remind the counties that have not reported."""
    demand_any(request, REMINDING)
    task = get_object_or_404(CollectionTask.objects.visible_to(request.user), pk=task_id)
    county_ids = list(
        Submission.objects.visible_to(request.user)
        .filter(task=task)
        .values_list("county_id", flat=True)
    )
    form = RemindForm(request.POST, county_ids=county_ids)
    if form.is_valid():
        data = form.cleaned_data
        count = perform(
            request, asking.remind, task=task, text=data["text"], county_ids=data["counties"]
        )
        if count is not None:
            messages.success(request, f"已催报 {count} {task.counted_in}，填报人的任务页会显示。")
    else:
        messages.error(request, "催报没有发出：内容最多 200 字，县从列表中选。")
    return redirect("intake:task-detail", task_id=task.pk)


@require_POST
@require(Permission.TASK_MANAGE)
def task_close(request: Request, task_id: int) -> HttpResponse:
    """End a task and lock what was accepted."""
    task = get_object_or_404(CollectionTask.objects.visible_to(request.user), pk=task_id)
    count = perform(request, closing.close_task, task=task)
    if count is not None:
        messages.success(request, f"采集任务已结束，锁定 {count} 份。")
    return redirect("intake:task-detail", task_id=task.pk)


@require_http_methods(["GET", "POST"])
@require(Permission.TASK_MANAGE)
def task_reopen(request: Request, task_id: int) -> HttpResponse:
    """Take up a task that was ended."""
    task = get_object_or_404(CollectionTask.objects.visible_to(request.user), pk=task_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        count = attempt(request, form, closing.reopen_task, task=task, **form.cleaned_data)
        if count is not None:
            messages.success(request, f"采集任务已恢复，解锁 {count} 份。")
            return redirect("intake:task-detail", task_id=task.pk)
    return render(
        request,
        "accountability/intake/task_reopen.html",
        {"form": form, "task": task, "title": sheet_title(task.sheet_code)},
        status=REFUSED if form.is_bound else 200,
    )
