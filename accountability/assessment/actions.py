"""Writes of the assessment slice."""

import dataclasses
import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from accountability.assessment.models import IndicatorThreshold
from accountability.assessment.rollup import recompute, touched
from accountability.assessment.rules import Direction, Indicator, indicators_on
from accountability.campaigns.rules import months_touched
from accountability.intake.models import CollectionTask, Submission
from accountability.intake.rules import Period
from portal.access.models import User
from portal.audit.trail import record

_OWN_ROWS = 740_020  # the advisory lock under which figures of own rows are written


def refresh_rollups(*, submission: Submission, at: dt.datetime) -> None:
    """Compute the indicators that read a county's sheet anew; called where its pointer moves."""
    moved = Period.parse(submission.task.period)
    for code, period in touched(submission.task.sheet_code, moved):
        recompute(code, period, counties=[submission.county_id], at=at)


def refresh_since(*, sheet: str, county_id: int, day: dt.date, at: dt.datetime) -> None:
    """Compute anew what reads a county's sheet of `day` and later: its rows now stand otherwise."""
    tasks = CollectionTask.objects.filter(sheet_code=sheet).values_list("period", flat=True)
    periods = [period for period in map(Period.parse, tasks) if period.last_day >= day]
    for code, period in {pair: None for one in periods for pair in touched(sheet, one)}:
        recompute(code, period, counties=[county_id], at=at)


def refresh_own_rows(
    *, county_ids: Collection[int], days: Collection[dt.date], at: dt.datetime
) -> None:
    """Compute the indicators of the portal's own rows anew for things due on these days."""
    for year, month in months_touched(days, timezone.localdate(at)):
        recompute_own_rows(Period.parse(f"{year}-{month:02d}"), counties=list(county_ids), at=at)


def recompute_own_rows(period: Period, *, counties: list[int] | None, at: dt.datetime) -> int:
    """Compute every indicator of the portal's own rows for a month; return how many figures.

    One at a time: of two confirmations at once the second counts the first, too.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_OWN_ROWS])
    return sum(
        recompute(one.code, period, counties=counties, at=at)
        for one in indicators_on(period.last_day)
        if one.is_of_own_rows and one.period_kind == period.kind
    )


class ThresholdError(Exception):
    """The thresholds cannot be changed; the text says in Chinese why."""


@dataclass(frozen=True)
class NewThresholds:
    """What shall hold from a day on: shares from 0 to 1, and by whose word."""

    green_at: float
    yellow_at: float
    valid_from: dt.date
    source: str
    is_official: bool


@transaction.atomic
def change_thresholds(
    *, definition: Indicator, new: NewThresholds, seen: int | None, by: User, at: dt.datetime
) -> IndicatorThreshold:
    """Let new thresholds hold from a day on; what held before ends there.

    `seen` is the row the page showed. Raises: ThresholdError.
    """
    held = IndicatorThreshold.objects.select_for_update()
    current = held.filter(indicator=definition.code, valid_to__isnull=True).first()
    _refuse(definition, current, new, seen)
    before = "未设"
    if current:
        before = current.thresholds.words
        current.valid_to = new.valid_from
        current.save(update_fields=["valid_to"])
    made = IndicatorThreshold.objects.create(
        indicator=definition.code,
        lower_is_better=definition.lower_is_better,
        **dataclasses.asdict(new),
    )
    record(
        "indicator.change_thresholds",
        made,
        by=by,
        at=at,
        sentence=f"{by.full_name} 将“{definition.name}”的红黄绿标准自{made.valid_from:%Y-%m-%d}起"
        f"由“{before}”改为“{made.thresholds.words}”，依据：{made.source}",
        code=definition.code,
    )
    return made


def _refuse(
    definition: Indicator, current: IndicatorThreshold | None, new: NewThresholds, seen: int | None
) -> None:
    if definition.direction == Direction.NONE:
        raise ThresholdError("这个指标只作情况反映，不设红黄绿标准。")
    if seen != (current.pk if current else None):
        raise ThresholdError("标准刚刚被别人改过，请核对最新的标准后再改。")
    if (new.yellow_at > new.green_at) != definition.lower_is_better and (
        new.yellow_at != new.green_at
    ):
        side = "不能低于" if definition.lower_is_better else "不能高于"
        raise ThresholdError(f"黄的界限{side}绿的界限。")
    if current is None:
        return
    if new.valid_from <= current.valid_from:
        raise ThresholdError(
            f"起始日期应晚于现行标准的起始日期{current.valid_from:%Y-%m-%d}：已用过的标准不能倒改。"
        )
    held = (current.green_at, current.yellow_at, current.source, current.is_official)
    if (new.green_at, new.yellow_at, new.source, new.is_official) == held:
        raise ThresholdError("标准和依据都没有变化。")
