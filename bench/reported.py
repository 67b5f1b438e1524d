"""What counties report of every village, at the size of a province: two years of T5, a year of T6.

Found by the pages of lists and the search; the sums balance and the classes follow from them.
"""

from typing import Final

from django.db import connection

from accountability.intake.models import Revision
from bench import month
from bench.checks.world import accept, insert
from villages.places.models import Division, Level

YEARS: Final = ("2018", "2019")
MONTHS: Final = tuple(f"2019-{number:02d}" for number in range(6, 13))
FINDINGS: Final = 40  # a county and month
_WORDS: Final = (
    "ARRAY['办公经费没有到位', '驻村日志补写', '便民大厅没有人', '光伏收益挂账', '培训名单不实']"
)

_ECONOMY: Final = """
FROM villages_division village
JOIN villages_division town ON town.id = village.parent_id
JOIN accountability_revision told ON told.county_id = village.county_id
     AND told.sheet_code = 'T5' AND told.period = '{year}'
CROSS JOIN LATERAL (SELECT (village.id * {step} % 1500) / 100.0 AS amount) earned
WHERE village.level = 'village' AND village.valid_to IS NULL
"""
_FOUND: Final = """
FROM accountability_revision told
CROSS JOIN generate_series(1, {count}) AS nth(place)
JOIN LATERAL (
    SELECT id, name FROM villages_division
     WHERE county_id = told.county_id AND level = 'village' AND valid_to IS NULL
     ORDER BY code OFFSET nth.place LIMIT 1
) village ON true
JOIN villages_division county ON county.id = told.county_id
WHERE told.sheet_code = 'T6' AND told.period = '{month}'
"""


def load() -> int:
    """Bring it in unless it is there; return how many findings there are."""
    if Revision.objects.filter(sheet_code="T6").exists():
        return 0
    by = month.officer()
    counties = list(
        Division.objects.places().filter(level=Level.COUNTY).values_list("pk", flat=True)
    )
    findings = 0
    with connection.cursor() as cursor:
        for number, year in enumerate(YEARS):
            accept("T5", year, counties, by)
            cursor.execute(_economy(year, 37 + number))
        for one in MONTHS:
            accept("T6", one, counties, by)
            cursor.execute(_findings(one))
            findings += cursor.rowcount
        cursor.execute("ANALYZE")
    return findings


def _economy(year: str, step: int) -> str:
    given = {
        "revision_id": "told.id", "county_id": "told.county_id", "village_id": "village.id",
        "row_no": "row_number() OVER (PARTITION BY told.id ORDER BY village.code)",
        "key": "village.code", "raw": "'{}'", "township_name": "town.name",
        "village_name": "village.name", "income_business": "amount", "income_contract": "0",
        "income_investment": "0", "income_other": "0", "income_subsidy": "1",
        "income_total": "amount + 1", "operating_income": "amount",
        "income_class": "CASE WHEN amount = 0 THEN '无收益' WHEN amount < 5 THEN '5万元以下'"
                        " ELSE '5—10万元' END",
        "weakness": "CASE WHEN amount = 0 THEN '空壳村' WHEN amount < 5 THEN '薄弱村'"
                    " ELSE '否' END",
    }  # fmt: skip
    return insert("accountability.EconomyRow", given, _ECONOMY.format(year=year, step=step))


def _findings(period: str) -> str:
    given = {
        "revision_id": "told.id", "county_id": "told.county_id", "village_id": "village.id",
        "row_no": "nth.place", "key": "nth.place::text", "raw": "'{}'",
        "village_name": "village.name", "category": "'保障'", "gravity": "'一般'",
        "finding_number": "concat('2019-', right(told.period, 2), '-', left(county.code, 6), '-',"
                          " lpad(((nth.place + told.id) % 40)::text, 3, '0'))",
        "description": f"({_WORDS})[1 + nth.place % 5] || village.name",
        "found_on": "DATE '2019-06-01' + nth.place", "due_on": "DATE '2019-08-01' + nth.place * 5",
        "mend_type": "'限期整改'", "status": "'整改中'",
    }  # fmt: skip
    return insert("accountability.FindingRow", given, _FOUND.format(count=FINDINGS, month=period))
