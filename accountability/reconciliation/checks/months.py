"""X4, X5, X15: the months (T2) and the year (T3) of those whom the roster (T1) has posted."""

from typing import Final

from accountability.intake.rules import Severity
from accountability.reconciliation.checks.clauses import NO_FACT, cell, span, stay, whole
from accountability.reconciliation.rules import Rule

_LATEST_ROSTER: Final = """
  LEFT JOIN recon_chosen roster ON roster.county_id = asked.county_id AND roster.sheet = 'T1'
       AND roster.is_latest
"""
_SERVED: Final = """
    stay.started_on <= asked.last_day
    AND (stay.ended_on IS NULL OR stay.ended_on > asked.first_day)
"""
_HAS_ROSTER: Final = "EXISTS (SELECT 1 FROM recon_stay known WHERE known.county_id = {0}.county_id)"


def _not_in_roster(sheet: str, table: str, tail: str, role: str, words: tuple[str, str]) -> str:
    """Return the statement: a person the sheet names did not serve in the village."""
    sentence, remedy = words
    return f"""
WITH lonely AS (
    SELECT line.*, asked.period, asked.first_day, asked.last_day
      FROM recon_chosen asked
      JOIN {table} line ON line.revision_id = asked.revision_id
     WHERE asked.sheet = '{sheet}' AND line.village_id IS NOT NULL AND line.person_name <> ''
       AND {_HAS_ROSTER.format("line")}
       AND NOT EXISTS (
            SELECT 1 FROM recon_stay stay
             WHERE stay.person_id = line.person_id AND stay.village_id = line.village_id
               AND {_SERVED} {role}
       )
)
SELECT asked.county_id, asked.village_id, asked.period,
       concat_ws('|', asked.period, asked.village_id, asked.person_name, asked.id_tail),
       asked.village_name || ' ' || asked.person_name, {
        cell("asked", "person_name", "asked.person_name")
    }, asked.county_id, roster.revision_id, '', NULL::int, '',
       '没有这个人', CASE WHEN roster.revision_id IS NULL THEN '驻村名录' ELSE '' END,
       {sentence}, '{remedy}'
  FROM lonely asked {_LATEST_ROSTER} {tail}
"""


_NAMESAKES: Final = f"""
  LEFT JOIN LATERAL (
        SELECT '，同名的人在' || string_agg(DISTINCT stay.village_name, '、') AS words
          FROM recon_stay stay
         WHERE stay.county_id = asked.county_id AND stay.person_name = asked.person_name
           AND {_SERVED}
       ) namesake ON TRUE
"""
_NOT_POSTED: Final = _not_in_roster(
    "T2",
    "accountability_presencerow",
    _NAMESAKES,
    "",
    (
        (
            "'花名册中本月没有在' || asked.village_name || '驻村的' || asked.person_name"
            " || coalesce(namesake.words, '') || '。'"
        ),
        "请核对村名和姓名；新到村的请先在花名册（T1）中补报。",
    ),
)
_FIRST: Final = "AND stay.is_first"
_NOT_SERVED: Final = _not_in_roster(
    "T3",
    "accountability_scorerow",
    "",
    _FIRST,
    (
        "'花名册中本年没有在' || asked.village_name || '任第一书记的' || asked.person_name || '。'",
        "请核对村名和姓名；名册有误的请先更正花名册（T1）。",
    ),
)


def _not_reported(sheet: str, table: str, role: str, words: tuple[str, str, str]) -> str:
    """Return the statement: a person served in the village and the sheet has no line for it."""
    before, after, remedy = words
    sentence = f"'{before}' || stay.village_name || '{after}'"
    return f"""
SELECT asked.county_id, stay.village_id, asked.period,
       concat_ws('|', asked.period, stay.village_id, left(stay.print, 24)),
       stay.village_name || ' ' || stay.person_name, {whole("asked", "'没有这一行'")},
       stay.county_id, {stay("stay", span("stay"))},
       CASE WHEN stay.revision_id IS NULL THEN '驻村名录' ELSE '' END,
       replace({sentence}, '〔人〕', stay.person_name), '{remedy}'
  FROM recon_chosen asked
  JOIN recon_stay stay ON stay.county_id = asked.county_id AND {_SERVED} {role}
 WHERE asked.sheet = '{sheet}' AND NOT EXISTS (
        SELECT 1 FROM {table} line
         WHERE line.revision_id = asked.revision_id AND line.village_id = stay.village_id
           AND line.person_id = stay.person_id
   ) AND NOT EXISTS (
        SELECT 1 FROM {table} line
         WHERE line.revision_id = asked.revision_id AND line.village_id = stay.village_id
           AND line.person_id IS NULL AND line.person_name = stay.person_name
   )
"""


