"""The lists of the registry."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_http_methods

from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.lists.intake import take_in
from portal.ui.listing import answer
from villages.dossiers.intake import UNIT_INTAKE, VILLAGE_INTAKE
from villages.dossiers.lists import PEOPLE, POSTINGS, UNITS, VILLAGES


@require_http_methods(["GET", "POST"])
@require(Permission.VILLAGE_VIEW)
def village_list(request: Request) -> HttpResponseBase:
    """List villages."""
    return answer(
        request,
        VILLAGES,
        template="villages/dossiers/village_list.html",
        may_import=request.user.may(Permission.REGISTRY_MANAGE),
    )


@require_http_methods(["GET", "POST"])
@require(Permission.PERSON_VIEW)
def posting_list(request: Request) -> HttpResponseBase:
    """List first secretaries and team members; without a question, those who serve today."""
    return answer(request, POSTINGS)


@require_http_methods(["GET", "POST"])
@require(Permission.PERSON_VIEW)
def person_list(request: Request) -> HttpResponseBase:
    """List persons by name, first letters or ID number."""
    return answer(request, PEOPLE)


@require_http_methods(["GET", "POST"])
@require(Permission.VILLAGE_VIEW)
def unit_list(request: Request) -> HttpResponseBase:
    """List units that send cadres."""
    return answer(
        request,
        UNITS,
        template="villages/dossiers/unit_list.html",
        may_import=request.user.may(Permission.REGISTRY_MANAGE),
    )


@require_http_methods(["GET", "POST"])
@require(Permission.REGISTRY_MANAGE)
def village_import(request: Request) -> HttpResponseBase:
    """Take the list of villages back in, amended."""
    return take_in(request, VILLAGE_INTAKE)


@require_http_methods(["GET", "POST"])
@require(Permission.REGISTRY_MANAGE)
def unit_import(request: Request) -> HttpResponseBase:
    """Take the list of units back in, amended."""
    return take_in(request, UNIT_INTAKE)
