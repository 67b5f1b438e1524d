"""X13: what a file's own total row says against the sum of the rows it covers.

At staging the check D30 of every sheet tells it and refuses the file; here it is told of what was
accepted. A column in which cells were filled down from a merge is left out: its rows say the same
thing several times.
"""

from typing import Final

from accountability.intake.declare import CellType
from accountability.ledgers.sheets.economy_columns import COLUMNS as ECONOMY
from accountability.ledgers.sheets.guarantee_columns import COLUMNS as GUARANTEE
from accountability.ledgers.sheets.roster_columns import COLUMNS as ROSTER
from accountability.reconciliation.checks.clauses import NO_FACT
from accountability.reconciliation.rules import Rule

# The sheets that counties close with a total row: their tables and the columns that add up.
_SHEETS: Final = {
    "T1": ("accountability_rosterrow", ROSTER),
    "T5": ("accountability_economyrow", ECONOMY),
    "T11": ("accountability_guaranteerow", GUARANTEE),
}
_SUMMABLE: Final = frozenset({CellType.INTEGER, CellType.DECIMAL})


_OTHER_TOTAL: Final = f"""
WITH total AS (
    SELECT asked.county_id, asked.period, asked.revision_id, entry.value ->> 'label' AS label,
           entry.value ->> 'sheet_name' AS sheet_name, (entry.value ->> 'row_no')::int AS row_no,
           (entry.value ->> 'first')::int AS first_row, (entry.value ->> 'last')::int AS last_row,
           number.key AS field, number.value::numeric AS said
      FROM recon_chosen asked
      JOIN accountability_revision revision ON revision.id = asked.revision_id
     CROSS JOIN LATERAL jsonb_array_elements(
           coalesce(revision.facts -> 'totals', '[]'::jsonb)) entry
     CROSS JOIN LATERAL jsonb_each_text(entry.value -> 'numbers') number
     WHERE asked.sheet = '@sheet@' AND asked.is_latest AND number.key IN (@names@)
),
line AS MATERIALIZED (
    SELECT line.revision_id, line.sheet_name, line.row_no, to_jsonb(line) AS told
      FROM @table@ line WHERE line.revision_id IN (SELECT revision_id FROM total)
),
summed AS (
    SELECT total.*, sum((line.told ->> total.field)::numeric) AS found
      FROM total
      JOIN line ON line.revision_id = total.revision_id AND line.sheet_name = total.sheet_name
           AND line.row_no BETWEEN total.first_row AND total.last_row
     WHERE NOT EXISTS (
            SELECT 1 FROM accountability_cellchange change
             WHERE change.revision_id = total.revision_id AND change.field = total.field
               AND change.rule IN ('D10', 'D11'))
     GROUP BY total.county_id, total.period, total.revision_id, total.label, total.sheet_name,
              total.row_no, total.first_row, total.last_row, total.field, total.said
)
SELECT county_id, NULL::bigint, period, concat_ws('|', period, sheet_name, label, field),
       label || '行', revision_id, sheet_name, row_no, field, '填报' || trim_scale(said),
       county_id, revision_id, sheet_name, NULL::int, '', '各行相加' || trim_scale(found),
       {NO_FACT},
       label || '行填报' || trim_scale(said) || '，与各行相加的' || trim_scale(found)
       || '不一致，请核实。',
       '请核对各行和合计。'
  FROM summed WHERE abs(found - said) > 0.005
"""


def _other_total(sheet: str, table: str, fields: list[str]) -> str:
    """Return the statement for one sheet and the columns of it that add up."""
    names = ", ".join(f"'{name}'" for name in fields)
    told = _OTHER_TOTAL.replace("@sheet@", sheet).replace("@table@", table)
    return told.replace("@names@", names)


RULES: Final = tuple(
    Rule(
        f"X13-{sheet}",
        f"合计与各行不一致（{sheet}）",
        "表中填报的合计、小计等于各行之和。",
        "docs/sources.md#x13",
        sheet,
        sheet,
        _other_total(
            sheet,
            table,
            [
                one.name
                for one in columns
                if one.type in _SUMMABLE and one.adds_up and one.slot is None
            ],
        ),
    )
    for sheet, (table, columns) in _SHEETS.items()
)
