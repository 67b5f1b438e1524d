"""The list of contradictions, ruling on several at once, and the rules."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accountability.reconciliation import actions, queries
from accountability.reconciliation.checks import RULES
from accountability.reconciliation.forms import FilterForm, RulingForm
from accountability.reconciliation.models import Contradiction
from accountability.reconciliation.queries import OPEN, TAB_LABELS
from accountability.reconciliation.rules import Rule
from accountability.reconciliation.views.acting import attempt
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui.figures import rate_text
from portal.ui.http import form_status
from portal.ui.paging import page_of
from portal.ui.parts import Tab

TEMPLATE = "accountability/reconciliation/list.html"
MANY = 200


@dataclass(frozen=True)
class Line:
    """One contradiction of the list with its rule."""

    found: Contradiction
    rule: Rule | None


@require_GET
@require(Permission.SUBMISSION_VIEW)
def contradiction_list(request: Request) -> HttpResponse:
    """List the contradictions of my counties, those to rule on first."""
    return _page(request, FilterForm(request.GET, user=request.user), RulingForm())


def _page(request: Request, form: FilterForm, ruling: RulingForm) -> HttpResponse:
    tab = request.GET.get("state", OPEN)
    tab = tab if tab in TAB_LABELS else OPEN
    rows: QuerySet[Contradiction] = Contradiction.objects.visible_to(request.user)
    if form.is_valid():
        rows = form.apply(rows)
    asked = {key: value for key, value in form.data.items() if key in form.fields and value}
    page: Page[Contradiction] = page_of(
        queries.in_tab(rows, tab).select_related("county").order_by("rule", "county__code", "pk"),
        request,
        per_page=MANY if asked.get("rule") else 50,
    )
    may_rule = request.user.may(Permission.CONTRADICTION_RULE)
    context = {
        "filter": form,
        "tabs": _tabs(queries.tab_counts(rows), asked, tab),
        "tab": tab,
        "page": page,
        "lines": [Line(one, RULES.get(one.rule)) for one in page],
        "seen": queries.last_seen(request.user),
        "may_rule": may_rule,
        "may_tick": may_rule and bool(asked.get("rule")) and tab in {OPEN, "correcting"},
        "ruling": ruling,
        "query": request.GET.urlencode(),
    }
    return render(
        request,
        TEMPLATE,
        context,
        status=form_status(ruling) if ruling.is_bound else form_status(form),
    )


def _tabs(counts: dict[str, int], asked: dict[str, str], tab: str) -> list[Tab]:
    return [
        Tab(
            label,
            f"?{urlencode({**asked, 'state': key})}",
            counts[key],
            key == tab,
            hot=key == OPEN,
        )
        for key, label in TAB_LABELS.items()
    ]


@require_POST
@require(Permission.CONTRADICTION_RULE)
def rule_many(request: Request) -> HttpResponse:
    """Rule on the ticked contradictions of one rule alike."""
    ticked = [int(text) for text in request.POST.getlist("ticked") if text.isdecimal()]
    found = list(Contradiction.objects.visible_to(request.user).filter(pk__in=ticked))
    form = RulingForm(request.POST)
    if form.is_valid() and not found:
        form.add_error(None, "没有选中任何一处矛盾，请先在列表中勾选。")
    elif form.is_valid() and attempt(
        request, form, actions.give_ruling, contradictions=found, **form.cleaned_data
    ):
        messages.success(request, f"已裁定 {len(found)} 处矛盾。")
        back = f"{reverse('reconciliation:list')}?{request.GET.urlencode()}"
        return redirect(back)
    return _page(request, FilterForm(request.GET, user=request.user), form)


@require_GET
@require(Permission.SUBMISSION_VIEW)
def rule_list(request: Request) -> HttpResponse:
    """List the rules with what each has found and how often that was right."""
    lines = [
        (line, rate_text(line.record.right, line.record.ruled) if line.record.ruled else "")
        for line in queries.rule_lines(request.user)
    ]
    return render(request, "accountability/reconciliation/rules.html", {"lines": lines})
