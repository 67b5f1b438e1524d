"""Background work of the reports slice, and its monthly schedule."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accountability.intake.rules import Period, PeriodKind
from accountability.reports import actions
from accountability.reports.composing.county import county_title
from accountability.reports.composing.monthly import title as monthly_title
from accountability.reports.freezing import freeze
from accountability.reports.models import Document, Pack, Snapshot
from accountability.reports.printing import (
    Order,
    PrintingError,
    archive,
    printed,
    stamp_of,
)
from accountability.reports.rules import DocumentKind, digest, last_due
from accountability.reports.typeset.render import Rendered
from portal.access.models import User
from portal.access.reader import WholeProvince
from portal.files.store import path_of, store
from portal.jobs.models import Job
from portal.jobs.registry import Handler, JobError, Progress, Schedule, register, schedule
from villages.places.models import Division, Level


@dataclass(frozen=True)
class Made:
    """A printed document, not kept yet."""

    order: Order
    version: int
    title: str
    rendered: Rendered


def title_of(order: Order) -> str:
    """Return the title of an ordered document."""
    if order.kind == DocumentKind.COUNTY:
        county = next(c for c in order.data["counties"] if c["id"] == order.scope_id)
        return county_title(order.data, county)
    return monthly_title(order.data)


def make(
    data: dict[str, Any],
    *,
    kind: DocumentKind,
    scope: Division,
    by: User | None,
    at: dt.datetime,
    number: str = "",
) -> Made:
    """Print the next version of a document from frozen data."""
    version = actions.next_version(kind, scope, Period.parse(data["period"]))
    stamp = stamp_of(
        data,
        kind=kind,
        scope_id=scope.pk,
        version=version,
        number=number,
        made_by=by,
        made_at=at.astimezone(timezone.get_default_timezone()),
        is_draft=not number and kind != DocumentKind.COUNTY,
    )
    order = Order(kind, data, scope.pk, stamp)
    try:
        rendered = printed(order)
    except PrintingError as error:
        raise JobError(str(error)) from error
    return Made(order, version, title_of(order), rendered)


def keep(
    made: Made, *, snapshot: Snapshot, scope: Division, by: User | None, at: dt.datetime,
    issued_by: User | None = None,
) -> Document:  # fmt: skip
    """Keep a printed document with the snapshot it came from."""
    finished = actions.Finished(
        kind=made.order.kind,
        version=made.version,
        title=made.title,
        number=made.order.stamp.number,
        code=made.order.stamp.code,
        pdf=made.rendered.pdf,
        pages=made.rendered.pages,
    )
    return actions.keep_document(
        finished=finished, snapshot=snapshot, scope=scope, made_by=by, at=at, issued_by=issued_by
    )


# ---- one document -----------------------------------------------------------------------------


def prepare_document(job: Job, progress: Progress) -> Made:
    """Freeze the data now and print them; a second try freezes again and says so."""
    at = timezone.now()
    scope = Division.objects.get(pk=job.payload["scope"])
    period = Period.parse(job.payload["period"])
    progress.report(1, 4, "正在汇总数据")
    data = freeze(job.originator or WholeProvince(), scope, period, at=at)
    progress.report(2, 4, "正在排版")
    return make(data, kind=DocumentKind(job.payload["kind"]), scope=scope, by=job.originator, at=at)


def make_now(
    *, kind: DocumentKind, scope: Division, period: Period, by: User | None, at: dt.datetime
) -> Document:
    """Freeze, print and keep in this process, for the command line. Raises: JobError."""
    whole = scope
    if kind == DocumentKind.COUNTY:
        whole = Division.objects.get(level=Level.PROVINCE, valid_to__isnull=True)
    data = freeze(by or WholeProvince(), whole, period, at=at)
    made = make(data, kind=kind, scope=scope, by=by, at=at)
    with transaction.atomic():
        snapshot = Snapshot.objects.create(
            period=str(period),
            scope=whole,
            as_of=at,
            data=data,
            data_sha256=digest(data),
            taken_by=by,
        )
        return keep(made, snapshot=snapshot, scope=scope, by=by, at=at)


def commit_document(job: Job, made: Made, at: dt.datetime) -> dict[str, object]:
    """Keep snapshot and document."""
    del at
    made_at = made.order.stamp.made_at
    scope = Division.objects.get(pk=job.payload["scope"])
    snapshot = Snapshot.objects.create(
        period=job.payload["period"],
        scope=scope,
        as_of=made_at,
        data=made.order.data,
        data_sha256=digest(made.order.data),
        taken_by=job.originator,
    )
    kept = keep(made, snapshot=snapshot, scope=scope, by=job.originator, at=made_at)
    return {"document": kept.pk}


# ---- issuing ----------------------------------------------------------------------------------


def prepare_issue(job: Job, progress: Progress) -> Made:
    """Print the draft's data again, with its number."""
    draft = Document.objects.select_related("snapshot", "scope", "made_by").get(
        pk=job.payload["document"]
    )
    progress.report(1, 3, "正在排版")
    kind = DocumentKind(draft.kind)
    return make(
        draft.snapshot.data,
        kind=kind,
        scope=draft.scope,
        by=draft.made_by,
        at=job.created_at,
        number=actions.next_number(kind, _year_of(job)),
    )


