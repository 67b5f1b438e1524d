"""X16: the satisfaction a county claims (T3) against what the people asked at random say (T6).

Who was asked in any month of the year counts once, with the last answer. From which figures on is
set by the administrator (parameters `claim_high`, `recheck_low`, `recheck_least`); the sentence
says both figures with their counts and judges nobody.
"""

from typing import Final

from accountability.reconciliation.checks.clauses import NO_FACT, whole
from accountability.reconciliation.rules import Rule

_CLAIMED_AND_CHECKED: Final = f"""
WITH claimed AS (
    SELECT asked.county_id, asked.period, asked.revision_id, asked.first_day, asked.last_day,
           sum(line.ballots_returned) AS returned,
           sum(coalesce(line.ballots_satisfied, 0) + coalesce(line.ballots_fair, 0)) AS content
      FROM recon_chosen asked
      JOIN accountability_scorerow line ON line.revision_id = asked.revision_id
     WHERE asked.sheet = 'T3' AND line.ballots_returned > 0 AND line.ballots_satisfied IS NOT NULL
     GROUP BY asked.county_id, asked.period, asked.revision_id, asked.first_day, asked.last_day
),
answer AS (
    SELECT DISTINCT ON (claimed.county_id, claimed.period, line.finding_number)
           claimed.county_id, claimed.period, line.revision_id, line.satisfaction
      FROM claimed
      JOIN recon_chosen told ON told.county_id = claimed.county_id AND told.sheet = 'T6'
           AND told.first_day >= claimed.first_day AND told.last_day <= claimed.last_day
      JOIN accountability_findingrow line ON line.revision_id = told.revision_id
     WHERE line.satisfaction IN ('满意', '基本满意', '不满意')
     ORDER BY claimed.county_id, claimed.period, line.finding_number, told.last_day DESC,
              line.row_no
),
asked_at_random AS (
    SELECT county_id, period, max(revision_id) AS revision_id, count(*) AS people,
           count(*) FILTER (WHERE satisfaction IN ('满意', '基本满意')) AS content
      FROM answer GROUP BY county_id, period
),
said AS (
    SELECT claimed.*, found.people, found.content AS found_content,
           found.revision_id AS found_id,
           round(100.0 * claimed.content / claimed.returned, 1) AS claimed_rate,
           round(100.0 * found.content / found.people, 1) AS found_rate
      FROM claimed
      JOIN asked_at_random found ON found.county_id = claimed.county_id
           AND found.period = claimed.period
     WHERE found.people >= %(recheck_least)s
)
SELECT county_id, NULL::bigint, period, period, '群众满意度',
       {whole("said", "claimed_rate || '%%（' || content || '/' || returned || '票）'")}, county_id,
       found_id, '', NULL::int, '',
       found_rate || '%%（' || found_content || '/' || people || '人）', {NO_FACT},
       '自评满意度' || claimed_rate || '%%（' || content || '/' || returned
       || '票），与督查抽查的满意度' || found_rate || '%%（' || found_content || '/' || people
       || '人）不一致，请核实。',
       '请核对测评的范围和方式；口径不同的请说明。'
  FROM said
 WHERE claimed_rate >= %(claim_high)s AND found_rate < %(recheck_low)s
"""

RULES: Final = (
    Rule(
        "X16-CLAIM",
        "自评满意度与抽查不一致",
        "考核测评的群众满意度与督查抽查的相近；抽查人数够多才比较。",
        "docs/sources.md#x16",
        "T3",
        "T6",
        _CLAIMED_AND_CHECKED,
        ("T3", "T6"),
    ),
)
