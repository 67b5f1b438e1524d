"""Which revisions tell of village branches in one quarter, and the conditions read from them.

As the indicators read them: reserves and look-back of that quarter, members of all quarters up to
it, guarantees of the last whole year, elections and Party days as last told. A county whose sheet
is not current for its period is 未报, and no village of it is counted as short.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accountability.branches.rules import BranchRules, branch_rules
from accountability.intake.models import Pointer
from accountability.intake.rules import Period, PeriodKind
from accountability.ledgers.models import ElectionRow, GuaranteeRow, MemberRow
from accountability.ledgers.rules.members import IN_TRAINING
from accountability.ledgers.rules.months import months_after
from accountability.parameters.queries import parameters_on
from accountability.parameters.rules import Parameters
from portal.access.reader import Reader
from villages.branches.models import Branch
from villages.places.models import VillageKind, VillageType

SHEETS, QUARTERLY = ("T7", "T8", "T9", "T11", "T17"), ("T8", "T9")
STANDING = ("T7", "T17")  # what is said of the newest quarter may have been told after it
POOR = (VillageKind.POOR, VillageKind.DEEP)


class Told(NamedTuple):
    """One county's current revision of a sheet."""

    county_id: int
    sheet: str
    period: Period
    revision_id: int


def told_to(reader: Reader, county_id: int | None = None) -> list[Told]:
    """Return what is current of the sheets about branches, the oldest period first; one query."""
    rows = Pointer.objects.visible_to(reader).current().filter(revision__sheet_code__in=SHEETS)
    if county_id is not None:
        rows = rows.filter(county=county_id)
    found = [
        Told(county, sheet, Period.parse(period), revision)
        for county, sheet, period, revision in rows.values_list(
            "county_id", "revision__sheet_code", "revision__period", "revision_id"
        )
    ]
    return sorted(found, key=lambda one: (one.period.first_day, one.revision_id))


def newest_quarter(told: Sequence[Told]) -> Period | None:
    """Return the newest quarter for which somebody told of reserves or of the newly elected."""
    quarters = [one.period for one in told if one.sheet in QUARTERLY]
    return quarters[-1] if quarters else None


