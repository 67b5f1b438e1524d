"""The topics of the speech: its obligations, how they stand, and the way to everything of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import resolve, reverse
from django.views.decorators.http import require_GET

from accountability.assessment.rules import Lamp, Topic
from accountability.intake.declare import SHEETS, Sheet
from accountability.intake.lists import ledger_of
from accountability.intake.queries.ledger import areas_of
from accountability.overview import queries
from accountability.overview.obligations import CONTAINS, KEYS, UNSURE, Obligation, of_topic
from accountability.overview.queries import Board
from accountability.overview.queries.topics import (
    Disputed,
    Standing,
    contradictions,
    standings,
)
from accountability.overview.views.asked import asked_period, asked_scope
from accountability.overview.views.board import kpi_of
from accountability.reconciliation.checks import RULES
from portal.access.guards import Request, require
from portal.access.models import User
from portal.access.roles import Permission
from portal.ui import nav
from portal.ui.parts import Kpi, Tab
from villages.places.models import Level

NAMED = 5
NOTHING = "accountability/overview/nothing.html"


@dataclass(frozen=True)
class Link:
    """A way onward."""

    label: str
    url: str


@dataclass(frozen=True)
class SheetLine:
    """One sheet of an obligation: how far its last period is in, who is missing, the ways on."""

    title: str
    ledger: Link
    state: str
    missing: str
    task_url: str


@dataclass(frozen=True)
class CheckLine:
    """One cross-check with what it finds open."""

    title: str
    note: str
    url: str


@dataclass(frozen=True)
class Shown:
    """One obligation as the page shows it."""

    obligation: Obligation
    note: str
    kpis: list[Kpi]
    sheets: list[SheetLine]
    checks: list[CheckLine]
    pages: list[Link]


@require_GET
@require(Permission.OVERVIEW_VIEW)
def topics(request: Request) -> HttpResponse:
    """Show the four topics with how their indicators stand in a scope (`a`) and month (`p`)."""
    found = _asked(request)
    if not isinstance(found, Board):
        return found
    cards = [
        {
            "topic": topic,
            "url": f"{reverse('overview:topic', args=[key])}?{_query(found)}",
            "contains": CONTAINS[topic],
            "obligations": of_topic(topic),
            "lamps": list(_lamps(found, topic)),
        }
        for key, topic in KEYS.items()
    ]
    may_see = request.user.may(Permission.SUBMISSION_VIEW)
    context = {
        "cards": cards,
        "ledgers_url": reverse("overview:ledgers") if may_see else "",
        **_frame(request, found),
    }
    return render(request, "accountability/overview/topics.html", context)


@require_GET
@require(Permission.OVERVIEW_VIEW)
def topic(request: Request, key: str) -> HttpResponse:
    """Show the obligations of a topic: words, figures, who owes, what contradicts, ways on."""
    if key not in KEYS:
        raise Http404
    found = _asked(request)
    if not isinstance(found, Board):
        return found
    own = of_topic(KEYS[key])
    sheets = {code for one in own for code in one.sheets if code in SHEETS}
    standing = standings(request.user, sheets, found.frame, found.period)
    disputed = contradictions(request.user, found.frame)
    context = {
        "topic": KEYS[key],
        "contains": CONTAINS[KEYS[key]],
        "shown": [_shown(one, found, standing, disputed, request.user) for one in own],
        "tabs": [
            Tab(
                one.value,
                f"{reverse('overview:topic', args=[k])}?{_query(found)}",
                current=k == key,
            )
            for k, one in KEYS.items()
        ],
        "unsure": UNSURE,
        "is_example": any(
            figure.thresholds and not figure.thresholds.is_official
            for figure in found.figures.values()
        ),
        **_frame(request, found),
    }
    return render(request, "accountability/overview/topic.html", context)


def _asked(request: Request) -> Board | HttpResponse:
    """Return the board of the scope and month asked for, or a page that says there is none."""
    months = queries.months()
    scope, period = asked_scope(request), asked_period(request, months)
    if scope is None or period is None:
        return render(request, NOTHING, {"scope": scope})
    return queries.board(request.user, scope, period)


def _query(shown: Board) -> str:
    return f"a={shown.scope.code}&p={shown.period}"


def _frame(request: Request, shown: Board) -> dict[str, object]:
    """Return what chooses scope and month."""
    home = queries.home_scope(request.user)
    areas = areas_of(request.user)
    return {
        "scope": shown.scope,
        "period": shown.period,
        "months": sorted(shown.asked, key=lambda one: one.last_day, reverse=True),
        "home": home,
        "areas": areas if len(areas) > 1 else [],
        "meta": f"{shown.scope.name} · {shown.period.label}",
        "board_url": f"{reverse('overview:board')}?{_query(shown)}",
    }


def _lamps(shown: Board, topic: Topic) -> Iterator[tuple[Lamp, str]]:
    """Yield how many of a topic's indicators have each colour; who reported nothing is 未报."""
    codes = {code for one in of_topic(topic) for code in one.indicators}
    known = [figure for code, figure in shown.figures.items() if code in codes]
    for lamp in (Lamp.RED, Lamp.YELLOW, Lamp.GREEN):
        count = sum(figure.lamp == lamp for figure in known)
        if count:
            yield lamp, f"{count}项"
    unreported = sum(figure.ratio is None for figure in known)
    if unreported:
        yield Lamp.NONE, f"{unreported}项未报"


