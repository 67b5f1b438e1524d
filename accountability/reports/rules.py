"""Kinds of documents, their numbers and codes: pure."""

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum

MAX_CHARACTERS = 4000  # 专题文件不超过4000字（docs/sources.md#k03）


class DocumentKind(StrEnum):
    """What kind of document."""

    MONTHLY = "monthly"
    COUNTY = "county"


KIND_LABELS = {
    DocumentKind.MONTHLY: "月度督查通报",
    DocumentKind.COUNTY: "县情单",
}


class DocumentState(StrEnum):
    """A draft can be made again; an issued document is never changed."""

    DRAFT = "draft"
    ISSUED = "issued"


def canonical(data: Mapping[str, object]) -> bytes:
    """Return the one byte string of frozen data, so equal data have equal digests."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(data: Mapping[str, object]) -> str:
    """Return the SHA-256 of frozen data."""
    return hashlib.sha256(canonical(data)).hexdigest()


def short_code(seed: str) -> str:
    """Return the code printed on the last page: ten letters and digits, easy to read aloud.

    >>> len(short_code("x"))
    10
    """
    return base64.b32encode(hashlib.sha256(seed.encode()).digest())[:10].decode()


def last_due(now: dt.datetime, *, day: int, hour: int) -> dt.datetime:
    """Return the latest monthly moment at or before `now`, in the zone of `now`.

    >>> str(last_due(dt.datetime(2020, 6, 4, 9), day=5, hour=8))
    '2020-05-05 08:00:00'
    """
    this = now.replace(day=day, hour=hour, minute=0, second=0, microsecond=0)
    if this <= now:
        return this
    before = now.replace(day=1) - dt.timedelta(days=1)
    return before.replace(day=day, hour=hour, minute=0, second=0, microsecond=0)
