"""X8: which villages a sheet must speak of, against the list of poor villages."""

from typing import Final

from accountability.reconciliation.checks.clauses import POOR_VILLAGES, cell, fact, whole
from accountability.reconciliation.rules import REGISTRY, Rule


def _missing(sheet: str, table: str) -> str:
    """Return the statement: a poor village of the period the sheet does not speak of."""
    return f"""
SELECT poor.county_id, poor.village_id, asked.period,
       concat_ws('|', asked.period, poor.village_id), poor.name,
       {whole("asked", "'没有这一行'")}, NULL::bigint,
       {fact("'贫困村名录：自' || poor.valid_from || '起'")},
       poor.name || '在贫困村名录中，本表没有报，请核实。',
       '漏报的请补上；不在本表范围的请说明。'
  FROM recon_chosen asked
  CROSS JOIN LATERAL ({POOR_VILLAGES}
        WHERE type.county_id = asked.county_id AND type.kind IN ('poor', 'deep')
          AND type.valid_from <= asked.last_day
          AND (type.valid_to IS NULL OR type.valid_to > asked.last_day)
          AND village.valid_from <= asked.last_day
          AND (village.valid_to IS NULL OR village.valid_to > asked.last_day)
        ORDER BY type.village_id, type.valid_from
       ) poor
 WHERE asked.sheet = '{sheet}' AND asked.is_latest AND NOT EXISTS (
        SELECT 1 FROM {table} line
         WHERE line.revision_id = asked.revision_id AND line.village_id = poor.village_id
   )
"""


_NOT_POOR: Final = f"""
SELECT DISTINCT ON (line.village_id) line.county_id, line.village_id, asked.period,
       concat_ws('|', asked.period, line.village_id), line.township_name || line.village_name,
       {cell("line", "village_name", "line.village_name")}, NULL::bigint,
       {fact("'贫困村名录：没有这个村'")},
       line.township_name || line.village_name
       || '在贫困村后备干部台账中，与贫困村名录不一致，请核实。',
       '不是贫困村的请删去；名录有误的请报省级更正。'
  FROM recon_chosen asked
  JOIN accountability_memberrow line ON line.revision_id = asked.revision_id
       AND line.part = 'reserve' AND line.village_id IS NOT NULL
 WHERE asked.sheet = 'T9' AND asked.is_latest AND NOT EXISTS (
        SELECT 1 FROM villages_villagetype type
         WHERE type.village_id = line.village_id AND type.kind IN ('poor', 'deep')
           AND type.valid_from <= asked.last_day
           AND (type.valid_to IS NULL OR type.valid_to > asked.last_day)
   )
 ORDER BY line.village_id, line.row_no
"""

# At staging each of these sheets asks for the missing village itself, as an error.
_SHEETS: Final = {
    "T5": ("集体经济统计表", "accountability_economyrow"),
    "T9": ("后备干部和发展党员台账", "accountability_memberrow"),
    "T11": ("运转保障情况表", "accountability_guaranteerow"),
}
RULES: Final = (
    Rule(
        "X8-RESERVE",
        "后备干部台账中的村不是贫困村",
        "后备干部台账只列贫困村。",
        "docs/sources.md#x8",
        "T9",
        REGISTRY,
        _NOT_POOR,
        ("T9",),
    ),
    *(
        Rule(
            f"X8-{sheet}",
            f"贫困村不在{title}中",
            f"每个贫困村都在{title}中。",
            "docs/sources.md#x8",
            sheet,
            REGISTRY,
            _missing(sheet, table),
        )
        for sheet, (title, table) in _SHEETS.items()
    ),
)
