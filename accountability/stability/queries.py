"""Reads of posts and their alarms: the lines of the list, the history of one post, one alarm."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accountability.assessment.models import HeadScoreRow
from accountability.intake.queries.reported import cell_url, reported
from accountability.ledgers.rules.posts import CITY, COUNTY, TOWNSHIP, vacant_days
from accountability.stability.keeping import Known, known_posts, known_until
from accountability.stability.models import OPEN, StabilityAlarm, StabilityStep
from accountability.stability.rules import Stretch, stretches
from portal.access.models import User
from portal.access.reader import Narrowed, Reader
from portal.access.roles import Permission
from villages.people.models import Post, Tenure, Vacancy

LEVEL_WORDS: Final = {CITY: "市级", COUNTY: "县级", TOWNSHIP: "乡镇"}


def posts_of(user: User) -> QuerySet[Post]:
    """Return the posts of the user's counties whose place still is, or that have an alarm."""
    today = timezone.localdate()
    stands = Q(division__valid_to__isnull=True) | Q(division__valid_to__gt=today)
    return Post.objects.visible_to(user).filter(stands | Q(Exists(alarms_of_post())))


def alarms_of_post(condition: Q | None = None) -> QuerySet[StabilityAlarm]:
    """Return the alarms of the post a query is about; row level security keeps to the counties."""
    rows = StabilityAlarm.objects.filter(
        division=OuterRef("division"), title=OuterRef("title"), county=OuterRef("county")
    )
    return rows.filter(condition) if condition is not None else rows


def is_held(day: dt.date) -> Q:
    """Return the condition that somebody is known to hold the post on a day."""
    return Q(Exists(Tenure.objects.as_of(day).filter(post=OuterRef("pk"))))


@dataclass(frozen=True)
class Standing:
    """Where a post stands on a day: who holds it since when, or since when it is empty.

    `days` of a vacancy count up to `known_until`, the last day the county has reported.
    """

    tenure: Tenure | None = None
    vacant_since: dt.date | None = None
    days: int | None = None
    months: int | None = None
    known_until: dt.date | None = None


def standing_of(known: Known, until: dt.date | None, day: dt.date) -> Standing:
    """Say where a post stands on a day."""
    last = min(until, day) if until else None
    holding = next(
        (
            one
            for one in known.tenures
            if one.valid_from <= day and (one.valid_to is None or one.valid_to > day)
        ),
        None,
    )
    if holding is not None:
        months = months_between(holding.valid_from, last or day)
        return Standing(holding, months=months, known_until=last)
    since = known.vacant_since(day)
    if since is None:
        return Standing(known_until=last)
    days = vacant_days(since[0], None, last) if last and last >= since[0] else None
    return Standing(vacant_since=since[0], days=days, known_until=last)


def months_between(begins: dt.date, ends: dt.date) -> int:
    """Return the whole months from one day to another, 0 where it ends before.

    >>> months_between(dt.date(2018, 5, 20), dt.date(2019, 5, 19))
    11
    """
    months = (ends.year - begins.year) * 12 + ends.month - begins.month
    return max(0, months - (ends.day < begins.day))


def with_standing(posts: Iterable[Post], reader: Reader, day: dt.date) -> list[Post]:
    """Fetch with posts where they stand on a day and their alarms; four queries."""
    rows = list(posts)
    known = known_posts(rows)
    until = known_until({post.county_id for post in rows})
    alarms = defaultdict(list)
    found = StabilityAlarm.objects.visible_to(reader).filter(
        division__in={post.division_id for post in rows}
    )
    for alarm in found.order_by("day", "pk"):
        alarms[alarm.division_id, alarm.title].append(alarm)
    for post in rows:
        post.standing = standing_of(known[post.pk], until.get(post.county_id), day)  # type: ignore[attr-defined]
        post.alarms = alarms[post.division_id, post.title]  # type: ignore[attr-defined]
    return rows


@dataclass(frozen=True)
class Line:
    """One stretch of a post's history with the fact that tells it; none where nobody told."""

    stretch: Stretch
    fact: Tenure | Vacancy | None
    days: int | None = None


def history_of(post: Post) -> tuple[list[Line], Standing]:
    """Return a post's tenures, vacancies and untold gaps, the newest first, and where it stands."""
    known = known_posts([post])[post.pk]
    day = timezone.localdate()
    until = known_until([post.county_id]).get(post.county_id)
    lines = []
    for one in stretches(known.held, known.empty, day):
        facts = known.tenures if one.holder else known.vacancies
        fact = facts[one.place] if one.is_told else None
        lines.append(Line(one, fact, _empty_days(one, min(until or day, day), until is not None)))
    return lines[::-1], standing_of(known, until, day)


def _empty_days(one: Stretch, last: dt.date, is_reported: bool) -> int | None:  # noqa: FBT001
    """Return the days of a vacancy; open ones count up to the last day reported."""
    if one.holder or (one.ends is None and (not is_reported or last < one.begins)):
        return None
    return ((one.ends or last + dt.timedelta(1)) - one.begins).days


def source_url(revision_id: int | None, row: int | None, field: str) -> str:
    """Return the page of the cell that tells a fact, "" for what was in the registry."""
    if revision_id is None:
        return ""
    if row is None:
        return reverse("intake:revision", args=[revision_id])
    return cell_url(revision_id, row, field)


def source_words(note: str, row: int | None) -> str:
    """Say where a fact comes from."""
    return f"{note} 第{row}行" if row is not None else note or "登记录入"


def scores_of(user: User, post: Post, names: Collection[str]) -> list[HeadScoreRow]:
    """Return how the holders of a county's post were assessed (T12), the newest first.

    Only for who may see assessments in the county: nothing for others.
    """
    if not user.may_in(Permission.MEASURE_VIEW, post.county_id) or not names:
        return []
    rows = reported(HeadScoreRow, Narrowed(user, Permission.MEASURE_VIEW))
    return list(
        rows.filter(county=post.county_id, person_name__in=names).order_by(
            "-revision__period", "row_no"
        )
    )


def steps_of(alarm: StabilityAlarm) -> QuerySet[StabilityStep]:
    """Return what was done about an alarm, the newest first."""
    return alarm.steps.select_related("by").order_by("-at", "-pk")


def post_of(alarm: StabilityAlarm) -> Post | None:
    """Return the post an alarm is about, None where no file names it any more."""
    return Post.objects.filter(division=alarm.division_id, title=alarm.title).first()


def waiting(reader: Reader) -> QuerySet[StabilityAlarm]:
    """Return the alarms nobody has concluded, the oldest first."""
    rows: QuerySet[StabilityAlarm] = StabilityAlarm.objects.visible_to(reader).filter(OPEN)
    return rows.order_by("first_seen_at", "pk")
