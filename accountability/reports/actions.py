"""Writes of the reports slice: ask for a document, keep it, issue it, pack it, note a download."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from accountability.intake.rules import Period
from accountability.reports import queries
from accountability.reports.freezing import freeze
from accountability.reports.models import (
    Document,
    Download,
    NumberSeries,
    Pack,
    Snapshot,
)
from accountability.reports.rules import KIND_LABELS, DocumentKind, DocumentState, digest
from portal.access.models import User
from portal.access.reader import Reader, WholeProvince
from portal.audit.trail import record
from portal.files.models import StoredFile
from portal.files.store import store
from portal.jobs.actions import cancel, enqueue
from portal.jobs.models import UNFINISHED, Job
from villages.places.models import Division


class NotADraftError(Exception):
    """Only the newest draft of a document can be issued."""


class OwnDraftError(Exception):
    """Who made a draft may not issue it."""


def ask_for_document(
    *,
    kind: DocumentKind,
    scope: Division,
    period: Period,
    by: User | None,
    at: dt.datetime,
    key: str = "",
) -> Job:
    """Have the document made in the background; the same key asks only once."""
    version = next_version(kind, scope, period)
    job = enqueue(
        kind="reports.make",
        key=key or f"reports.make:{kind}:{scope.pk}:{period}:{version}",
        title=f"生成{scope.name}{period.label}{KIND_LABELS[kind]}",
        payload={"kind": kind.value, "scope": scope.pk, "period": str(period)},
        by=by,
        at=at,
    )
    record(
        "report.ask",
        job,
        by=by,
        at=at,
        sentence=f"{by or '系统'}要求生成{scope.name}{period.label}{KIND_LABELS[kind]}",
    )
    return job


def next_version(kind: DocumentKind, scope: Division, period: Period) -> int:
    """Return the number the next version will have."""
    made = Document.objects.filter(kind=kind, scope=scope, period=str(period))
    return (made.order_by("-version").values_list("version", flat=True).first() or 0) + 1


def take_snapshot(*, scope: Division, period: Period, by: User | None, at: dt.datetime) -> Snapshot:
    """Freeze the data of a scope and period now."""
    reader: Reader = by or WholeProvince()
    data = freeze(reader, scope, period, at=at)
    return Snapshot.objects.create(
        period=str(period),
        scope=scope,
        as_of=at,
        data=data,
        data_sha256=digest(data),
        taken_by=by,
    )


@dataclass(frozen=True)
class Finished:
    """A printed document with what it says of itself, not kept yet."""

    kind: DocumentKind
    version: int
    title: str
    number: str
    code: str
    pdf: bytes
    pages: int


def keep_document(
    *,
    finished: Finished,
    snapshot: Snapshot,
    scope: Division,
    made_by: User | None,
    at: dt.datetime,
    issued_by: User | None = None,
) -> Document:
    """Store the bytes and the row of a finished document."""
    number = finished.number
    document = Document.objects.create(
        kind=finished.kind,
        snapshot=snapshot,
        scope=scope,
        period=snapshot.period,
        version=finished.version,
        state=DocumentState.ISSUED if number else DocumentState.DRAFT,
        title=finished.title,
        number=number,
        code=finished.code,
        file=store([finished.pdf], at=at),
        pages=finished.pages,
        made_by=made_by,
        made_at=at,
        issued_by=issued_by,
    )
    record(
        "report.issued" if number else "report.made",
        document,
        by=issued_by or made_by,
        at=at,
        sentence=f"{document}{'已印发，文号' + number if number else '已生成'}",
        sha256=document.file_id,
    )
    return document


def ask_to_issue(*, document: Document, by: User, at: dt.datetime) -> Job:
    """Have the draft printed with its number. Raises: NotADraftError, OwnDraftError."""
    newest = next_version(
        DocumentKind(document.kind), document.scope, Period.parse(document.period)
    )
    if document.state != DocumentState.DRAFT or document.version != newest - 1:
        raise NotADraftError
    if document.made_by_id == by.pk:
        raise OwnDraftError
    record(
        "report.sign",
        document,
        by=by,
        at=at,
        sentence=f"{by}签发{document.title} 第{document.version}版",
    )
    return enqueue(
        kind="reports.issue",
        key=f"reports.issue:{document.pk}",
        title=f"印发{document.title}",
        payload={"document": document.pk},
        by=by,
        at=at,
    )


def number_text(kind: DocumentKind, year: int, serial: int) -> str:
    """Return a document number such as 中组督〔2020〕5号."""
    del kind
    return f"{settings.PORTAL_NUMBER_PREFIX}〔{year}〕{serial}号"


def next_number(kind: DocumentKind, year: int) -> str:
    """Return the number the next issued document would have; taken by `take_number`."""
    series = NumberSeries.objects.filter(kind=kind, year=year).first()
    return number_text(kind, year, (series.last if series else 0) + 1)


class NumberTakenError(Exception):
    """Another document took the number meanwhile; the work is done again with the next one."""


def take_number(kind: DocumentKind, year: int, number: str) -> None:
    """Take `number` in this transaction, without gaps. Raises: NumberTakenError."""
    NumberSeries.objects.get_or_create(kind=kind, year=year)
    series = NumberSeries.objects.select_for_update().get(kind=kind, year=year)
    if number_text(kind, year, series.last + 1) != number:
        raise NumberTakenError
    series.last += 1
    series.save(update_fields=["last"])


@transaction.atomic
def ask_for_pack(*, scope: Division, period: Period, by: User | None, at: dt.datetime) -> Pack:
    """Freeze once and have every county's sheet made, one job a county."""
    snapshot = take_snapshot(scope=scope, period=period, by=by, at=at)
    counties: list[dict[str, Any]] = snapshot.data["counties"]
    pack = Pack.objects.create(
        snapshot=snapshot,
        scope=scope,
        period=str(period),
        expected=len(counties),
        made_by=by,
        made_at=at,
    )
    for county in counties:
        enqueue(
            kind="reports.county",
            key=f"reports.county:{pack.pk}:{county['id']}",
            title=f"生成{county['name']}{period.label}县情单",
            payload={"pack": pack.pk, "county": county["id"]},
            by=by,
            at=at,
        )
    record(
        "report.pack",
        pack,
        by=by,
        at=at,
        sentence=f"{by or '系统'}要求生成{scope.name}{period.label}县情单{len(counties)}份",
    )
    return pack


