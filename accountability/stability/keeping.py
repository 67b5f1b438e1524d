"""From posts to alarms: what the rules say of a county's posts, kept as records."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

from django.db import transaction
from django.db.models import F, Q

from accountability.intake.models import Pointer, Submission
from accountability.intake.rules import Period
from accountability.ledgers.rules.posts import PostRules, Poverty, post_rules
from accountability.parameters.queries import parameters_by_day
from accountability.stability.models import StabilityAlarm
from accountability.stability.rules import (
    Empty,
    Held,
    Ringing,
    of_leaving,
    of_vacancy,
    stretches,
)
from villages.people.models import Post, Tenure, Vacancy
from villages.places.models import PovertyStatus

SHEET: Final = "T14"
_KEY: Final = ("kind", "county_id", "division_id", "title", "holder_name", "day")
_TOLD: Final = ("why", "days", "source_revision_id", "source_row", "source_note")


@dataclass
class Known:
    """What is known of one post: its tenures and vacancies with where each is told."""

    post: Post
    tenures: list[Tenure] = field(default_factory=list)
    vacancies: list[Vacancy] = field(default_factory=list)

    @property
    def held(self) -> list[Held]:
        """Return the tenures as the rules see them."""
        return [Held(t.holder, t.valid_from, t.valid_to, t.approval_number) for t in self.tenures]

    @property
    def empty(self) -> list[Empty]:
        """Return the vacancies as the rules see them."""
        return [Empty(v.vacant_from, v.vacant_to) for v in self.vacancies]

    def vacant_since(self, day: dt.date) -> tuple[dt.date, Tenure | Vacancy] | None:
        """Return since when the post stands empty on a day, and the fact that says so."""
        if not self.tenures and not self.vacancies:
            return None
        last = stretches(self.held, self.empty, day)[-1]
        if last.holder or last.ends is not None:
            return None
        if last.is_told:
            return last.begins, self.vacancies[last.place]
        facts: list[tuple[dt.date, Tenure | Vacancy]] = [
            *((t.valid_to or dt.date.min, t) for t in self.tenures),
            *((v.vacant_to or dt.date.min, v) for v in self.vacancies),
        ]
        return last.begins, max(facts, key=lambda one: one[0])[1]


def known_posts(posts: Collection[Post]) -> dict[int, Known]:
    """Return what is known of posts, in two queries."""
    found = {post.pk: Known(post) for post in posts}
    tenures = Tenure.objects.filter(post__in=found).exclude(
        Q(valid_to__isnull=False) & Q(valid_to__lte=F("valid_from"))
    )
    for tenure in tenures.select_related("person").order_by("valid_from", "pk"):
        found[tenure.post_id].tenures.append(tenure)
    for vacancy in Vacancy.objects.filter(post__in=found).order_by("vacant_from", "pk"):
        found[vacancy.post_id].vacancies.append(vacancy)
    return found


def known_until(county_ids: Collection[int] | None) -> dict[int, dt.date]:
    """Return up to which day each county has reported its posts, one query."""
    current = Pointer.objects.current().filter(submission__task__sheet_code=SHEET)
    if county_ids is not None:
        current = current.filter(county__in=county_ids)
    found: dict[int, dt.date] = {}
    for county, period in current.values_list("county_id", "submission__task__period"):
        found[county] = max(found.get(county, dt.date.min), Period.parse(period).last_day)
    return found


def follow(*, submission: Submission, at: dt.datetime) -> None:
    """Look at a county's posts anew; called where the pointer of its T14 moves."""
    if submission.task.sheet_code == SHEET:
        settle(county_ids=[submission.county_id], at=at)


@transaction.atomic
def settle(*, county_ids: Collection[int] | None, at: dt.datetime) -> int:
    """Bring the alarms of counties (None: all) up to date; return how many stand.

    No audit event: a rule was applied, nobody decided.
    """
    records = StabilityAlarm.objects.select_for_update()
    posts = Post.objects.all()
    if county_ids is not None:
        records = records.filter(county__in=county_ids)
        posts = posts.filter(county__in=county_ids)
    old = {tuple(getattr(row, name) for name in _KEY): row for row in records}
    seen = {
        tuple(getattr(row, name) for name in _KEY): row
        for row in _ringing(list(posts), known_until(county_ids), at)
    }
    StabilityAlarm.objects.bulk_create(
        [row for key, row in seen.items() if key not in old], ignore_conflicts=True
    )
    again = [_renewed(old[key], row, at) for key, row in seen.items() if key in old]
    StabilityAlarm.objects.bulk_update(
        again, [*_TOLD, "is_standing", "last_seen_at", "cleared_at"], batch_size=1000
    )
    gone = [row.pk for key, row in old.items() if key not in seen and row.is_standing]
    StabilityAlarm.objects.filter(pk__in=gone).update(is_standing=False, cleared_at=at)
    return len(seen)


def _renewed(old: StabilityAlarm, new: StabilityAlarm, at: dt.datetime) -> StabilityAlarm:
    for name in _TOLD:
        setattr(old, name, getattr(new, name))
    old.is_standing, old.last_seen_at, old.cleared_at = True, at, None
    return old


def _ringing(
    posts: list[Post], reported: dict[int, dt.date], at: dt.datetime
) -> Iterator[StabilityAlarm]:
    rules = _Rules()
    poverty: dict[int, Poverty] = defaultdict(lambda: Poverty(is_poor=False))
    for division, delisted, listed in PovertyStatus.objects.values_list(
        "division_id", "delisted_on", "listed_on"
    ):
        poverty[division] = Poverty(is_poor=True, delisted_on=delisted, listed_on=listed)
    for known in known_posts(posts).values():
        post = known.post
        for tenure, held in zip(known.tenures, known.held, strict=True):
            rung = held.ends and of_leaving(
                post.title, held, poverty[post.county_id], rules.on(held.ends)
            )
            if rung:
                yield _record(post, rung, tenure, at)
        until = reported.get(post.county_id)
        since = known.vacant_since(until) if until else None
        if since is None or until is None:
            continue
        late = of_vacancy(post.title, since[0], until, rules.on(until))
        if late is not None:
            yield _record(post, late, since[1], at)


class _Rules:
    """The bounds of any day, read once."""

    def __init__(self) -> None:
        self._on = parameters_by_day()
        self._known: dict[dt.date, PostRules] = {}

    def on(self, day: dt.date) -> PostRules:
        if day not in self._known:
            self._known[day] = post_rules(self._on(day))
        return self._known[day]


def _record(
    post: Post, ringing: Ringing, fact: Tenure | Vacancy, at: dt.datetime
) -> StabilityAlarm:
    return StabilityAlarm(
        kind=ringing.kind.value,
        county_id=post.county_id,
        division_id=post.division_id,
        title=post.title,
        holder_name=ringing.holder,
        day=ringing.day,
        why=ringing.why,
        days=ringing.days,
        source_revision_id=fact.source_revision_id,
        source_row=fact.source_row,
        source_note=fact.source_note,
        first_seen_at=at,
        last_seen_at=at,
    )
