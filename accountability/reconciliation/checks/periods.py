"""X14: the villages of one period against those of the period before."""

from typing import Final

from accountability.reconciliation.checks.clauses import NO_FACT, whole
from accountability.reconciliation.rules import Rule

# Sheets with a row for every village of the county, and their tables. A village left out is told at
# staging by the sheet itself.
CENSUS: Final = {
    "T5": "accountability_economyrow",
    "T11": "accountability_guaranteerow",
}


# Villages came or went between two periods and no division changed.
_VILLAGES_CHANGED: Final = f"""
WITH pair AS (
    SELECT asked.county_id, asked.period, asked.revision_id, asked.last_day,
           earlier.revision_id AS earlier_id, earlier.last_day AS earlier_day
      FROM recon_chosen asked
      JOIN LATERAL (
            SELECT * FROM recon_chosen before
             WHERE before.county_id = asked.county_id AND before.sheet = asked.sheet
               AND before.last_day < asked.first_day
             ORDER BY before.last_day DESC LIMIT 1
           ) earlier ON TRUE
     WHERE asked.sheet = '@sheet@'
),
counted AS (
    SELECT pair.county_id, pair.period, pair.revision_id, pair.earlier_id, pair.last_day,
           pair.earlier_day, line.village_id,
           bool_or(line.revision_id = pair.revision_id) AS is_now,
           bool_or(line.revision_id = pair.earlier_id) AS was_then
      FROM pair
      JOIN @table@ line ON line.revision_id IN (pair.revision_id, pair.earlier_id)
     WHERE line.village_id IS NOT NULL
     GROUP BY pair.county_id, pair.period, pair.revision_id, pair.earlier_id, pair.last_day,
              pair.earlier_day, line.village_id
),
judged AS (
    SELECT counted.*, village.name AS village_name,
           counted.is_now <> counted.was_then
           AND village.valid_from <= counted.earlier_day
           AND (village.valid_to IS NULL OR village.valid_to > counted.last_day)
           AND NOT EXISTS (
                SELECT 1 FROM villages_divisionchange change
                 WHERE village.id IN (change.predecessor_id, change.successor_id)
                   AND change.changed_on > counted.earlier_day
                   AND change.changed_on <= counted.last_day
           ) AS is_unexplained
      FROM counted
      JOIN villages_division village ON village.id = counted.village_id
),
summed AS (
    SELECT county_id, period, revision_id, earlier_id,
           count(*) FILTER (WHERE is_now) AS now_count,
           count(*) FILTER (WHERE was_then) AS then_count,
           string_agg(village_name, '、' ORDER BY village_name)
               FILTER (WHERE is_unexplained AND was_then) AS gone,
           string_agg(village_name, '、' ORDER BY village_name)
               FILTER (WHERE is_unexplained AND is_now) AS come
      FROM judged GROUP BY county_id, period, revision_id, earlier_id
)
SELECT county_id, NULL::bigint, period, '@sheet@|' || period, '村数',
       {whole("summed", "now_count || '个村'")}, county_id,
       earlier_id, '', NULL::int, '', then_count || '个村', {NO_FACT},
       '本期' || now_count || '个村，上期' || then_count || '个村，区划没有相应变更'
       || coalesce('；少了' || left(gone, 90), '') || coalesce('；多了' || left(come, 90), '')
       || '，请核实。',
       '漏报的请补上；有区划变更的请报省级登记，口径不同的请说明。'
  FROM summed WHERE gone IS NOT NULL OR come IS NOT NULL
"""


RULES: Final = tuple(
    Rule(
        f"X14-{sheet}",
        f"村数与上期不一致（{sheet}）",
        "每村一行的表，两期之间村数的变化都能由区划变更说明。",
        "docs/sources.md#x14",
        sheet,
        sheet,
        _VILLAGES_CHANGED.replace("@sheet@", sheet).replace("@table@", table),
    )
    for sheet, table in CENSUS.items()
)
