"""What the pages show, each in a number of queries that does not grow."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.urls import NoReverseMatch, reverse

from portal.access.models import User
from villages.branches.models import Branch
from villages.dossiers.sections import Source
from villages.people.models import Person, Post, Tenure
from villages.places.models import (
    Division,
    DivisionChange,
    Kind,
    Level,
    PovertyStatus,
    ReportingLine,
    VillageType,
    in_force,
)
from villages.places.queries import (
    Counts,
    changes_of,
    county_counts,
    lineage,
    path_of,
    township_counts,
)
from villages.postings.models import Posting, PostingRole

SOURCE_FIELD = "person_name"  # the cell of a roster's row that a posting leads back to
STAGE_FIELD = "stage"  # the cell of a weak case that a type of its village leads back to


@dataclass(frozen=True)
class ChildRow:
    """One line of the tree: a division within another, with what lies in it."""

    division: Division
    counts: Counts
    poverty: PovertyStatus | None = None
    reports_to: Division | None = None


@dataclass(frozen=True)
class VillageLine:
    """One village in the list of its township."""

    village: Division
    types: list[VillageType]
    branch: Branch | None
    first_secretary: Posting | None


@dataclass(frozen=True)
class Dossier:
    """All that is known of a village on a day."""

    village: Division
    on: dt.date
    path: list[Division]
    types: list[VillageType]
    branch: Branch | None
    team: list[Posting]
    history: list[Posting]
    past_types: list[VillageType]
    changes: list[DivisionChange]
    aliases: list[str]

    @property
    def first_secretary(self) -> Posting | None:
        """Return who is first secretary on the day."""
        return next((p for p in self.team if p.role == PostingRole.FIRST_SECRETARY), None)


def source_of(posting: Posting) -> Source:
    """Say where a posting is known from, with a link to the cell or the file where there is one."""
    revision, row = posting.source_revision_id, posting.source_row
    if revision is None:
        return Source(posting.source_note or "登记录入")
    if row is None:
        return Source("花名册", _address("intake:revision", revision))
    return Source(f"花名册第{row}行", _address("intake:cell", revision, row, SOURCE_FIELD))


def source_of_type(kind: VillageType) -> Source:
    """Say where a type is known from, with a link to the ledger's cell where one says it."""
    revision, row = kind.source_revision_id, kind.source_row
    if revision is None or row is None:
        return Source(kind.source or "登记录入")
    return Source(f"{kind.source}第{row}行", _address("intake:cell", revision, row, STAGE_FIELD))


