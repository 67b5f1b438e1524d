"""Which revisions tell of village branches in one quarter, and the conditions read from them.

As the indicators read them: reserves and look-back of that quarter, members of all quarters up to
it, guarantees of the last whole year, elections and Party days as last told. A county whose sheet
is not current for its period is 未报, and no village of it is counted as short.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
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
from portal.access.reader import Reader
from villages.branches.models import Branch
from villages.places.models import VillageKind, VillageType

SHEETS = ("T7", "T8", "T9", "T11", "T17")
POOR = (VillageKind.POOR, VillageKind.DEEP)


class Told(NamedTuple):
    """One county's current revision of a sheet."""

    revision_id: int
    period: Period


class Known:
    """What is current for one quarter; read once, by whoever asks first."""

    def __init__(self, reader: Reader, quarter: Period) -> None:
        self.reader, self.quarter = reader, quarter

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
        return branch_rules(parameters_on(self.day))

    @cached_property
    def yearly_rules(self) -> BranchRules:
        """Return the bounds of the year whose guarantees are shown."""
        return branch_rules(parameters_on(self.year.last_day))

    @cached_property
    def _all(self) -> dict[str, list[tuple[int, Told]]]:
        """Return the current revisions of all sheets with their counties, the oldest first."""
        found: dict[str, list[tuple[int, Told]]] = defaultdict(list)
        rows = Pointer.objects.visible_to(self.reader).current()
        for county, sheet, text, revision in rows.filter(
            submission__task__sheet_code__in=SHEETS
        ).values_list(
            "county_id", "submission__task__sheet_code", "submission__task__period", "revision_id"
        ):
            period = Period.parse(text)
            if period.last_day <= self.day:
                found[sheet].append((county, Told(revision, period)))
        for told in found.values():
            told.sort(key=lambda one: one[1].period.first_day)
        return found

    @cached_property
    def of(self) -> dict[str, dict[int, Told]]:
        """Return by sheet and county the revision that speaks for the quarter."""
        same = {"T8": self.quarter, "T9": self.quarter, "T11": self.year}
        return {
            sheet: {
                county: told
                for county, told in self._all[sheet]
                if sheet not in same or told.period == same[sheet]
            }
            for sheet in SHEETS
        }

    def revisions(self, sheet: str) -> list[int]:
        """Return the revisions that speak for the quarter, one a county."""
        return [told.revision_id for told in self.of[sheet].values()]

    @cached_property
    def member_revisions(self) -> list[int]:
        """Return all revisions of T9 up to the quarter."""
        return [told.revision_id for _, told in self._all["T9"]]

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
        if members.window_months is not None:
            rows = rows.filter(probation_on__gt=months_after(self.day, -members.window_months))
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
        return self._told("T9") & Q(Exists(poor)) & ~_in(_at_least(self.reserves(), least))

    def without_young(self) -> Q:
        """Return the condition that no young member came in within the window (H-03)."""
        return self._told("T9") & ~_in(_at_least(self.young(), self.rules.young_min))

    def short_of_guarantees(self) -> Q:
        """Return the condition that pay or funds do not reach their bound (I-01, I-03)."""
        short = self.guarantees().filter(Q(is_pay_met=False) | Q(is_funds_met=False))
        return _in(short.values("village_id"))

    def _told(self, sheet: str) -> Q:
        return Q(county_id__in=self.of[sheet].keys())


def _in(villages: Any) -> Q:
    return Q(pk__in=villages)


def _at_least(rows: "QuerySet[MemberRow]", least: int) -> Any:
    """Return the villages with so many people among the rows."""
    if least == 1:
        return rows.values("village_id")
    counted = rows.values("village_id").annotate(people=Count("person_name", distinct=True))
    return counted.filter(people__gte=least).values("village_id")


def quarters(reader: Reader | None = None) -> list[Period]:
    """Return the quarters asked about branches that somebody has told of, the newest first."""
    rows = Pointer.objects.current() if reader is None else Pointer.objects.visible_to(reader)
    told = (
        rows.filter(closed_at=None, submission__task__sheet_code__in=("T8", "T9"))
        .values_list("submission__task__period", flat=True)
        .distinct()
    )
    return sorted((Period.parse(text) for text in told), reverse=True)


def people_by_village(rows: "QuerySet[Any]", villages: Collection[int]) -> dict[int, int]:
    """Return how many people the rows name in each of the villages."""
    counted = (
        rows.filter(village__in=villages)
        .values("village_id")
        .annotate(people=Count("person_name", distinct=True))
    )
    return dict(counted.values_list("village_id", "people"))
