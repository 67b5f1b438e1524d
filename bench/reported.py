"""What counties report, at the size of a province: a line a village, a person or a post.

Found by the pages of lists and the search. Everything is written by one statement a sheet and
period, in the order of the revisions; sums balance and classes follow from them.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

import pgtrigger
from django.db import connection

from accountability.intake.models import Revision
from bench import month
from bench.checks.world import accept, insert
from villages.places.models import Division, Level

FINDINGS: Final = 40  # a county and month
_WORDS: Final = (
    "ARRAY['办公经费没有到位', '驻村日志补写', '便民大厅没有人', '光伏收益挂账', '培训名单不实']"
)

# Rows to select from; each names the revision `told`.
_TOLD: Final = """JOIN accountability_revision told ON told.county_id = {county}
     AND told.sheet_code = '{sheet}' AND told.period = '{period}'"""
_VILLAGES: Final = f"""
FROM villages_division village
JOIN villages_division town ON town.id = village.parent_id
{_TOLD.replace("{county}", "village.county_id")}
CROSS JOIN LATERAL (SELECT (village.id * 37 % 1500) / 100.0 AS amount) earned
WHERE village.level = 'village' AND village.valid_to IS NULL"""
_IN_ORDER: Final = " ORDER BY told.id, village.code"
_POOR: Final = """ AND EXISTS (SELECT FROM villages_villagetype type WHERE type.valid_to IS NULL
     AND type.village_id = village.id AND type.kind IN ('poor', 'deep'))"""
_FOUND: Final = f"""
FROM (SELECT id, name, county_id, row_number() OVER (PARTITION BY county_id ORDER BY code) AS place
        FROM villages_division WHERE level = 'village' AND valid_to IS NULL) village
{_TOLD.replace("{county}", "village.county_id")}
JOIN villages_division county ON county.id = told.county_id
WHERE village.place <= {FINDINGS} ORDER BY told.id, village.place"""
_POSTINGS: Final = f"""
FROM villages_posting posting
JOIN villages_person person ON person.id = posting.person_id
JOIN villages_division village ON village.id = posting.village_id
{_TOLD.replace("{county}", "posting.county_id")}
WHERE posting.ended_on IS NULL ORDER BY told.id, posting.id"""
_COUNTIES: Final = f"""
FROM villages_division county
{_TOLD.replace("{county}", "county.id")}
WHERE county.level = 'county' AND county.kind <> 'city_own' AND county.valid_to IS NULL"""
_SEATS: Final = f"""
FROM villages_post post
JOIN villages_division place ON place.id = post.division_id
{_TOLD.replace("{county}", "post.county_id")} ORDER BY told.id, post.id"""

_VILLAGE: Final = {
    "revision_id": "told.id", "county_id": "village.county_id", "village_id": "village.id",
    "row_no": "5 + row_number() OVER (PARTITION BY told.id ORDER BY village.code)",
    "key": "village.code", "label": "town.name || ' ' || village.name",
    "township_name": "town.name", "village_name": "village.name",
}  # fmt: skip
_ECONOMY: Final = _VILLAGE | {
    "income_business": "amount", "income_contract": "0", "income_investment": "0",
    "income_other": "0", "income_subsidy": "1", "income_total": "amount + 1",
    "operating_income": "amount",
    "income_class": "CASE WHEN amount = 0 THEN '无收益' WHEN amount < 5 THEN '5万元以下'"
                    " ELSE '5—10万元' END",
    "weakness": "CASE WHEN amount = 0 THEN '空壳村' WHEN amount < 5 THEN '薄弱村' ELSE '否' END",
}  # fmt: skip
_GUARANTEE: Final = _VILLAGE | {
    "secretary_pay": "2000 + village.id % 997", "is_funds_met": "village.id % 7 > 0",
    "is_pay_met": "village.id % 11 > 0", "raw": "array_fill('1'::text, ARRAY[20])",
}  # fmt: skip
_FINDING: Final = {
    "revision_id": "told.id", "county_id": "told.county_id", "village_id": "village.id",
    "row_no": "village.place", "key": "village.place::text", "village_name": "village.name",
    "category": "'保障'", "gravity": "'一般'",
    "finding_number": "concat('2019-', right(told.period, 2), '-', left(county.code, 6), '-',"
                      " lpad(((village.place + told.id) % 40)::text, 3, '0'))",
    "description": f"({_WORDS})[1 + village.place % 5] || village.name",
    "found_on": "DATE '2019-06-01' + village.place::int",
    "due_on": "DATE '2019-08-01' + village.place::int * 5",
    "mend_type": "'限期整改'",
    "status": "CASE village.place % 4 WHEN 0 THEN '已完成待核' ELSE '整改中' END",
    "closed_on": "CASE WHEN village.place % 3 = 0 THEN DATE '2019-10-01' END",
}  # fmt: skip
_PRESENCE: Final = {
    "revision_id": "told.id", "county_id": "posting.county_id", "village_id": "village.id",
    "row_no": "5 + row_number() OVER (PARTITION BY told.id ORDER BY posting.id)",
    "key": "posting.id::text", "label": "person.name", "village_name": "village.name",
    "person_id": "person.id", "person_name": "person.name", "days_total": "20",
    "nights_total": "18", "is_met": "posting.id % 9 > 0", "leave_days": "posting.id % 13",
    "leave_approver": "'乡镇党委'",
}  # fmt: skip
_CADRE: Final = _VILLAGE | {
    "part": "'reserve'", "person_name": "'后备' || village.id", "standing": "'在培'", "age": "30",
}  # fmt: skip
_YOUNG: Final = _VILLAGE | {
    "part": "'member'", "person_name": "'党员' || village.id", "age": "20 + village.id % 20",
    "probation_on": "DATE '2018-01-01' + (village.id % 800)::int",
}  # fmt: skip
_PARTY_DAY: Final = _VILLAGE | {
    "held_1": "true", "held_2": "village.id % 5 > 0", "held_3": "village.id % 3 > 0",
}  # fmt: skip
_ELECTION: Final = {
    "revision_id": "told.id", "county_id": "county.id", "row_no": "6", "key": "'1'",
    "label": "county.name", "county_name": "county.name",
    "unfinished_villages": "ARRAY(SELECT id FROM villages_division WHERE county_id = county.id"
                           " AND level = 'village' AND valid_to IS NULL AND id % 23 = 0)",
}  # fmt: skip
_POST: Final = {
    "revision_id": "told.id", "county_id": "post.county_id", "division_id": "place.id",
    "row_no": "5 + row_number() OVER (PARTITION BY told.id ORDER BY post.id)",
    "key": "post.id::text", "label": "place.name", "division_name": "place.name",
    "post_title": "post.title", "person_name": "'干部' || post.id",
    "started_on": "DATE '2018-01-01'",
}  # fmt: skip


class Sheet(NamedTuple):
    """Rows of one table, the same in every period."""

    code: str
    periods: tuple[str, ...]
    model: str
    given: Mapping[str, str]
    source: str


_MONTHS: Final = tuple(f"2019-{number:02d}" for number in range(6, 13))
_QUARTERS: Final = ("2019Q4", "2020Q1")
_SPRING: Final = tuple(f"2020-{number:02d}" for number in range(1, 5))
_SHEETS: Final = (
    Sheet("T5", ("2018", "2019"), "EconomyRow", _ECONOMY, _VILLAGES + _IN_ORDER),
    Sheet("T11", ("2019", "2020"), "GuaranteeRow", _GUARANTEE, _VILLAGES + _IN_ORDER),
    Sheet("T6", _MONTHS, "FindingRow", _FINDING, _FOUND),
    Sheet("T2", _SPRING, "PresenceRow", _PRESENCE, _POSTINGS),
    Sheet("T9", _QUARTERS, "MemberRow", _CADRE, _VILLAGES + _POOR + _IN_ORDER),
    Sheet("T9", _QUARTERS, "MemberRow", _YOUNG, f"{_VILLAGES} AND village.id % 4 = 0 {_IN_ORDER}"),
    Sheet("T17", ("2020Q1",), "PartyDayRow", _PARTY_DAY, _VILLAGES + _IN_ORDER),
    Sheet("T7", ("2020-04",), "ElectionRow", _ELECTION, _COUNTIES),
    Sheet("T14", ("2020-04",), "PostRow", _POST, _SEATS),
)

# The heads of townships, two each, one in nine posts empty.
_HEADS: Final = """
INSERT INTO villages_post (division_id, county_id, title)
SELECT id, county_id, title FROM villages_division
 CROSS JOIN (VALUES ('township_secretary'), ('township_head')) AS head(title)
 WHERE level = 'township' AND valid_to IS NULL;
