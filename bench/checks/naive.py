"""The named alternative: five of the rules row by row in Python, as a loop over objects does it.

X1, X3, X4 both ways and X5: for each village and each row one question to the database.
"""

from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from accountability.assessment.models import ScoreRow
from accountability.intake.models import Pointer
from accountability.intake.rules import Period
from accountability.ledgers.models import PresenceRow, RosterRow
from bench.checks.world import MONTH, YEAR
from bench.meter import measured
from villages.places.models import VillageType
from villages.postings.models import Posting

_LEAST: Final = 3
_NEEDED: Final = ("poor", "deep", "weak")


@dataclass(frozen=True)
class Sample:
    """What the loop cost for some counties. Units: seconds of wall time."""

    counties: int
    wall: float
    queries: int
    whole: float


def sample(size: int) -> Sample:
    """Loop over the counties with the longest rosters and reckon the province by its rows."""
    rows = dict(RosterRow.objects.order_by().values_list("county_id").annotate(rows=Count("pk")))
    chosen = sorted(rows, key=rows.__getitem__)[-size:]
    with CaptureQueriesContext(connection) as asked, measured() as spent:
        for county in chosen:
            check(county)
    share = sum(rows[county] for county in chosen) / sum(rows.values())
    return Sample(len(chosen), spent.wall, len(asked), spent.wall / share)


def check(county_id: int) -> list[str]:
    """Return the sentences of one county."""
    said = []
    roster, presence = _current("T1", MONTH, county_id), _current("T2", MONTH, county_id)
    first, last = Period.parse(MONTH).first_day, Period.parse(MONTH).last_day
    for type_ in VillageType.objects.filter(county_id=county_id, kind__in=_NEEDED).as_of(last):
        serving = [
            line
            for line in RosterRow.objects.filter(revision_id=roster, village_id=type_.village_id)
            if line.arrived_on and line.arrived_on <= last
            if line.left_on is None or line.left_on > last
        ]
        if not any(line.team_role == "第一书记" for line in serving):
            said.append(f"{type_.village.name}没有第一书记")
        if type_.kind != "weak" and len(serving) < _LEAST:
            said.append(f"{type_.village.name}只有{len(serving)}人")
    for line in PresenceRow.objects.filter(revision_id=presence):
        posted = Posting.objects.filter(person_id=line.person_id, village_id=line.village_id)
        if not posted.during(first, last).exists():
            said.append(f"{line.person_name}不在花名册中")
    for posting in Posting.objects.filter(county_id=county_id).during(first, last):
        rows = PresenceRow.objects.filter(revision_id=presence, village_id=posting.village_id)
        if not rows.filter(person_id=posting.person_id).exists():
            said.append(f"{posting.person.name}没有月报")
    return said + _assessed(county_id)


def _assessed(county_id: int) -> list[str]:
    said = []
    scores, year = _current("T3", YEAR, county_id), Period.parse(YEAR)
    for line in ScoreRow.objects.filter(revision_id=scores):
        posted = Posting.objects.filter(person_id=line.person_id, village_id=line.village_id)
        if not posted.filter(role="first_secretary").during(year.first_day, year.last_day).exists():
            said.append(f"{line.person_name}没有任职")
    return said


def _current(sheet: str, period: str, county_id: int) -> int:
    return int(
        Pointer.objects.current()
        .get(
            submission__task__sheet_code=sheet,
            submission__task__period=period,
            county_id=county_id,
        )
        .revision_id
    )
