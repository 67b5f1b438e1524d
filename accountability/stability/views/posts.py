"""The list of posts, and one post with its history."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accountability.intake.queries.reported import source_of
from accountability.stability import queries
from accountability.stability.lists import POSTS
from accountability.stability.models import StabilityAlarm
from accountability.stability.queries import Line, Standing
from accountability.stability.rules import BASIS, RULE_OF, Kind
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui.listing import answer
from portal.ui.parts import Entry, Fact
from villages.people.models import Post, Tenure, Vacancy

TEMPLATE = "accountability/stability/post.html"


@require_http_methods(["GET", "POST"])
@require(Permission.PERSON_VIEW)
def post_list(request: Request) -> HttpResponseBase:
    """List the posts of heads of my counties."""
    return answer(request, POSTS)


@require_GET
@require(Permission.PERSON_VIEW)
def post(request: Request, post_id: int) -> HttpResponse:
    """Show who held a post and when it was empty, each with its source, and its alarms."""
    shown = get_object_or_404(
        Post.objects.visible_to(request.user).select_related("division", "county"), pk=post_id
    )
    lines, standing = queries.history_of(shown)
    alarms = StabilityAlarm.objects.visible_to(request.user).filter(
        division=shown.division, title=shown.title
    )
    names = {line.stretch.holder for line in lines if line.stretch.holder}
    may_see_scores = request.user.may(Permission.MEASURE_VIEW) and request.user.may_in(
        Permission.MEASURE_VIEW, shown.county_id
    )
    context = {
        "post": shown,
        "title": f"{shown.division.name}{shown.get_title_display()}",
        "facts": _facts(standing),
        "lines": [_told(line) for line in lines],
        "alarms": [
            (one, reverse("stability:alarm", args=[one.pk]), basis_of(one))
            for one in alarms.order_by("-day", "-pk")
        ],
        "may_see_scores": may_see_scores,
        "scores": [
            (score, source_of(score, "grade", request.user))
            for score in queries.scores_of(request.user, shown, names)
        ],
    }
    return render(request, TEMPLATE, context)


def basis_of(alarm: StabilityAlarm) -> str:
    """Return the rule and the documents an alarm goes by."""
    kind = Kind(alarm.kind)
    return f"{RULE_OF[kind]}　{BASIS[kind]}"


def _facts(standing: Standing) -> list[Fact]:
    until = f"截至{standing.known_until}" if standing.known_until else "本县还没有报任免和缺职表"
    if standing.tenure is not None:
        return [
            Fact("任职人", standing.tenure.holder),
            Fact("任职日期", f"{standing.tenure.valid_from}"),
            Fact("任现职", f"{standing.months}个月", until),
        ]
    if standing.vacant_since is None:
        return [Fact("任职人", "未报")]
    days = "未报" if standing.days is None else f"{standing.days}天"
    return [
        Fact("任职人", "缺职", tone="warning"),
        Fact("缺职起", f"{standing.vacant_since}"),
        Fact("缺职天数", days, until),
    ]


def _told(line: Line) -> dict[str, object]:
    """Return a line of the history as the table shows it."""
    fact, stretch = line.fact, line.stretch
    tenure = fact if isinstance(fact, Tenure) else None
    field = "person_name" if tenure else "vacant_from"
    told = {
        "begins": stretch.begins,
        "ends": tenure.valid_to if tenure else _last_day(fact, stretch.ends),
        "holder": stretch.holder,
        "tenure": tenure,
        "days": line.days,
        "is_told": stretch.is_told,
        "filed": {True: "是", False: "否", None: ""}[tenure.is_filed if tenure else None],
    }
    if fact is None:
        return told | {"source": "按前后任日期推算，没有填报缺职", "source_url": ""}
    return told | {
        "source": queries.source_words(fact.source_note, fact.source_row),
        "source_url": queries.source_url(fact.source_revision_id, fact.source_row, field),
    }


def _last_day(fact: Tenure | Vacancy | None, ends: object) -> object:
    return fact.vacant_to if isinstance(fact, Vacancy) else ends


def entries_of(alarm: StabilityAlarm) -> list[Entry]:
    """Return the facts of an alarm."""
    post = queries.post_of(alarm)
    source = queries.source_words(alarm.source_note, alarm.source_row)
    field = "ended_on" if alarm.kind == Kind.LEFT else "vacant_from"
    url = queries.source_url(alarm.source_revision_id, alarm.source_row, field)
    day = "离任日期" if alarm.kind == Kind.LEFT else "缺职起"
    found = [
        Entry("县（市、区）", alarm.county.name),
        Entry(
            "职务",
            f"{alarm.division.name}{alarm.get_title_display()}",
            reverse("stability:post", args=[post.pk]) if post else "",
        ),
        Entry("姓名", alarm.holder_name or "缺职"),
        Entry(day, f"{alarm.day}"),
        Entry("来源", source, url),
        Entry("依据", basis_of(alarm)),
    ]
    if alarm.days is not None:
        found.insert(4, Entry("缺职天数", f"{alarm.days}天"))
    return found