_NOT_REPORTED: Final = _not_reported(
    "T2",
    "accountability_presencerow",
    "",
    (
        "花名册中本月在",
        "驻村的〔人〕没有在岗情况。",
        "漏报的请补上一行；确有原因的请说明。",
    ),
)
_NOT_ASSESSED: Final = _not_reported(
    "T3",
    "accountability_scorerow",
    _FIRST,
    (
        "本年在",
        "任第一书记的〔人〕没有考核。",
        "漏报的请补上；按规定不参加考核的请说明。",
    ),
)

_OTHER_ABSENCES: Final = f"""
WITH monthly AS (
    SELECT asked.revision_id AS asked_id, month.person_id,
           sum(month.absences_count) AS absences, max(month.revision_id) AS revision_id
      FROM recon_chosen asked
      JOIN recon_chosen told ON told.county_id = asked.county_id AND told.sheet = 'T2'
           AND told.first_day >= asked.first_day AND told.last_day <= asked.last_day
      JOIN accountability_presencerow month ON month.revision_id = told.revision_id
     WHERE asked.sheet = 'T3' AND month.absences_count IS NOT NULL AND month.person_id IS NOT NULL
     GROUP BY asked.revision_id, month.person_id
)
SELECT line.county_id, line.village_id, asked.period,
       concat_ws('|', asked.period, line.village_id, line.person_id),
       line.village_name || ' ' || line.person_name,
       {cell("line", "absences_count", "line.absences_count || '次'")}, line.county_id,
       {whole("monthly", "'各月报合计' || monthly.absences || '次'")}, {NO_FACT},
       '不在岗被查' || line.absences_count || '次，本年各月报合计为' || monthly.absences || '次。',
       '同一件事两张表应一致，请核对；口径不同的请说明。'
  FROM recon_chosen asked
  JOIN accountability_scorerow line ON line.revision_id = asked.revision_id
  JOIN monthly ON monthly.asked_id = asked.revision_id AND monthly.person_id = line.person_id
 WHERE asked.sheet = 'T3' AND line.absences_count <> monthly.absences
"""

RULES: Final = (
    Rule(
        "X4-OUT",
        "不在花名册中",
        "月报里的人都是花名册中当月在村的人。",
        "docs/sources.md#x4",
        "T2",
        "T1",
        _NOT_POSTED,
        ("T2",),
        Severity.ERROR,
    ),
    Rule(
        "X4-IN",
        "花名册上的人没有月报",
        "花名册中当月在村的人都有月报。",
        "docs/sources.md#x4",
        "T2",
        "T1",
        _NOT_REPORTED,
        ("T2",),
    ),
    Rule(
        "X5-OUT",
        "本年没有任职",
        "考核的人都是花名册中本年任职的第一书记。",
        "docs/sources.md#x5",
        "T3",
        "T1",
        _NOT_SERVED,
        ("T3",),
        Severity.ERROR,
    ),
    Rule(
        "X5-IN",
        "任职的没有考核",
        "花名册中本年任职的第一书记都有考核。",
        "docs/sources.md#x5",
        "T3",
        "T1",
        _NOT_ASSESSED,
        ("T3",),
    ),
    Rule(
        "X15-ABSENCE",
        "与月报不一致",
        "年度考核中不在岗被查的次数等于各月报之和。",
        "docs/sources.md#x15",
        "T3",
        "T2",
        _OTHER_ABSENCES,
        ("T3",),
    ),
)
