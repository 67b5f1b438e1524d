"""What the pages show of cases: their row, their months, alike texts, who checked again."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import CharField, QuerySet
from django.db.models.expressions import RawSQL

from accountability.intake.queries.reported import newest, reported, source_of
from accountability.intake.rules import Period
from accountability.ledgers.models import WeakCaseRow
from accountability.ledgers.rules import core, likeness_on
from accountability.ledgers.rules.months import months_after
from accountability.rectification.models import Recheck, Relapse, WeakCase
from accountability.rectification.models.cases import WeakCaseQuerySet
from accountability.rectification.rules.cases import CLAIMED, Group, Level, Result, group_of
from accountability.rectification.rules.stages import REOPENED
from accountability.rectification.rules.standing import standing
from portal.access.models import User
from portal.access.reader import Reader
from villages.dossiers.sections import Source
from villages.places.models import Division
from villages.places.models import Level as AreaLevel

_TEXTS: Final = (("symptoms", "具体表现及原因"), ("measures", "整顿措施"))
FIELD: Final = "stage"


@dataclass(frozen=True)
class Month:
    """What one month's ledger says of a case, with where."""

    period: str
    stage: str
    remark: str
    source: Source


def row_of(case: WeakCase) -> WeakCaseRow | None:
    """Return the row of the ledger a case stands on."""
    return WeakCaseRow.objects.filter(
        revision_id=case.source_revision_id,
        sheet_name=case.source_sheet,
        row_no=case.source_row,
    ).first()


def months_of(case: WeakCase, reader: Reader) -> list[Month]:
    """Return what each month's current ledger says of the case, oldest first: two queries."""
    rows = (
        reported(WeakCaseRow, reader)
        .filter(village_id__in=case.village_ids)
        .filter(revision__period__gte=case.first_period, revision__period__lte=case.period)
        .order_by("revision__period", "row_no")
    )
    return [Month(one.period, one.stage, one.remark, source_of(one, FIELD, reader)) for one in rows]


@dataclass(frozen=True)
class Alike:
    """Another village whose text is the same, names and figures apart."""

    label: str
    case: WeakCase
    text: str


def alike(case: WeakCase, own: WeakCaseRow) -> list[Alike]:
    """Return the cases of the county whose texts are this one's, as the staging judges it (X14)."""
    least = likeness_on(dt.date.max).copied_characters
    cases = {
        (one.source_sheet, one.source_row): one
        for one in WeakCase.objects.filter(
            county_id=case.county_id, source_revision_id=case.source_revision_id
        )
        .exclude(pk=case.pk)
        .select_related("village__parent")
    }
    rows = WeakCaseRow.objects.filter(revision_id=case.source_revision_id).exclude(pk=own.pk)
    texts: dict[tuple[str, str], list[WeakCaseRow]] = defaultdict(list)
    for row in rows.order_by("row_no"):
        for field, _ in _TEXTS:
            texts[field, _bare(row, field)].append(row)
    found = []
    for field, label in _TEXTS:
        mine = _bare(own, field)
        for row in texts[field, mine] if len(mine) >= least else ():
            other = cases.get((row.sheet_name, row.row_no))
            if other is not None:
                found.append(Alike(label, other, getattr(row, field)))
    return found


def _bare(row: WeakCaseRow, field: str) -> str:
    return core(getattr(row, field) or "", row.village_name, row.township_name)


def rechecks_of(case: WeakCase, reader: Reader) -> list[Recheck]:
    """Return the re-checks of the case's village, the latest first."""
    rows = Recheck.objects.visible_to(reader).filter(village_id__in=case.village_ids)
    return list(rows.select_related("by").order_by("-checked_on", "-pk"))


def relapses_of(case: WeakCase, reader: Reader) -> list[Relapse]:
    """Return the relapses found in the case's village, the latest first."""
    rows = Relapse.objects.visible_to(reader).filter(village_id__in=case.village_ids)
    return list(rows.select_related("by").order_by("-found_on", "-pk"))


