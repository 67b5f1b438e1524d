"""Reads of the reports slice: the library, and the way from a figure to its cells."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, When

from accountability.intake.models import Revision
from accountability.reports.models import Document, Pack
from accountability.reports.rules import DocumentState
from portal.access.models import User
from portal.jobs.models import UNFINISHED, Job, JobState


def library(user: User) -> QuerySet[Document]:
    """Return the documents the user may read, newest first."""
    return with_versions(Document.objects.visible_to(user), user).order_by("-made_at", "-pk")


def with_versions(rows: QuerySet[Document], user: User) -> QuerySet[Document]:
    """Fetch with documents who made them, and count their downloads.

    `current_version` is the version of the same document that counts now: the last one issued,
    where none was the last one made.
    """
    same = Document.objects.visible_to(user).filter(
        kind=OuterRef("kind"), scope=OuterRef("scope"), period=OuterRef("period")
    )
    last = same.order_by(Case(When(state=DocumentState.ISSUED, then=0), default=1), "-version")
    documents: QuerySet[Document] = rows.select_related(
        "scope", "made_by", "issued_by", "file"
    ).annotate(
        downloads_count=Count("downloads"), current_version=Subquery(last.values("version")[:1])
    )
    return documents


@dataclass(frozen=True)
class Contribution:
    """One county's part of a figure: its counts, and the revision they were counted from."""

    county: dict[str, Any]
    numerator: int
    denominator: int
    revision: Revision | None
    is_readable: bool


class NoSuchFigureError(KeyError):
    """The document has no figure of this key."""


def figure_of(data: dict[str, Any], key: str) -> dict[str, Any]:
    """Return the frozen indicator behind a printed figure. Raises: NoSuchFigureError."""
    base = key.split("@", maxsplit=1)[0].split(".", maxsplit=1)[0]
    try:
        figure: dict[str, Any] = data["figures"][base]
    except KeyError:
        raise NoSuchFigureError(key) from None
    return figure


def contributions(user: User, data: dict[str, Any], key: str) -> list[Contribution]:
    """Return the counties' parts of a figure, each with its revision where the user may read it.

    `coverage` gives all counties, `coverage.red` those of that colour, `coverage@12` county 12.
    Raises: NoSuchFigureError.
    """
    figure = figure_of(data, key)
    counties = {county["id"]: county for county in data["counties"]}
    cells = _cells(data, figure, key)
    revisions = {
        revision.pk: revision
        for revision in Revision.objects.visible_to(user)
        .filter(pk__in=[cell[3] for cell in cells if cell[3]])
        .select_related("upload__uploaded_by", "created_by", "submission__task")
    }
    return [
        Contribution(
            counties[pk],
            numerator,
            denominator,
            revisions.get(revision),
            pk in user.county_ids,
        )
        for pk, numerator, denominator, revision in cells
    ]


def _cells(data: dict[str, Any], figure: dict[str, Any], key: str) -> list[list[Any]]:
    cells: list[list[Any]] = figure["cells"]
    if "@" in key:
        wanted = {int(key.split("@")[1])} if key.split("@")[1].isdigit() else set()
    elif "." in key:
        base, part = key.split(".", 1)
        colours = data["lamps"][base]
        if part not in colours:
            return [cell for cell in cells if cell[1] < cell[2]]
        wanted = set(colours[part])
    else:
        return cells
    return [cell for cell in cells if cell[0] in wanted]


@dataclass(frozen=True)
class Standing:
    """How far a pack is: how many sheets there are, and whether anybody still works on it."""

    state: JobState
    done: int
    total: int
    message: str


def jobs_of(pack: Pack) -> QuerySet[Job]:
    """Return the jobs of a pack's sheets and of its archive."""
    keys = Q(key__startswith=f"reports.county:{pack.pk}:") | Q(key=f"reports.pack:{pack.pk}")
    return Job.objects.filter(keys, kind__in=("reports.county", "reports.pack"))


def standing(pack: Pack) -> Standing:
    """Say where a pack stands; without an archive and without work under way, it was given up."""
    if pack.archive_id:
        return Standing(JobState.DONE, pack.expected, pack.expected, "已全部生成")
    done = pack.documents.count()
    states = dict(jobs_of(pack).values_list("state").annotate(Count("pk")))
    if any(states.get(state) for state in UNFINISHED):
        word = "正在合成压缩包" if done == pack.expected else "正在生成县情单"
        return Standing(JobState.RUNNING, done, pack.expected, word)
    if states.get(JobState.FAILED):
        words = f"有{states[JobState.FAILED]}份没有成功，没有合成压缩包，请重新生成"
        return Standing(JobState.FAILED, done, pack.expected, words)
    return Standing(JobState.CANCELLED, done, pack.expected, "已取消，生成了的县情单保留")