def _shown(
    one: Obligation,
    board: Board,
    standing: dict[str, Standing],
    disputed: dict[str, Disputed],
    user: User,
) -> Shown:
    return Shown(
        obligation=one,
        note=f"依据：{'、'.join(one.sources)}" if one.sources else "",
        kpis=[
            kpi_of(board.figures[code], board) for code in one.indicators if code in board.figures
        ],
        sheets=[
            _sheet_line(SHEETS[code], standing.get(code), board)
            for code in one.sheets
            if code in SHEETS and _is_open_to(SHEETS[code], user)
        ],
        checks=list(_check_lines(one, disputed, user)),
        pages=[
            Link(page.label, url)
            for page in one.pages
            if (url := nav.address(page.url_name)) and may_open(user, url)
        ],
    )


def _is_open_to(sheet: Sheet, user: User) -> bool:
    return user.may(Permission.SUBMISSION_VIEW) and (
        sheet.permission is None or user.may(sheet.permission)
    )


def may_open(user: User, url: str) -> bool:
    """Say whether the page at an address is open to the user."""
    permission = getattr(resolve(url).func, "required_permission", None)
    return permission is None or user.may(permission)


def _sheet_line(sheet: Sheet, standing: Standing | None, board: Board) -> SheetLine:
    listing = ledger_of(sheet)
    ledger = Link("台账", listing.url if listing else "")
    if standing is None:
        return SheetLine(f"{sheet.code} {sheet.title}", ledger, "没有到期的采集任务", "", "")
    area = "" if board.scope.level == Level.PROVINCE else f"&area={board.scope.code}"
    return SheetLine(
        f"{sheet.code} {sheet.title}",
        Link("台账", f"{ledger.url}?period={standing.period}{area}"),
        f"{standing.period.label} · 已上报{standing.reported}/{standing.asked}县"
        f" · 已接收{standing.accepted}县",
        _names([county.name for county in standing.missing]),
        f"{reverse('intake:task-detail', args=[standing.task_id])}?state=missing",
    )


def _names(names: list[str]) -> str:
    told = "、".join(names[:NAMED])
    return f"{told}等{len(names)}县" if len(names) > NAMED else told


def _check_lines(one: Obligation, disputed: dict[str, Disputed], user: User) -> Iterator[CheckLine]:
    if not user.may(Permission.SUBMISSION_VIEW):
        return
    for key, rule in RULES.items():
        found = disputed.get(key)
        if found and one.is_checked_by(rule):
            yield CheckLine(
                f"{rule.code} {rule.title}",
                f"{found.count}处待裁定或待更正，涉及{found.counties}县",
                f"{reverse('reconciliation:list')}?rule={key}",
            )
