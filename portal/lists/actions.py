"""Writes of lists: what users keep of them, and that one was handed out."""

import datetime as dt
import hashlib

from django.db import transaction

from portal.access.models import User
from portal.audit.trail import record
from portal.files.models import StoredFile
from portal.files.store import forget
from portal.jobs.actions import enqueue
from portal.jobs.models import Job
from portal.lists.exporting import has_id, said, without_ids
from portal.lists.models import ChosenColumns, Export, SavedFilter, SharedWith
from portal.ui.listing.asked import Asked
from portal.ui.listing.declare import Listing

KIND = "lists.export"
MOST_FILTERS = 30


class HoldsIdNumberError(Exception):
    """The filter asks for somebody by the ID number, which may be kept nowhere in the clear."""


class TooManyFiltersError(Exception):
    """The user keeps as many filters of the list as one may."""


class NoAreaError(Exception):
    """Who has no area, or no unit, has nobody there to share with."""


def choose_columns(*, listing: Listing, columns: list[str], by: User, at: dt.datetime) -> None:
    """Remember which columns `by` wants to see; none means as the list comes.

    A look of one's own: nothing the audit trail would want to know.
    """
    ours = ChosenColumns.objects.filter(user=by, list_name=listing.name)
    if columns:
        ChosenColumns.objects.update_or_create(
            user=by, list_name=listing.name, defaults={"columns": columns}
        )
    else:
        ours.delete()


@transaction.atomic
def save_filter(
    *, asked: Asked, name: str, shared_with: SharedWith, by: User, at: dt.datetime
) -> SavedFilter:
    """Keep what is asked under a name; the same name again replaces it.

    Raises: HoldsIdNumberError, TooManyFiltersError, NoAreaError.
    """
    if has_id(asked.query):
        raise HoldsIdNumberError
    ours = SavedFilter.objects.filter(owner=by, list_name=asked.listing.name)
    if ours.exclude(name=name).count() >= MOST_FILTERS:
        raise TooManyFiltersError
    area_id = min(by.area_ids, default=None) if shared_with == SharedWith.AREA else None
    unit = by.unit_name if shared_with == SharedWith.UNIT else ""
    if (shared_with == SharedWith.AREA and not area_id) or (
        shared_with == SharedWith.UNIT and not unit
    ):
        raise NoAreaError
    kept, _ = ours.update_or_create(
        owner=by,
        list_name=asked.listing.name,
        name=name,
        defaults={
            "query": asked.query, "shared_with": shared_with, "unit_name": unit,
            "area_id": area_id, "saved_at": at,
        },
    )  # fmt: skip
    record(
        "list.save_filter", kept, by=by, at=at, query=asked.query,
        sentence=f"{by.full_name} 保存了“{asked.listing.title}”的常用筛选“{name}”"
        f"（{kept.get_shared_with_display()}可用）",
    )  # fmt: skip
    return kept


@transaction.atomic
def drop_filter(*, kept: SavedFilter, by: User, at: dt.datetime) -> None:
    """Forget a saved filter."""
    record(
        "list.drop_filter", kept, by=by, at=at,
        sentence=f"{by.full_name} 删除了常用筛选“{kept.name}”",
    )  # fmt: skip
    kept.delete()


def note_export(*, asked: Asked, rows: int, by: User, at: dt.datetime) -> None:
    """Note that a list was taken along: which, by what filter, how many rows."""
    listing = asked.listing
    record(
        "list.export", None, by=by, at=at, list=listing.name, rows=rows, asked=said(asked),
        sentence=f"{by.full_name} 导出了“{listing.title}”{rows}行",
    )  # fmt: skip


def ask_for_export(*, asked: Asked, shown: frozenset[str] | None, by: User, at: dt.datetime) -> Job:
    """Have a long list written in the background: what it shows now, not what it would later."""
    columns = None if shown is None else sorted(shown)
    query = asked.query_with(**asked.filter.settled())
    return enqueue(
        kind=KIND,
        key=f"list {asked.listing.name} {by.pk} {at:%Y%m%d%H%M} {hash_of(query, columns)}",
        title=f"导出“{asked.listing.title}”",
        payload={"list": asked.listing.name, "query": query, "columns": columns},
        by=by,
        at=at,
    )


def hash_of(*parts: object) -> str:
    """Return a short name of what is asked."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


def keep_export(
    *, asked: Asked, rows: int, file: StoredFile, job: Job, by: User, at: dt.datetime
) -> Export:
    """Keep a finished workbook for whoever asked for it."""
    note_export(asked=asked, rows=rows, by=by, at=at)
    return Export.objects.create(
        list_name=asked.listing.name, title=asked.listing.title, rows_count=rows, file=file,
        query=without_ids(asked.query)[:1000], job=job, by=by, made_at=at,
    )  # fmt: skip


def note_download(*, export: Export, by: User, at: dt.datetime) -> None:
    """Note that the workbook left the portal."""
    record(
        "list.download", export, by=by, at=at,
        sentence=f"{by.full_name} 下载了“{export.title}”{export.rows_count}行",
    )  # fmt: skip


@transaction.atomic
def expire_exports(*, before: dt.datetime, at: dt.datetime) -> int:
    """Remove the workbooks made before a moment; who took what along stays in the audit trail."""
    old = list(Export.objects.select_for_update().filter(made_at__lt=before).order_by("pk"))
    if not old:
        return 0
    Export.objects.filter(pk__in=[export.pk for export in old]).delete()
    for sha256 in {export.file_id for export in old}:
        forget(sha256)
    record(
        "list.expire", None, by=None, at=at, exports=[export.pk for export in old],
        sentence=f"系统清理了{before:%Y-%m-%d}以前的名单导出文件{len(old)}份，导出记录保留",
    )  # fmt: skip
    return len(old)