@transaction.atomic
def cancel_pack(*, pack: Pack, by: User, at: dt.datetime) -> int:
    """End what is not made yet; return how many jobs that were. What is made stays."""
    unfinished = queries.jobs_of(pack).filter(state__in=UNFINISHED)
    return sum(cancel(job=job, by=by, at=at) for job in unfinished)


def add_to_pack(*, pack: Pack, document: Document, at: dt.datetime) -> None:
    """Put a finished sheet into its pack; the last one has the archive made."""
    Pack.objects.select_for_update().get(pk=pack.pk)
    pack.documents.add(document)
    if pack.documents.count() == pack.expected:
        enqueue(
            kind="reports.pack",
            key=f"reports.pack:{pack.pk}",
            title=f"合成县情单压缩包（{pack.expected}份）",
            payload={"pack": pack.pk},
            by=pack.made_by,
            at=at,
        )


def finish_pack(*, pack: Pack, archive: StoredFile, at: dt.datetime) -> None:
    """Name the archive of a pack."""
    Pack.objects.filter(pk=pack.pk).update(archive=archive, finished_at=at)


def note_download(
    *, by: User, at: dt.datetime, document: Document | None = None, pack: Pack | None = None
) -> None:
    """Note that somebody takes a document away."""
    Download.objects.create(document=document, pack=pack, by=by, at=at)
    thing: Document | Pack | None = document or pack
    record("report.download", thing, by=by, at=at, sentence=f"{by}下载了{thing}")
