"""Telling a county its contradictions when it stages a revision, before it submits."""

import json
from collections.abc import Sequence
from typing import Final

from django.utils import timezone

from accountability.intake.declare import SHEETS
from accountability.intake.hooks import Staged
from accountability.reconciliation.checks import rules_for
from accountability.reconciliation.finding import found
from accountability.reconciliation.gathering import Ground
from accountability.reconciliation.keeping import SILENT
from accountability.reconciliation.rules import Rule

MOST_PER_RULE: Final = 5_000


class Beside:
    """The comparison of a staged revision with the other sheets of its county."""

    def causes(self, sheet_code: str) -> Sequence[str]:
        """Return the titles of the rules told for this sheet."""
        return [rule.title for rule in rules_for(sheet_code)]

    def compare(self, staged: Staged) -> None:
        """Write a problem for each hit with a side in the staged revision, unless ruled right."""
        rules = [
            one for one in rules_for(staged.sheet_code) if one.is_in_force(staged.period.last_day)
        ]
        if not rules:
            return
        columns = SHEETS[staged.sheet_code].columns
        places = [(column.name, column.path, place) for place, column in enumerate(columns, 1)]
        with found(rules, Ground(staged=staged)) as (cursor, values):
            cursor.execute(
                _TELL.format(table=_table(staged)),
                {
                    **values,
                    "today": timezone.localdate(),
                    "rules": json.dumps(_described(rules)),
                    "letters": json.dumps(staged.columns),
                    "places": json.dumps(places),
                    "most": MOST_PER_RULE,
                },
            )


BESIDE: Final = Beside()


def _table(staged: Staged) -> str:
    return f"accountability_{SHEETS[staged.sheet_code].model.partition('.')[2].lower()}"


def _described(rules: Sequence[Rule]) -> list[dict[str, str]]:
    return [
        {"rule": one.key, "code": one.code, "severity": one.severity.value, "title": one.title}
        for one in rules
    ]


# Our side is the left one where both lie in the staged revision. The address of the other side
# comes from the letters its revision kept; a side in another county is not named.
_TELL: Final = f"""
WITH rule AS (
    SELECT * FROM jsonb_to_recordset(%(rules)s::jsonb)
        AS given(rule text, code text, severity text, title text)
),
sided AS (
    SELECT hit.*, coalesce(hit.left_revision_id = %(revision)s, false) AS is_left,
           md5(concat_ws('|', hit.left_value, hit.right_value, hit.right_fact)) AS signature
      FROM recon_hit hit
     WHERE %(revision)s IN (hit.left_revision_id, hit.right_revision_id)
       AND hit.left_revision_id IS DISTINCT FROM hit.right_revision_id
),
told AS (
    SELECT hit.*, row_number() OVER (PARTITION BY hit.rule ORDER BY hit.left_row, hit.key) AS place
      FROM sided hit
     WHERE NOT EXISTS (
            SELECT 1 FROM accountability_contradiction old
             WHERE old.rule = hit.rule AND old.county_id = hit.county_id AND old.key = hit.key
               AND {SILENT}
       )
),
turned AS (
    SELECT told.*, CASE WHEN is_left THEN left_row ELSE right_row END AS row_no,
           CASE WHEN is_left THEN left_sheet_name ELSE right_sheet_name END AS sheet_name,
           CASE WHEN is_left THEN left_field ELSE right_field END AS field,
           CASE WHEN is_left THEN left_value ELSE right_value END AS own_value,
           CASE WHEN is_left THEN right_revision_id ELSE left_revision_id END AS other_id,
           CASE WHEN is_left THEN right_row ELSE left_row END AS other_row,
           CASE WHEN is_left THEN right_sheet_name ELSE left_sheet_name END AS other_sheet_name,
           CASE WHEN is_left THEN right_field ELSE left_field END AS other_field,
           CASE WHEN is_left THEN right_value ELSE left_value END AS other_value
      FROM told WHERE place <= %(most)s
)
INSERT INTO accountability_problem
    (revision_id, county_id, rule, severity, sheet_name, row_no, row_key, row_label, field,
     column_label, address, sentence, remedy, raw, proposal, cause, counterpart)
SELECT %(revision)s, %(county)s, rule.code,
       CASE WHEN turned.is_left THEN rule.severity ELSE 'warning' END, turned.sheet_name,
       turned.row_no, coalesce(own.key, ''), coalesce(own.label, ''), turned.field,
       coalesce(place.value ->> 1, ''),
       coalesce((%(letters)s::jsonb -> turned.sheet_name ->> turned.field) || turned.row_no, ''),
       left(turned.sentence, 400), left(turned.remedy, 300),
       coalesce(left(own.raw[(place.value ->> 2)::int], 300), ''), NULL, rule.title,
       jsonb_build_object(
           'rule', turned.rule, 'own', turned.own_value, 'revision', turned.other_id,
           'sheet_name', turned.other_sheet_name, 'row_no', turned.other_row,
           'field', turned.other_field, 'value', turned.other_value, 'fact', turned.right_fact,
           'address', coalesce((other.columns -> turned.other_sheet_name ->> turned.other_field)
                               || turned.other_row, ''))
  FROM turned
  JOIN rule ON rule.rule = turned.rule
  LEFT JOIN accountability_revision other ON other.id = turned.other_id
  LEFT JOIN LATERAL (
        SELECT key, label, raw FROM {{table}} WHERE revision_id = %(revision)s
           AND row_no = turned.row_no AND sheet_name = turned.sheet_name OFFSET 0
       ) AS own ON true
  LEFT JOIN jsonb_array_elements(%(places)s::jsonb) place ON place.value ->> 0 = turned.field
"""
