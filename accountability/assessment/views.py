"""指标与表单: what each indicator counts, by which document, and its thresholds day by day."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accountability.assessment import actions, queries
from accountability.assessment.forms import ThresholdForm
from accountability.assessment.models import IndicatorThreshold
from accountability.assessment.rules import (
    DIRECTION_WORDS,
    INDICATORS,
    Direction,
    Indicator,
    Thresholds,
)
from accountability.intake.declare import SHEETS
from accountability.intake.rules import PeriodKind
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui.parts import Entry

REFUSED = 422
PERIOD_WORDS = {
    PeriodKind.MONTH: "月",
    PeriodKind.QUARTER: "季",
    PeriodKind.HALF: "半年",
    PeriodKind.YEAR: "年",
}


@require_safe
@require(Permission.RULE_MANAGE)
def rule_list(request: Request) -> HttpResponse:
    """List every indicator with its formula, source and thresholds, and the sheets asked for."""
    today = timezone.localdate()
    topics = [(topic, rules) for topic, rules in queries.rules_by_topic(today) if rules]
    examples = sum(
        rule.threshold is not None and not rule.threshold.is_official
        for _, rules in topics
        for rule in rules
    )
    return render(
        request,
        "accountability/assessment/rule_list.html",
        {
            "topics": topics,
            "examples": examples,
            "sheets": [
                (sheet, PERIOD_WORDS[sheet.period_kind], sum(c.required for c in sheet.columns))
                for sheet in sorted(SHEETS.values(), key=lambda sheet: int(sheet.code[1:]))
            ],
            "information": DIRECTION_WORDS[Direction.NONE],
        },
    )


@require_http_methods(["GET", "POST"])
@require(Permission.RULE_MANAGE)
def rule(request: Request, code: str) -> HttpResponse:
    """Show one indicator; new thresholds are first shown with what they would change."""
    definition = next((one for one in reversed(INDICATORS) if one.code == code), None)
    if definition is None:
        raise Http404
    history = list(IndicatorThreshold.objects.filter(indicator=code).order_by("-valid_from"))
    current = history[0] if history else None
    form = ThresholdForm(request.POST or None, definition=definition, current=current)
    shown: dict[str, object] = {}
    if form.is_valid():
        if "save" in request.POST and _saved(request, definition, form):
            return redirect("assessment:rule", code=code)
        if not form.errors:
            shown = _previewed(request, definition, form)
    return render(
        request,
        "accountability/assessment/rule.html",
        {
            "definition": definition,
            "entries": _entries(definition),
            "history": history,
            "form": None if definition.direction == Direction.NONE else form,
            "today": timezone.localdate(),
            "list_url": reverse("assessment:rule-list"),
            **shown,
        },
        status=REFUSED if form.errors else 200,
    )


def _saved(request: Request, definition: Indicator, form: ThresholdForm) -> bool:
    """Save the new thresholds; a refusal is put to the form."""
    try:
        made = actions.change_thresholds(
            definition=definition,
            new=form.wanted(),
            seen=form.cleaned_data["seen"],
            by=request.user,
            at=timezone.now(),
        )
    except actions.ThresholdError as error:
        form.add_error(None, str(error))
        return False
    words = made.thresholds.words
    messages.success(request, f"“{definition.name}”自{made.valid_from:%Y-%m-%d}起：{words}。")
    return True


def _previewed(request: Request, definition: Indicator, form: ThresholdForm) -> dict[str, object]:
    new = form.wanted()
    wanted = Thresholds(
        new.green_at, new.yellow_at, new.source, new.is_official, definition.lower_is_better
    )
    found = queries.preview(request.user, definition, wanted)
    count = len(found.recoloured) if found else 0
    sentence = (
        f"按{found.period.label}的数据，有{count}个县变色（共{found.judged}个县评色）。"
        if found
        else "还没有这个指标的数据，看不出哪些县会变色。"
    )
    return {"preview": found, "preview_words": wanted.words, "preview_sentence": sentence}


def _entries(one: Indicator) -> list[Entry]:
    titles = (SHEETS[code].title if code in SHEETS else code for code in one.sheets)
    return [
        Entry("公式", one.formula),
        Entry("分子", one.numerator),
        Entry("分母", one.denominator),
        Entry("方向", DIRECTION_WORDS[one.direction]),
        Entry("单位", one.unit),
        Entry("取数的表", "、".join(titles) or "上报记录"),
        Entry("依据", f"{one.source}（{one.rule}）"),
        Entry("定义自何日起", f"{one.valid_from:%Y-%m-%d}"),
        Entry("说明", one.caution),
    ]
