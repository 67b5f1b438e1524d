"""X9: empty-shell and weak villages (T5) against the figures of the county's own report.

A report is prose; its figure is typed in once with where it stands (models.DeclaredFigure).
"""

from typing import Final

from accountability.reconciliation.checks.clauses import fact, whole
from accountability.reconciliation.rules import DECLARED, Rule

_OTHER_THAN_DECLARED: Final = f"""
WITH counted AS (
    SELECT asked.county_id, asked.period, asked.revision_id, declared.id AS declared_id,
           declared.title, declared.value, declared.document,
           count(*) FILTER (
               WHERE line.weakness = declared.class
                  OR (declared.class = '' AND line.weakness IN ('空壳村', '薄弱村'))
           ) AS found
      FROM recon_chosen asked
      JOIN (SELECT id, county_id, period, value, document,
                   CASE code WHEN 'hollow' THEN '空壳村' WHEN 'weak' THEN '薄弱村'
                        ELSE '' END AS class,
                   CASE code WHEN 'hollow' THEN '空壳村数' WHEN 'weak' THEN '薄弱村数'
                        ELSE '空壳村和薄弱村数' END AS title
              FROM accountability_declaredfigure WHERE replaced_at IS NULL
           ) declared ON declared.county_id = asked.county_id AND declared.period = asked.period
      JOIN accountability_economyrow line ON line.revision_id = asked.revision_id
     WHERE asked.sheet = 'T5'
     GROUP BY asked.county_id, asked.period, asked.revision_id, declared.id, declared.title,
              declared.value, declared.document
)
SELECT county_id, NULL::bigint, period, concat_ws('|', period, title), title,
       {whole("counted", "found || '个'")}, county_id,
       {fact("document || '：' || value || '个'")},
       '集体经济表中' || title || '为' || found || '个，县报告“' || document || '”中为' || value
       || '个，不一致，请核实。',
       '请核对报告和报表；口径不同的请说明。'
  FROM counted WHERE found <> value
"""

RULES: Final = (
    Rule(
        "X9-REPORT",
        "空壳薄弱村数与县报告不一致",
        "集体经济表中的空壳村、薄弱村数等于县报告中写的数。",
        "docs/sources.md#x9",
        "T5",
        DECLARED,
        _OTHER_THAN_DECLARED,
        ("T5",),
    ),
)