def _address(name: str, *args: object) -> str:
    """Return where a page of data collection lies, "" where there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def children(user: User, division: Division, on: dt.date) -> list[ChildRow]:
    """Return what lies in a province, city or county on the day `on`, with counts."""
    if division.level == Level.COUNTY:
        return _townships(user, division, on)
    counts = county_counts(user, on)
    counties = _counties(user, on)
    if division.level == Level.CITY:
        return [row for row in _rows(counties, counts) if row.division.parent_id == division.pk]
    summed: dict[int, Counts] = defaultdict(Counts)
    for county in counties:
        if county.parent_id and county.kind == Kind.DIVISION:
            summed[county.parent_id].add(counts.get(county.pk, Counts(counties=1)))
    cities = Division.objects.as_of(on).filter(level=Level.CITY, parent=division, pk__in=summed)
    return [ChildRow(city, summed[city.pk]) for city in cities.order_by("code")]


def _counties(user: User, on: dt.date) -> list[Division]:
    poverty = Prefetch("poverty", PovertyStatus.objects.as_of(on), to_attr="poverty_of_day")
    rows = Division.objects.visible_to(user).as_of(on).places().filter(level=Level.COUNTY)
    lines = Prefetch(
        "reporting_lines",
        ReportingLine.objects.filter(in_force(on)).select_related("parent"),
        to_attr="lines_of_day",
    )
    return list(rows.order_by("code").prefetch_related(poverty, lines))


def _rows(counties: Sequence[Division], counts: dict[int, Counts]) -> list[ChildRow]:
    return [
        ChildRow(
            county,
            counts.get(county.pk, Counts(counties=1)),
            next(iter(county.poverty_of_day), None),  # type: ignore[attr-defined]
            next((line.parent for line in county.lines_of_day), None),  # type: ignore[attr-defined]
        )
        for county in counties
    ]


def _townships(user: User, county: Division, on: dt.date) -> list[ChildRow]:
    counts = township_counts(user, county, on)
    towns = Division.objects.visible_to(user).as_of(on)
    rows = towns.filter(parent=county, level=Level.TOWNSHIP).order_by("code")
    return [ChildRow(town, counts.get(town.pk, Counts())) for town in rows]


def villages_of(user: User, township: Division, on: dt.date) -> list[VillageLine]:
    """Return the villages of a township with types, branch and first secretary, in four queries."""
    rows = Division.objects.visible_to(user).as_of(on)
    villages = list(rows.filter(parent=township, level=Level.VILLAGE).order_by("code"))
    keys = [village.pk for village in villages]
    types: dict[int, list[VillageType]] = defaultdict(list)
    for kind in VillageType.objects.visible_to(user).as_of(on).filter(village__in=keys):
        types[kind.village_id].append(kind)
    branches = {
        b.village_id: b for b in Branch.objects.visible_to(user).as_of(on).filter(village__in=keys)
    }
    posted = (
        Posting.objects.visible_to(user)
        .as_of(on)
        .filter(village__in=keys, role=PostingRole.FIRST_SECRETARY)
    )
    secretaries = {posting.village_id: posting for posting in posted.select_related("person")}
    return [
        VillageLine(v, types[v.pk], branches.get(v.pk), secretaries.get(v.pk)) for v in villages
    ]


@dataclass(frozen=True)
class Heads:
    """Who heads a county on a day, and how its villages are manned."""

    tenures: list[tuple[Post, Tenure | None]]
    required: int
    manned: int


def heads(user: User, county: Division, on: dt.date) -> Heads:
    """Return the heads of a county and how many villages that need one have a first secretary."""
    posts = Post.objects.visible_to(user).filter(division=county).order_by("title")
    held = Prefetch(
        "tenures", Tenure.objects.as_of(on).select_related("person"), to_attr="held_on_day"
    )
    tenures = [
        (post, next(iter(post.held_on_day), None))  # type: ignore[attr-defined]
        for post in posts.prefetch_related(held)
    ]
    needing = set(
        VillageType.objects.visible_to(user)
        .as_of(on)
        .filter(county=county, kind__in=["poor", "deep", "weak"])
        .values_list("village_id", flat=True)
    )
    manned = set(
        Posting.objects.visible_to(user)
        .as_of(on)
        .filter(county=county, role=PostingRole.FIRST_SECRETARY)
        .values_list("village_id", flat=True)
    )
    return Heads(tenures, len(needing), len(needing & manned))


def dossier(user: User, village: Division, on: dt.date) -> Dossier:
    """Return all that is known of a village on the day `on`; its former rows count as it."""
    keys = lineage(village)
    types = list(
        VillageType.objects.visible_to(user).filter(village__in=keys).order_by("valid_from", "pk")
    )
    history = list(
        Posting.objects.visible_to(user)
        .filter(village__in=keys)
        .select_related("person", "unit")
        .order_by("-started_on", "-pk")
    )
    branch = Branch.objects.visible_to(user).as_of(on).filter(village__in=keys).first()
    aliases = village.aliases.visible_to(user)
    return Dossier(
        village=village,
        on=on,
        path=path_of(village, on),
        types=[kind for kind in types if _holds(kind.valid_from, kind.valid_to, on)],
        branch=branch,
        team=[p for p in history if _holds(p.started_on, p.ended_on, on)],
        history=[p for p in history if p.started_on <= on],
        past_types=[kind for kind in types if kind.valid_from <= on],
        changes=changes_of(village),
        aliases=sorted(set(aliases.values_list("name", flat=True))),
    )


def _holds(begins: dt.date, ends: dt.date | None, on: dt.date) -> bool:
    return begins <= on and (ends is None or ends > on)


def types_of(user: User, villages: Iterable[int], on: dt.date) -> dict[int, list[VillageType]]:
    """Return the types of villages on the day `on`, for the rows of one page."""
    found: dict[int, list[VillageType]] = defaultdict(list)
    rows = VillageType.objects.visible_to(user).as_of(on).filter(village__in=list(villages))
    for kind in rows.order_by("pk"):
        found[kind.village_id].append(kind)
    return found


def people(user: User) -> QuerySet[Person]:
    """Return the persons of the user's counties, each with the postings the user may see."""
    return with_careers(Person.objects.visible_to(user), user)


def with_careers(rows: QuerySet[Person], user: User) -> QuerySet[Person]:
    """Fetch with persons their postings and posts, as far as the user may see them."""
    postings = (
        Posting.objects.visible_to(user)
        .select_related("village__parent", "county", "unit")
        .order_by("-started_on", "-pk")
    )
    tenures = (
        Tenure.objects.visible_to(user).select_related("post__division").order_by("-valid_from")
    )
    return rows.prefetch_related(
        Prefetch("postings", postings, to_attr="seen_postings"),
        Prefetch("tenures", tenures, to_attr="seen_tenures"),
    )
