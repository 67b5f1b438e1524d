"""All ledgers under the topics: which periods came in, and how far the newest is."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accountability.assessment.rules import Topic
from accountability.intake.declare import Sheet, declared
from accountability.intake.lists import ledger_of
from accountability.intake.queries.ledger import Coverage, newest_coverages
from accountability.overview.obligations import KEYS, OBLIGATIONS, Obligation, topic_of_sheet
from portal.access.guards import Request, require
from portal.access.models import User
from portal.access.roles import Permission
from portal.ui.parts import Tab


@dataclass(frozen=True)
class Line:
    """One sheet with its newest accepted period, and the obligations it is the ledger of."""

    sheet: Sheet
    url: str
    coverage: Coverage | None
    obligations: list[Obligation]
    parts: list[Tab]


@require_GET
@require(Permission.SUBMISSION_VIEW)
def ledgers(request: Request) -> HttpResponse:
    """List the ledgers by topic."""
    found = newest_coverages(request.user)
    lines = [
        _line(sheet, found.get(sheet.code)) for sheet in declared() if _may(request.user, sheet)
    ]
    topics = [
        {
            "topic": topic,
            "url": reverse("overview:topic", args=[key]),
            "lines": [one for one in lines if topic_of_sheet(one.sheet.code) == topic],
        }
        for key, topic in KEYS.items()
    ]
    rest = [one for one in lines if topic_of_sheet(one.sheet.code) is None]
    if rest:
        topics.append({"topic": Topic.WORK, "url": "", "lines": rest})
    context = {"topics": topics, "may_see_topics": request.user.may(Permission.OVERVIEW_VIEW)}
    return render(request, "accountability/overview/ledgers.html", context)


def _may(user: User, sheet: Sheet) -> bool:
    return sheet.permission is None or user.may(sheet.permission)


def _line(sheet: Sheet, coverage: Coverage | None) -> Line:
    known = [(piece, ledger_of(sheet, piece.part)) for piece in sheet.pieces]
    urls = [(piece.worksheet, one.url) for piece, one in known if one]
    return Line(
        sheet,
        urls[0][1] if urls else "",
        coverage,
        [one for one in OBLIGATIONS if sheet.code in one.sheets],
        [Tab(label, url) for label, url in urls] if sheet.parts else [],
    )
