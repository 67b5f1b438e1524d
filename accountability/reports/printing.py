"""From a snapshot to bytes: the same snapshot and stamp give the same bytes."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from accountability.reports.composing import Stamp, compose_county, compose_monthly
from accountability.reports.rules import DocumentKind, digest, short_code
from accountability.reports.typeset.child import (
    RenderCrashedError,
    RenderTimeoutError,
    render_in_child,
)
from accountability.reports.typeset.faces import MissingGlyphError
from accountability.reports.typeset.model import Document as Typed
from accountability.reports.typeset.render import LongTableError, PangoMissingError, Rendered
from accountability.reports.typeset.tables import RowTooTallError
from accountability.reports.typeset.wash import TooLongError
from portal.access.models import User

EPOCH = (2020, 1, 1, 0, 0, 0)
KNOWN_ERRORS = (
    LongTableError,
    MissingGlyphError,
    PangoMissingError,
    RenderCrashedError,
    RenderTimeoutError,
    RowTooTallError,
    TooLongError,
)


@dataclass(frozen=True)
class Order:
    """What to print: the frozen data, which document about which division, and its stamp."""

    kind: DocumentKind
    data: dict[str, Any]
    scope_id: int
    stamp: Stamp


def stamp_of(
    data: dict[str, Any],
    *,
    kind: DocumentKind,
    scope_id: int,
    version: int,
    number: str,
    made_by: User | None,
    made_at: dt.datetime,
    is_draft: bool,
) -> Stamp:
    """Return the stamp of one version of one document."""
    data_sha256 = digest(data)
    code = short_code(f"{data_sha256}:{kind}:{scope_id}:{data['period']}:{version}")
    return Stamp(
        number=number,
        code=code,
        url=settings.PORTAL_BASE_URL.rstrip("/") + reverse("reports:verify", args=[code]),
        data_sha256=data_sha256,
        made_by=made_by.full_name if made_by else "系统定时生成",
        made_at=made_at,
        is_draft=is_draft,
    )


def composed(order: Order) -> Typed:
    """Compose the document of an order."""
    if order.kind == DocumentKind.COUNTY:
        return compose_county(order.data, order.scope_id, order.stamp)
    return compose_monthly(order.data, order.stamp)


class PrintingError(Exception):
    """The document could not be printed; the sentence says why and what to do."""


def printed(order: Order) -> Rendered:
    """Print an order in the warm, confined child. Raises: PrintingError."""
    try:
        return render_in_child(composed(order))
    except KNOWN_ERRORS as error:
        raise PrintingError(str(error)) from error


def archive(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip of the files in the order given; equal files give equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name, content in files:
            target.writestr(zipfile.ZipInfo(name, EPOCH), content)
    return out.getvalue()
