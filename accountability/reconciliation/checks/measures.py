"""X10 and X11: persons named by findings (T6) and recalls (T15) against rosters and heads."""

from typing import Final

from accountability.reconciliation.checks.clauses import cell, span, stay, whole
from accountability.reconciliation.rules import Rule
from accountability.supervision.sheets.findings_columns import COLUMNS

_NAMED: Final = [column.name for column in COLUMNS].index("person_name") + 1
_ROSTER: Final = """
  LEFT JOIN recon_chosen roster ON roster.county_id = line.county_id AND roster.sheet = 'T1'
       AND roster.is_latest
"""

# The name lies sealed with the row: the rule says where it is asked for and not whose it is.
_NAMED_AND_UNKNOWN: Final = f"""
SELECT line.county_id, line.village_id, asked.period,
       concat_ws('|', line.finding_number, line.key), '问题' || line.finding_number,
       {cell("line", "person_name", "'涉及人员（姓名已隐去）'")}, line.county_id,
       {whole("roster", "'没有这个人'")},
       CASE WHEN roster.revision_id IS NULL THEN '驻村名录和任职名录' ELSE '' END,
       '问题' || line.finding_number || '的涉及人员与花名册、任免表不一致：都没有这个人，请核实。',
       '请核对姓名、村和身份证号后4位；不在两张表中的请说明。'
  FROM recon_chosen asked
  JOIN accountability_findingrow line ON line.revision_id = asked.revision_id {_ROSTER}
 WHERE asked.sheet = 'T6' AND asked.is_latest AND (
        (line.person_id IS NULL AND coalesce(line.raw[{_NAMED}], '') <> '')
        OR (line.person_id IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM recon_stay stay
                 WHERE stay.person_id = line.person_id AND stay.county_id = line.county_id)
            AND NOT EXISTS (SELECT 1 FROM villages_tenure tenure
                  JOIN villages_post post ON post.id = tenure.post_id
                 WHERE tenure.person_id = line.person_id AND post.county_id = line.county_id))
   )
"""

_SAME_PERSON: Final = """
    stay.county_id = line.county_id AND stay.is_recalled AND stay.person_name = line.person_name
    AND (line.id_fingerprint = '' OR line.id_fingerprint = stay.print)
"""
_RECALLS: Final = """
  FROM recon_chosen asked
  JOIN accountability_measurerow line ON line.revision_id = asked.revision_id
       AND line.category = '召回' AND line.person_name <> ''
"""
_THIS: Final = "asked.sheet = 'T15' AND asked.is_latest"

_NOT_IN_ROSTER: Final = f"""
SELECT line.county_id, NULL::bigint, asked.period,
       concat_ws('|', line.person_name, line.decided_on), line.person_name,
       {cell("line", "category", "'召回'")}, line.county_id,
       {whole("roster", "'没有因召回离任'")},
       CASE WHEN roster.revision_id IS NULL THEN '驻村名录' ELSE '' END,
       '召回的' || line.person_name || '与花名册（T1）不一致：名册中没有因召回离任的'
       || line.person_name || '，请核实。',
       '请核对姓名；名册没有更新的，请在T1中填写离任日期和原因“召回”。'
{_RECALLS} {_ROSTER}
 WHERE {_THIS}
   AND EXISTS (SELECT 1 FROM recon_stay known WHERE known.county_id = line.county_id)
   AND NOT EXISTS (SELECT 1 FROM recon_stay stay WHERE {_SAME_PERSON})
"""

_OTHER_DAY: Final = f"""
SELECT DISTINCT ON (line.id) line.county_id, stay.village_id, asked.period,
       concat_ws('|', line.person_name, stay.village_id), line.person_name,
       {cell("line", "decided_on", "line.decided_on::text")}, line.county_id,
       {stay("stay", span("stay"))},
       CASE WHEN stay.revision_id IS NULL THEN '驻村名录' ELSE '' END,
       line.person_name || '的召回日期' || line.decided_on || '与花名册（T1）的离任日期'
       || stay.ended_on || '不一致，请核实。',
       '请核对两个日期；决定日期和离任日期本来不同的请说明。'
{_RECALLS}
  JOIN recon_stay stay ON {_SAME_PERSON}
 WHERE {_THIS} AND line.decided_on IS NOT NULL
   AND NOT EXISTS (
        SELECT 1 FROM recon_stay stay WHERE {_SAME_PERSON} AND stay.ended_on = line.decided_on
   )
 ORDER BY line.id, stay.ended_on DESC
"""

_NOT_REPORTED: Final = f"""
SELECT stay.county_id, stay.village_id, asked.period,
       concat_ws('|', stay.village_id, left(stay.print, 24)),
       stay.village_name || ' ' || stay.person_name, {whole("asked", "'没有这一行'")},
       stay.county_id, {stay("stay", span("stay"))},
       CASE WHEN stay.revision_id IS NULL THEN '驻村名录' ELSE '' END,
       '花名册（T1）中' || stay.village_name || '的' || stay.person_name || '因召回于'
       || stay.ended_on || '离任，与本表不一致：本表没有，请核实。',
       '漏报的请补上一行；不是召回的请更正花名册。'
  FROM recon_chosen asked
  JOIN recon_stay stay ON stay.county_id = asked.county_id AND stay.is_recalled
       AND stay.ended_on BETWEEN asked.first_day AND asked.last_day
 WHERE {_THIS} AND NOT EXISTS (
        SELECT 1 FROM accountability_measurerow line
         WHERE line.revision_id = asked.revision_id AND line.category = '召回'
           AND line.person_name = stay.person_name
   )
"""

_X11: Final = "docs/sources.md#x11"
RULES: Final = (
    Rule(
        "X10-PERSON",
        "问题涉及人员不在花名册和任免表",
        "督查问题的涉及人员在花名册或任免表中。",
        "docs/sources.md#x10",
        "T6",
        "T1",
        _NAMED_AND_UNKNOWN,
    ),
    Rule(
        "X11-T15",
        "召回不在花名册",
        "约谈召回问责表中的召回，花名册也记为因召回离任。",
        _X11,
        "T15",
        "T1",
        _NOT_IN_ROSTER,
        ("T15",),
    ),
    Rule(
        "X11-DAY",
        "召回日期不一致",
        "召回的决定日期等于花名册中的离任日期。",
        _X11,
        "T15",
        "T1",
        _OTHER_DAY,
        ("T15", "T1"),
    ),
    Rule(
        "X11-T1",
        "花名册的召回没有报",
        "花名册中当期因召回离任的，约谈召回问责表都有。",
        _X11,
        "T15",
        "T1",
        _NOT_REPORTED,
        ("T15", "T1"),
    ),
)
