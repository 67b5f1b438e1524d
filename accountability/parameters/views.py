"""The administrator's pages of parameters: what holds, since when, by which document."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accountability.parameters import actions
from accountability.parameters.forms import ChangeForm
from accountability.parameters.queries import by_topic, history_of
from accountability.parameters.reference import is_day, is_number
from portal.access.guards import Request, require
from portal.access.roles import Permission

REFUSED = 422


@require_safe
@require(Permission.RULE_MANAGE)
def parameter_list(request: Request) -> HttpResponse:
    """List what holds today, by subject."""
    today = timezone.localdate()
    topics = by_topic(today)
    unsure = sum(line.is_unsure for topic in topics for line in topic.lines)
    return render(
        request,
        "accountability/parameters/list.html",
        {"topics": topics, "unsure": unsure, "today": today},
    )


@require_http_methods(["GET", "POST"])
@require(Permission.RULE_MANAGE)
def parameter(request: Request, code: str) -> HttpResponse:
    """Show one parameter's values from day to day, and take a new one."""
    history = history_of(code)
    if not history:
        raise Http404
    current = history[0]
    form = ChangeForm(
        request.POST or None, current=current, is_number=is_number(code), is_day=is_day(code)
    )
    if form.is_valid():
        data = form.cleaned_data
        number, text = data.pop("value")
        seen = data.pop("seen")
        wanted = actions.NewValue(number, text, **data)
        try:
            new = actions.change(
                code=code, new=wanted, seen=seen, by=request.user, at=timezone.now()
            )
        except actions.ParameterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"“{new.title}”自{new.valid_from:%Y-%m-%d}起为{new.value}。")
            return redirect("parameters:detail", code=code)
    return render(
        request,
        "accountability/parameters/detail.html",
        {"form": form, "current": current, "history": history, "today": timezone.localdate()},
        status=REFUSED if form.is_bound else 200,
    )
