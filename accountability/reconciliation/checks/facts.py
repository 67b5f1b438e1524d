"""X15: the same fact told in two sheets, as a declared list of facts with their columns."""

from dataclasses import dataclass
from typing import Final

from accountability.reconciliation.checks.clauses import NO_FACT
from accountability.reconciliation.rules import Rule

# Each side selects county_id, village_id, period, unit (what must be equal on both sides),
# subject, then the side itself, whose value is compared as it is shown.
_POOR: Final = "ARRAY['贫困村', '深度贫困村']::varchar[]"


def _poor_by_types(sheet: str, table: str) -> str:
    return f"""
    SELECT DISTINCT ON (line.village_id) line.county_id, line.village_id, told.period,
           line.village_id::text AS unit, line.township_name || line.village_name AS subject,
           line.revision_id, line.sheet_name, line.row_no, 'village_types' AS field,
           CASE WHEN line.village_types && {_POOR} THEN '是贫困村' ELSE '不是贫困村' END AS value
      FROM recon_chosen told JOIN {table} line ON line.revision_id = told.revision_id
     WHERE told.sheet = '{sheet}' AND told.is_latest AND line.village_id IS NOT NULL
       AND line.village_types IS NOT NULL
     ORDER BY line.village_id, line.row_no
    """


_POOR_IN_T4: Final = """
    SELECT line.county_id, line.village_id, told.period, line.village_id::text AS unit,
           line.township_name || line.village_name AS subject, line.revision_id, line.sheet_name,
           line.row_no, 'is_poor_village' AS field,
           CASE WHEN line.is_poor_village THEN '是贫困村' ELSE '不是贫困村' END AS value
      FROM recon_chosen told
      JOIN accountability_weakcaserow line ON line.revision_id = told.revision_id
     WHERE told.sheet = 'T4' AND told.is_latest AND line.village_id IS NOT NULL
       AND line.is_poor_village IS NOT NULL
"""


def _villages_in(sheet: str, table: str) -> str:
    return f"""
    SELECT told.county_id, NULL::bigint AS village_id, told.period, told.period AS unit,
           '村数' AS subject, told.revision_id, '' AS sheet_name, NULL::int AS row_no, '' AS field,
           count(DISTINCT line.village_id) || '个村' AS value
      FROM recon_chosen told JOIN {table} line ON line.revision_id = told.revision_id
     WHERE told.sheet = '{sheet}' AND line.village_id IS NOT NULL
     GROUP BY told.county_id, told.period, told.revision_id
    """


@dataclass(frozen=True)
class Fact:
    """One fact with the two sheets that tell it; both sides must show the same value."""

    key: str
    title: str
    meaning: str
    left: tuple[str, str]
    right: tuple[str, str]
    told_for: tuple[str, ...]

    def rule(self) -> Rule:
        """Return the rule that compares the two sides."""
        return Rule(
            f"X15-{self.key}",
            self.title,
            self.meaning,
            "docs/sources.md#x15",
            self.left[0],
            self.right[0],
            _COMPARED.format(left=self.left[1], right=self.right[1], no_fact=NO_FACT),
            self.told_for,
        )


_COMPARED: Final = """
SELECT one.county_id, one.village_id, one.period, one.unit, one.subject, one.revision_id,
       one.sheet_name, one.row_no, one.field, one.value, other.county_id, other.revision_id,
       other.sheet_name, other.row_no, other.field, other.value, {no_fact},
       one.subject || '：一张表为“' || one.value || '”，另一张表为“' || other.value
       || '”，不一致，请核实。',
       '同一件事两张表应一致，请核对；口径不同的请说明。'
  FROM ({left}) one
  JOIN ({right}) other ON other.county_id = one.county_id AND other.unit = one.unit
 WHERE one.value <> other.value
"""

FACTS: Final = (
    Fact(
        "POOR-T4",
        "是否贫困村与花名册不一致",
        "整顿台账中的“是否贫困村”与花名册中的村类型相同。",
        ("T4", _POOR_IN_T4),
        ("T1", _poor_by_types("T1", "accountability_rosterrow")),
        ("T1",),  # T4 compares itself with the registry
    ),
    Fact(
        "POOR-T5",
        "村类型与花名册不一致",
        "集体经济表与花名册对同一个村是不是贫困村的说法相同。",
        ("T5", _poor_by_types("T5", "accountability_economyrow")),
        ("T1", _poor_by_types("T1", "accountability_rosterrow")),
        ("T5", "T1"),
    ),
    Fact(
        "VILLAGES",
        "村数与运转保障表不一致",
        "集体经济表与运转保障表同一年的村数相同。",
        ("T5", _villages_in("T5", "accountability_economyrow")),
        ("T11", _villages_in("T11", "accountability_guaranteerow")),
        ("T5", "T11"),
    ),
)
RULES: Final = tuple(one.rule() for one in FACTS)