INSERT INTO villages_tenure (post_id, holder_name, valid_from, valid_to, end_reason,
    approval_number, source_note)
SELECT id, '干部' || id, DATE '2018-01-01',
       CASE WHEN id % 9 = 0 THEN DATE '2020-02-01' END, '', '', ''
  FROM villages_post WHERE title LIKE 'township%'
"""

_COUNT: Final = """
UPDATE accountability_revision SET rows_count = counted.number
  FROM (SELECT revision_id, count(*) AS number FROM {table} GROUP BY revision_id) AS counted
 WHERE accountability_revision.id = counted.revision_id
"""


def load() -> int:
    """Bring it in unless it is there; return how many rows of sheets were written."""
    if Revision.objects.filter(sheet_code="T6").exists():
        return 0
    by = month.officer()
    counties = list(
        Division.objects.places().filter(level=Level.COUNTY).values_list("pk", flat=True)
    )
    written = 0
    with connection.cursor() as cursor:
        cursor.execute(_HEADS)
        for code, period in dict.fromkeys((one.code, at) for one in _SHEETS for at in one.periods):
            accept(code, period, counties, by)
        cursor.execute("ANALYZE")
        for sheet in _SHEETS:
            for period in sheet.periods:
                cursor.execute(_statement(sheet, period))
                written += cursor.rowcount
        with pgtrigger.ignore("accountability.Revision:immutable"):
            for model in {sheet.model for sheet in _SHEETS}:
                cursor.execute(_COUNT.format(table=f"accountability_{model.lower()}"))
        cursor.execute("ANALYZE")
    return written


def _statement(sheet: Sheet, period: str) -> str:
    source = sheet.source.replace("{sheet}", sheet.code).replace("{period}", period)
    given = {"raw": "'{}'", **sheet.given}
    return insert(f"accountability.{sheet.model}", given, source)