def _year_of(job: Job) -> int:
    """Return the year numbers are taken from: of the day in the province, not in Greenwich."""
    return timezone.localdate(job.created_at).year


def commit_issue(job: Job, made: Made, at: dt.datetime) -> dict[str, object]:
    """Take the number and keep the issued document in one commit."""
    del at
    draft = Document.objects.select_related("snapshot", "scope", "made_by").get(
        pk=job.payload["document"]
    )
    actions.take_number(made.order.kind, _year_of(job), made.order.stamp.number)
    issued = keep(
        made, snapshot=draft.snapshot, scope=draft.scope, by=draft.made_by, at=job.created_at,
        issued_by=job.originator,
    )  # fmt: skip
    return {"document": issued.pk}


# ---- every county's sheet ---------------------------------------------------------------------


def prepare_county(job: Job, progress: Progress) -> Made:
    """Print one county's sheet from the pack's snapshot."""
    pack = Pack.objects.select_related("snapshot").get(pk=job.payload["pack"])
    scope = Division.objects.get(pk=job.payload["county"])
    progress.report(1, 2, "正在排版")
    return make(
        pack.snapshot.data, kind=DocumentKind.COUNTY, scope=scope, by=job.originator,
        at=pack.made_at,
    )  # fmt: skip


def commit_county(job: Job, made: Made, at: dt.datetime) -> dict[str, object]:
    """Keep the sheet and put it into the pack."""
    pack = Pack.objects.select_related("snapshot", "made_by").get(pk=job.payload["pack"])
    scope = Division.objects.get(pk=job.payload["county"])
    kept = keep(made, snapshot=pack.snapshot, scope=scope, by=job.originator, at=pack.made_at)
    actions.add_to_pack(pack=pack, document=kept, at=at)
    return {"document": kept.pk}


def prepare_pack(job: Job, progress: Progress) -> bytes:
    """Read every sheet of the pack into one archive."""
    pack = Pack.objects.get(pk=job.payload["pack"])
    documents = pack.documents.select_related("scope").order_by("scope__code")
    progress.report(1, 2, "正在压缩")
    return archive(
        (
            f"{document.scope.code[:6]}{document.scope.name}县情单{pack.period}.pdf",
            path_of(document.file_id).read_bytes(),
        )
        for document in documents
    )


def commit_pack(job: Job, content: bytes, at: dt.datetime) -> dict[str, object]:
    """Keep the archive."""
    pack = Pack.objects.get(pk=job.payload["pack"])
    actions.finish_pack(pack=pack, archive=store([content], at=at), at=at)
    return {"pack": pack.pk}


for handler in (
    Handler("reports.make", "reports", prepare_document, commit_document),  # type: ignore[arg-type]
    Handler("reports.issue", "reports", prepare_issue, commit_issue),  # type: ignore[arg-type]
    Handler("reports.county", "reports", prepare_county, commit_county),  # type: ignore[arg-type]
    Handler("reports.pack", "reports", prepare_pack, commit_pack),  # type: ignore[arg-type]
):
    register(handler)


# ---- the calendar -----------------------------------------------------------------------------


def monthly_due(at: dt.datetime) -> dt.datetime:
    """Return the latest moment at which a monthly dispatch was due, in Shanghai's time."""
    local = at.astimezone(timezone.get_default_timezone())
    return last_due(local, day=settings.PORTAL_MONTHLY_DAY, hour=settings.PORTAL_MONTHLY_HOUR)


def run_monthly(due: dt.datetime) -> None:
    """Ask for the dispatch of the month before `due`, once a province."""
    month = Period.containing(timezone.localdate(due), PeriodKind.MONTH).previous()
    for province in Division.objects.filter(level=Level.PROVINCE, valid_to__isnull=True):
        actions.ask_for_document(
            kind=DocumentKind.MONTHLY,
            scope=province,
            period=month,
            by=None,
            at=timezone.now(),
            key=f"reports.monthly:{province.pk}:{month}",
        )


schedule(Schedule("reports.monthly", due=monthly_due, run=run_monthly))
