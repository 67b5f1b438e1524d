"""What every document is framed by, and how a figure is written into a sentence."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accountability.reports.typeset import chinese
from accountability.reports.typeset.model import Run, Verification

MISSING = "未报"
NOTHING_DUE = "不涉及"
DEMO_MARK = "演示数据，地名人名均为虚构"
Data = Mapping[str, Any]


@dataclass(frozen=True)
class Stamp:
    """What a document says of itself: number, code, who made it and when."""

    number: str
    code: str
    url: str
    data_sha256: str
    made_by: str
    made_at: dt.datetime
    is_draft: bool


def as_of(data: Data) -> dt.datetime:
    """Return the moment of which the data are, by the clock on the wall."""
    return timezone.localtime(dt.datetime.fromisoformat(data["as_of"]))


def verification(data: Data, stamp: Stamp) -> Verification:
    """Return the block of the last page by which a reader finds the figures."""
    return Verification(
        code=stamp.code,
        url=stamp.url,
        data_sha256=stamp.data_sha256,
        as_of=as_of(data),
        generated_at=stamp.made_at,
        generated_by=stamp.made_by,
    )


def mark(data: Data, stamp: Stamp) -> str:
    """Return the words in the corner of every page."""
    words = [DEMO_MARK] if data["is_demo"] else []
    return "　".join(words + (["送审稿"] if stamp.is_draft else []))


def value_text(pair: list[int] | None) -> str:
    """Write a ratio with its counts, 未报, or that there was nothing to count."""
    if pair is None:
        return MISSING
    if not pair[1]:
        return NOTHING_DUE
    return chinese.share(pair[0], pair[1])


def ratio(data: Data, key: str) -> Run:
    """Return an indicator's value as a run that leads to its cells."""
    return Run(value_text(data["figures"][key]["value"]), key=key)


def county_ratio(data: Data, key: str, county_id: int) -> Run:
    """Return one county's part of an indicator as a run that leads to its cells."""
    pair = cell(data, key, county_id)
    return Run(value_text(pair), key="" if pair is None else f"{key}@{county_id}")


def count(number: int, key: str) -> Run:
    """Return a count as a run that leads to what was counted."""
    return Run(str(number), key=key)


def moved(figure: Data) -> str:
    """Say how an indicator changed; without an equal figure before there is no comparison."""
    change = figure["change"]
    if change is None:
        return ""
    compared = figure.get("compared", figure["expected"])  # older snapshots do not say
    among = f"（按两期都报的{compared}个县比较）" if compared < figure["expected"] else ""
    if change == 0:
        return f"，与上期持平{among}"
    return f"，较上期{'上升' if change > 0 else '下降'}{abs(change):.1f}个百分点{among}"


def names(data: Data, ids: list[int], limit: int = 10) -> str:
    """Name the counties in code order; past the limit say how many there are in all."""
    by_id = {county["id"]: county["name"] for county in data["counties"]}
    listed = "、".join(by_id[pk] for pk in ids[:limit])
    return f"{listed}等{len(ids)}个县（市、区）" if len(ids) > limit else listed


def cell(data: Data, key: str, county_id: int) -> list[int] | None:
    """Return the county's part of a figure, or None where it reported nothing."""
    for pk, numerator, denominator, _ in data["figures"][key]["cells"]:
        if pk == county_id:
            return [numerator, denominator]
    return None