class Known:
    """What is current for one quarter; read once, by whoever asks first."""

    def __init__(self, told: Sequence[Told], quarter: Period) -> None:
        self.quarter = quarter
        is_newest = quarter == newest_quarter(told)
        self._told = [
            one
            for one in told
            if one.period.last_day <= quarter.last_day or (is_newest and one.sheet in STANDING)
        ]

    @property
    def day(self) -> dt.date:
        """Return the last day of the quarter, up to which everything counts."""
        return self.quarter.last_day

    @property
    def year(self) -> Period:
        """Return the last year that has ended by the quarter's last day."""
        own = Period.containing(self.day, PeriodKind.YEAR)
        return own if own.last_day <= self.day else own.previous()

    @cached_property
    def rules(self) -> BranchRules:
        """Return the bounds in force on the quarter's last day."""
        return branch_rules(self.parameters)

    @cached_property
    def parameters(self) -> Parameters:
        """Return the parameters as they hold on the quarter's last day, with their sources."""
        return parameters_on(self.day)

    @cached_property
    def parameters_of_year(self) -> Parameters:
        """Return the parameters of the year whose guarantees are shown."""
        return parameters_on(self.year.last_day)

    @cached_property
    def of(self) -> dict[str, dict[int, Told]]:
        """Return by sheet and county the revision that speaks for the quarter."""
        same = {"T8": self.quarter, "T9": self.quarter, "T11": self.year}
        return {
            sheet: {
                one.county_id: one
                for one in self._told
                if one.sheet == sheet and (sheet not in same or one.period == same[sheet])
            }
            for sheet in SHEETS
        }

    def revisions(self, sheet: str) -> list[int]:
        """Return the revisions that speak for the quarter, one a county."""
        return [told.revision_id for told in self.of[sheet].values()]

    @cached_property
    def member_revisions(self) -> list[int]:
        """Return the revisions of T9 that can tell of somebody taken in within the window."""
        return [
            one.revision_id
            for one in self._told
            if one.sheet == "T9" and (self.since is None or one.period.last_day > self.since)
        ]

    @property
    def since(self) -> dt.date | None:
        """Return the day after which the window for young members begins, None: no window."""
        months = self.rules.members.window_months
        return None if months is None else months_after(self.day, -months)

    @cached_property
    def unfinished(self) -> frozenset[int]:
        """Return the villages named as not finished with their election."""
        rows = ElectionRow.objects.filter(revision_id__in=self.revisions("T7"))
        return frozenset(
            village
            for named in rows.values_list("unfinished_villages", flat=True)
            for village in named
        )

    def reserves(self) -> "QuerySet[MemberRow]":
        """Return the lines of reserve cadres in training in the quarter."""
        rows = MemberRow.objects.filter(revision_id__in=self.revisions("T9"), part="reserve")
        return rows.filter(standing=IN_TRAINING, village__isnull=False).exclude(person_name="")

    def young(self) -> "QuerySet[MemberRow]":
        """Return the lines of young members taken in within the window up to the quarter's end."""
        members = self.rules.members
        rows = MemberRow.objects.filter(
            revision_id__in=self.member_revisions,
            village__isnull=False,
            probation_on__lte=self.day,
        ).exclude(part="reserve")
        if members.young_age_max is not None:
            rows = rows.filter(age__lte=members.young_age_max)
        if self.since is not None:
            rows = rows.filter(probation_on__gt=self.since)
        return rows

    def guarantees(self) -> "QuerySet[GuaranteeRow]":
        """Return the lines of guarantees of the year."""
        rows = GuaranteeRow.objects.filter(revision_id__in=self.revisions("T11"))
        return rows.filter(village__isnull=False)

    # Conditions on villages, one for each tab.

    @staticmethod
    def vacant() -> Q:
        """Return the condition that the branch has no secretary."""
        now = Branch.objects.filter(village=OuterRef("pk"), valid_to=None)
        return Q(Exists(now.filter(secretary_name="")))

    def is_unfinished(self) -> Q:
        """Return the condition that the election is not finished."""
        return Q(pk__in=self.unfinished)

    def short_of_reserves(self) -> Q:
        """Return the condition that a poor village has too few reserve cadres (H-01)."""
        least = self.rules.members.reserve_min or 1
        poor = VillageType.objects.as_of(self.day).filter(village=OuterRef("pk"), kind__in=POOR)
        return self._of_counties("T9") & Q(Exists(poor)) & ~_in(_at_least(self.reserves(), least))

    def without_young(self) -> Q:
        """Return the condition that no young member came in within the window (H-03)."""
        return self._of_counties("T9") & ~_in(_at_least(self.young(), self.rules.young_min))

    def short_of_guarantees(self) -> Q:
        """Return the condition that pay or funds do not reach their bound (I-01, I-03)."""
        short = self.guarantees().filter(Q(is_pay_met=False) | Q(is_funds_met=False))
        return _in(short.values("village_id"))

    def _of_counties(self, sheet: str) -> Q:
        return Q(county_id__in=self.of[sheet].keys())


def _in(villages: Any) -> Q:
    return Q(pk__in=villages)


def _at_least(rows: "QuerySet[MemberRow]", least: int) -> Any:
    """Return the villages with so many people among the rows."""
    if least == 1:
        return rows.values("village_id")
    counted = rows.values("village_id").annotate(people=Count("person_name", distinct=True))
    return counted.filter(people__gte=least).values("village_id")


def people_by_village(rows: "QuerySet[Any]", villages: Collection[int]) -> dict[int, int]:
    """Return how many people the rows name in each of the villages."""
    counted = (
        rows.filter(village__in=villages)
        .values("village_id")
        .annotate(people=Count("person_name", distinct=True))
    )
    return dict(counted.values_list("village_id", "people"))
