"""The page on which a county says once what its headers and place names mean."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accountability.intake.actions import mapping as actions
from accountability.intake.actions.receiving import Receipt
from accountability.intake.declare import SHEETS, Column
from accountability.intake.forms import MappingForm
from accountability.intake.models import Revision, Submission
from accountability.intake.queries.problems import unknown_places, unknown_units
from accountability.intake.queries.submissions import title_of
from accountability.intake.registry import load_units
from accountability.intake.views.acting import REFUSED, attempt, submission_for
from portal.access.guards import Request, require
from portal.access.roles import Permission
from villages.places.models import Division, Level

SHOWN = 60


@require_http_methods(["GET", "POST"])
@require(Permission.UPLOAD_CREATE)
def mapping(request: Request, submission_id: int) -> HttpResponse:
    """Show unknown headers and names, and remember what they mean."""
    submission = submission_for(request, submission_id, Permission.UPLOAD_CREATE)
    draft = submission.draft
    if draft is None:
        messages.error(request, "还没有可对应的数据，请先上传文件。")
        return redirect("intake:submission-detail", submission_id=submission.pk)
    form = _form(request, submission, draft)
    if form.is_valid():
        receipt = attempt(
            request,
            form,
            actions.confirm_mapping,
            submission=submission,
            columns=form.chosen_columns(),
            places=form.chosen_places(),
            units=form.chosen_units(),
        )
        if isinstance(receipt, Receipt):
            messages.success(request, "已记住对应关系，并重新校验。")
            if receipt.revision:
                return redirect("intake:revision", revision_id=receipt.revision.pk)
            return redirect("intake:submission-detail", submission_id=submission.pk)
    return render(
        request,
        "accountability/intake/mapping.html",
        {
            "form": form,
            "submission": submission,
            "draft": draft,
            "title": title_of(submission),
            "header_fields": [form[name] for name in form.fields if name.startswith("header_")],
            "place_fields": [form[name] for name in form.fields if name.startswith("place_")],
            "unit_fields": [form[name] for name in form.fields if name.startswith("unit_")],
        },
        status=REFUSED if form.is_bound else 200,
    )


def _form(request: Request, submission: Submission, draft: Revision) -> MappingForm:
    unmatched: dict[str, dict[str, str]] = draft.facts.get("unmatched", {})
    headers = {
        header: f"{name} {letter}列"
        for name, letters in unmatched.items()
        for letter, header in letters.items()
    }
    divisions = (
        Division.objects.visible_to(request.user)
        .filter(
            county_id=submission.county_id,
            level__in=[Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE],
            valid_to__isnull=True,
        )
        .select_related("parent")
        .order_by("code")
    )
    places, units = unknown_places(draft)[:SHOWN], unknown_units(draft)[:SHOWN]
    return MappingForm(
        request.POST or None,
        headers=list(headers.items())[:SHOWN],
        places=[(place.name, place.proposal) for place in places],
        columns=[(one.name, _named(one)) for one in SHEETS[draft.sheet_code].columns],
        divisions={_where(one): one.pk for one in divisions} if places else {},
        units=[(unit.name, unit.proposal) for unit in units],
        known_units=_known_units(submission.county_id) if units else {},
    )


def _known_units(county_id: int) -> dict[str, int]:
    return {unit.name: unit.id for unit in load_units(county_id).units}


def _named(column: Column) -> str:
    return column.path.replace("/", " ")


def _where(division: Division) -> str:
    if division.level != Level.VILLAGE or division.parent is None:
        return division.name
    return f"{division.parent.name} {division.name}"