def drawable(user: User) -> WeakCaseQuerySet:
    """Return the cases that can be drawn: accepted, not sent back, not looked at since."""
    seen = RawSQL(
        "EXISTS (SELECT 1 FROM accountability_recheck seen"
        " WHERE seen.village_id = ANY (accountability_weakcase.village_ids) AND seen.checked_on"
        " >= coalesce(accountability_weakcase.verified_on, accountability_weakcase.began_on))",
        [],
    )
    rows = WeakCase.objects.visible_to(user).filter(standing__in=CLAIMED, order="")
    found: WeakCaseQuerySet = rows.exclude(group=Group.PAST).annotate(seen=seen).filter(seen=False)
    return found


def rows_on(reader: Reader, day: dt.date) -> "QuerySet[WeakCaseRow]":
    """Return the newest row of each village by the ledgers that began by `day`.

    Each has its `standing` on that day.
    """
    rows = newest(reported(WeakCaseRow, reader, until=day).filter(village__isnull=False), "village")
    text = standing("accountability_weakcaserow", f"DATE '{day:%Y-%m-%d}'")
    stood: QuerySet[WeakCaseRow] = rows.annotate(
        standing=RawSQL(text, [], output_field=CharField())  # noqa: S611
    )
    return stood


@dataclass(frozen=True)
class Count:
    """How many cases stand where in an area on a day, and what the province's checks found."""

    groups: dict[Group, int]
    due: int
    converted: int
    tracked: int
    fell_back: int
    rechecked: int
    overturned: int


def counted(
    reader: Reader,
    area: Division,
    day: dt.date,
    *,
    counties: Iterable[int],
    conversion_months: int,
    tracking_months: int,
) -> Count:
    """Count the cases of an area as the indicators do: three queries.

    `due`, `converted`: opened long enough ago, and accepted of those; `tracked`, `fell_back`:
    accepted within the time of tracking or fallen back, and the latter.
    """
    rows = rows_on(reader, day).filter(county_id__in=counties)
    checks = Recheck.objects.visible_to(reader).filter(
        county_id__in=counties, level=Level.PROVINCE,
        checked_on__gte=day.replace(month=1, day=1), checked_on__lte=day,
    )  # fmt: skip
    if area.level == AreaLevel.TOWNSHIP:
        rows, checks = rows.filter(village__parent=area), checks.filter(village__parent=area)
    results = list(checks.values_list("result", flat=True))
    tally = _Tally(day, conversion_months, tracking_months)
    for row in rows:
        tally.add(row)
    return Count(
        dict(tally.groups), tally.due, tally.converted, tally.tracked, tally.fell_back,
        len(results), results.count(Result.FAILED.value),
    )  # fmt: skip


class _Tally:
    """Counts rows one by one, by the definitions of the indicators.

    What is due is measured on the last day a row's ledger tells of: later nobody has told.
    """

    def __init__(self, day: dt.date, conversion_months: int, tracking_months: int) -> None:
        self.day, self.months = day, (conversion_months, tracking_months)
        self.groups: dict[Group, int] = defaultdict(int)
        self.due = self.converted = self.tracked = self.fell_back = 0

    def add(self, row: Any) -> None:
        """Count one row."""
        told = min(self.day, Period.parse(row.period).last_day)
        opened_by, accepted_since = (months_after(told, -months) for months in self.months)
        group = group_of(row.standing, is_again=bool(row.relapses_count))
        self.groups[group] += 1
        cured = group in {Group.TRACKED, Group.CLOSED}
        is_back = row.standing == REOPENED or bool(row.relapses_count)
        if group is not Group.DROPPED and row.opened_on and row.opened_on <= opened_by:
            self.due += 1
            self.converted += cured
        accepted = row.verified_on or row.finished_on
        if is_back or (cured and accepted and accepted > accepted_since):
            self.tracked += 1
            self.fell_back += is_back
