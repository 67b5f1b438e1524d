"""The record of a person, and what is masked in it."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui.http import form_status
from portal.ui.parts import Entry
from villages.dossiers import queries
from villages.dossiers.forms import DayForm, ReasonForm
from villages.dossiers.sections import Asked, Page, compose
from villages.people import actions
from villages.people.actions import NothingToRevealError, Secret
from villages.people.models import Person


@require_GET
@require(Permission.PERSON_VIEW)
def person(request: Request, person_id: int) -> HttpResponse:
    """Show a person's record; that it was opened is noted."""
    shown = get_object_or_404(queries.people(request.user), pk=person_id)
    actions.note_view(person=shown, by=request.user, at=timezone.now(), county_id=_county_of(shown))
    return _page(request, shown)


def _county_of(shown: Person) -> int | None:
    """Return the county whose auditor the event concerns."""
    for posting in shown.seen_postings:  # type: ignore[attr-defined]
        return int(posting.county_id)
    for tenure in shown.seen_tenures:  # type: ignore[attr-defined]
        return int(tenure.post.county_id)
    return None


def _counties_of(shown: Person) -> frozenset[int]:
    """Return the counties of the person's postings and posts, as far as the user may see them."""
    posted = {posting.county_id for posting in shown.seen_postings}  # type: ignore[attr-defined]
    held = {tenure.post.county_id for tenure in shown.seen_tenures}  # type: ignore[attr-defined]
    return frozenset(posted | held)


def _page(
    request: Request,
    shown: Person,
    form: ReasonForm | None = None,
    revealed: dict[Secret, str] | None = None,
) -> HttpResponse:
    form = form or ReasonForm()
    day_form = DayForm.asked(request.GET)
    day = day_form.day
    asked = Asked(Page.PERSON, shown, request.user, day, _counties_of(shown))
    composed = compose(
        asked,
        tab=request.GET.get("tab", ""),
        query=f"on={day:%Y-%m-%d}" if request.GET.get("on") and day_form.is_valid() else "",
    )
    context = {
        "day_form": day_form,
        "day": day,
        "composed": composed,
        "timeline": [one.moment for one in composed.moments],
        "person": shown,
        "form": form,
        **_record(shown, day),
        **_numbers(request, shown, revealed or {}),
    }
    status = form_status(day_form) if day_form.errors else form_status(form)
    return render(request, "villages/dossiers/person.html", context, status=status)


def _record(shown: Person, day: dt.date) -> dict[str, object]:
    """Return what is known of the person and of the career up to the day."""
    return {
        "entries": [
            Entry("性别", shown.sex),
            Entry("民族", shown.ethnicity),
            Entry("出生年月", shown.birth_month),
            Entry("政治面貌", shown.party_status),
            Entry("学历", shown.education),
        ],
        "postings": [
            (posting, queries.source_of(posting))
            for posting in shown.seen_postings  # type: ignore[attr-defined]
            if posting.started_on <= day
        ],
    }


def _numbers(request: Request, shown: Person, revealed: dict[Secret, str]) -> dict[str, object]:
    """Return the masked numbers, and where they are shown whole to who may see them."""
    may_reveal = request.user.may(Permission.PERSON_REVEAL)
    has_phone = may_reveal and bool(shown.phone_sealed)
    return {
        "id_number": revealed.get(Secret.ID, shown.id_masked),
        "id_url": _reveal_url("person-id", shown, may_reveal and Secret.ID not in revealed),
        "phone": revealed.get(Secret.PHONE, shown.phone_masked),
        "phone_url": _reveal_url("person-phone", shown, has_phone and Secret.PHONE not in revealed),
    }


def _reveal_url(name: str, shown: Person, is_offered: bool) -> str:  # noqa: FBT001
    return reverse(f"villages:{name}", args=[shown.pk]) if is_offered else ""


@require_POST
@require(Permission.PERSON_REVEAL)
def reveal_id(request: Request, person_id: int) -> HttpResponse:
    """Show a person's ID number once, for a reason."""
    return _reveal(request, person_id, Secret.ID)


@require_POST
@require(Permission.PERSON_REVEAL)
def reveal_phone(request: Request, person_id: int) -> HttpResponse:
    """Show a person's telephone number once, for a reason."""
    return _reveal(request, person_id, Secret.PHONE)


@sensitive_variables("number")
def _reveal(request: Request, person_id: int, secret: Secret) -> HttpResponse:
    """Answer with the number itself, never with a redirect: it is shown once and kept nowhere."""
    shown = get_object_or_404(queries.people(request.user), pk=person_id)
    form = ReasonForm(request.POST)
    number = ""
    if form.is_valid():
        try:
            number = actions.reveal(
                person=shown,
                secret=secret,
                by=request.user,
                at=timezone.now(),
                county_id=_county_of(shown),
                **form.cleaned_data,
            )
        except NothingToRevealError:
            form.add_error(None, f"没有登记{secret.value}。")
    if request.htmx:
        context = {
            "number": number,
            "sentences": [sentence for errors in form.errors.values() for sentence in errors],
            "masked_value": shown.id_masked if secret is Secret.ID else shown.phone_masked,
            "element_id": "id_number" if secret is Secret.ID else "phone",
        }
        status = form_status(form)
        return render(request, "villages/dossiers/revealed.html", context, status=status)
    return _page(request, shown, form, {secret: number} if number else None)
