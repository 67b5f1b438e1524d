"""X15: the first secretary a responsibility group (T18) lists, and the one who is posted (T1)."""

from typing import Final

from accountability.reconciliation.checks.clauses import span
from accountability.reconciliation.rules import Rule

_BELONGS: Final = """
    (line.joined_on IS NULL OR line.joined_on <= {day})
    AND (line.left_on IS NULL OR line.left_on > {day})
"""

# A village without a first secretary is covered by a group that somebody leads (X1).
COVERED: Final = f"""
    SELECT FROM recon_chosen listed
      JOIN accountability_groupmemberrow line ON line.revision_id = listed.revision_id
     WHERE listed.sheet = 'T18' AND listed.is_latest AND line.village_id = wanted.village_id
       AND line.group_role = '组长' AND {_BELONGS.format(day="roster.last_day")}
"""

_LISTED_OTHERWISE: Final = f"""
WITH listed AS (
    SELECT line.*, asked.period, roster.revision_id AS roster_id, on_day.day
      FROM recon_chosen asked
      LEFT JOIN recon_chosen roster ON roster.county_id = asked.county_id AND roster.sheet = 'T1'
           AND roster.is_latest
     CROSS JOIN LATERAL (
            SELECT least(asked.last_day, coalesce(roster.last_day, asked.last_day)) AS day
           ) on_day
      JOIN accountability_groupmemberrow line ON line.revision_id = asked.revision_id
     WHERE asked.sheet = 'T18' AND asked.is_latest AND line.village_id IS NOT NULL
       AND {_BELONGS.format(day="on_day.day")}
       AND EXISTS (SELECT 1 FROM recon_stay known WHERE known.county_id = line.county_id)
),
grouped AS (
    SELECT DISTINCT ON (village_id) *, identity = '第一书记' AS is_named FROM listed
     ORDER BY village_id, (identity = '第一书记') DESC, (group_role = '组长') DESC, row_no
),
known AS (
    SELECT village_id, array_agg(person_name) AS names, array_agg(person_id) AS ids,
           array_agg(person_name) FILTER (WHERE identity = '第一书记') AS first_names,
           array_agg(person_id) FILTER (WHERE identity = '第一书记') AS first_ids
      FROM listed GROUP BY village_id
)
SELECT one.county_id, one.village_id, one.period, one.village_id::text,
       one.township_name || one.village_name, one.revision_id, one.sheet_name, one.row_no,
       CASE WHEN one.is_named THEN 'person_name' ELSE 'identity' END,
       CASE WHEN one.is_named THEN one.person_name ELSE '没有列第一书记' END, one.county_id,
       CASE WHEN stay.person_id IS NULL THEN one.roster_id ELSE stay.revision_id END,
       coalesce(stay.sheet_name, ''), stay.row_no,
       CASE WHEN stay.person_id IS NULL THEN '' ELSE 'person_name' END,
       CASE WHEN stay.person_id IS NULL THEN '没有在岗的第一书记'
            ELSE stay.person_name || '，' || {span("stay")} END,
       CASE WHEN coalesce(stay.revision_id, one.roster_id) IS NULL THEN '驻村名录' ELSE '' END,
       one.village_name || CASE
           WHEN stay.person_id IS NULL
           THEN '责任组里的第一书记是' || one.person_name
                || '，花名册中没有在岗的第一书记，请核实。'
           WHEN NOT one.is_named
           THEN '责任组没有列入在岗的第一书记' || stay.person_name || '，请核实。'
           ELSE '责任组里的第一书记是' || one.person_name || '，花名册中在岗的是'
                || stay.person_name || '，请核实。' END,
       '第一书记已更换的请更新责任组；花名册有误的请先更正花名册（T1）。'
  FROM grouped one
  JOIN known ON known.village_id = one.village_id
  LEFT JOIN recon_stay stay ON stay.village_id = one.village_id AND stay.is_first
       AND stay.started_on <= one.day AND (stay.ended_on IS NULL OR stay.ended_on > one.day)
 WHERE CASE WHEN stay.person_id IS NULL THEN one.is_named
            WHEN one.is_named
            THEN stay.person_name <> ALL (known.first_names)
                 AND (stay.person_id = ANY (known.first_ids)) IS NOT TRUE
            ELSE stay.person_name <> ALL (known.names)
                 AND (stay.person_id = ANY (known.ids)) IS NOT TRUE END
"""

RULES: Final = (
    Rule(
        "X15-GROUP",
        "责任组的第一书记与花名册不一致",
        "责任组里的第一书记就是花名册中在这个村任职的第一书记。",
        "docs/sources.md#x15",
        "T18",
        "T1",
        _LISTED_OTHERWISE,
        ("T18", "T1"),
    ),
)
