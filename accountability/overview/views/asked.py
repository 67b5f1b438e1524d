"""Which scope and period a URL asks for."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accountability.intake.rules import BadPeriodError, Period
from accountability.overview import queries
from portal.access.guards import Request
from villages.places.models import Division, Level


def asked_scope(request: Request) -> Division | None:
    """Return the division of `a`, or the user's own; outside the area there is none (404)."""
    code = request.GET.get("a", "")
    if not code:
        return queries.home_scope(request.user)
    return get_object_or_404(
        Division.objects.visible_to(request.user).filter(
            level__in=[Level.PROVINCE, Level.CITY, Level.COUNTY]
        ),
        code=code,
        valid_to__isnull=True,
    )


def asked_period(request: Request, months: list[Period]) -> Period | None:
    """Return the month of `p`, or the newest; a month nobody was asked for is a 404."""
    asked = request.GET.get("p", "")
    if not asked:
        return months[0] if months else None
    try:
        period = Period.parse(asked)
    except BadPeriodError:
        raise Http404 from None
    if period not in months:
        raise Http404
    return period
