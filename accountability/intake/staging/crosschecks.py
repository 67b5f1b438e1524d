"""Checks of a staged revision against the registry and other sheets, set-based in SQL."""

import json
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Count as Aggregate

from accountability.intake.declare import CrossCheck, Sheet
from accountability.intake.hooks import COMPARISONS, Staged
from accountability.intake.models import Problem, Revision
from accountability.intake.rules import Period, Severity

MOST_PER_CHECK: Final = 5_000


@dataclass(frozen=True)
class Counts:
    """How many problems a revision has, by severity."""

    errors: int
    warnings: int
    notices: int


@transaction.atomic
def run_cross_checks(revision: Revision, sheet: Sheet) -> Counts:
    """Run the cross-checks of a revision again: what they read may have changed since staging.

    Their problems are replaced; the counts returned are those of all its problems now.
    """
    Problem.objects.filter(revision=revision, cause__in=causes_of(sheet)).delete()
    cross_check(
        Staged(
            revision.pk,
            revision.submission_id,
            revision.county_id,
            revision.sheet_code,
            Period.parse(revision.period),
            revision.columns,
        ),
        sheet,
    )
    return count(revision.pk)


def causes_of(sheet: Sheet) -> list[str]:
    """Return the causes of the problems that checks against other sheets write."""
    others = [cause for one in COMPARISONS for cause in one.causes(sheet.code)]
    return [*(check.title for check in sheet.cross_checks), *others]


def cross_check(staged: Staged, sheet: Sheet) -> None:
    """Write the problems the cross-checks find in a staged revision."""
    table = apps.get_model(sheet.model)._meta.db_table
    places = [(c.name, c.path, place) for place, c in enumerate(sheet.columns, 1)]
    for check in sheet.cross_checks:
        with connection.cursor() as cursor:
            cursor.execute(
                _INSERT.format(found=check.sql, table=table, most=MOST_PER_CHECK),
                parameters(check, staged) | {"places": json.dumps(places)},
            )
    for comparison in COMPARISONS:
        comparison.compare(staged)


def parameters(check: CrossCheck, staged: Staged) -> dict[str, Any]:
    """Return what the SQL of a check may name."""
    period = staged.period
    own = check.parameters(period) if check.parameters else {}
    return {
        "revision": staged.revision_id,
        "submission": staged.submission_id,
        "county": staged.county_id,
        "first": period.first_day,
        "last": period.last_day,
        "period": str(period),
        "previous": str(period.previous()),
        "letters": json.dumps(staged.columns),
        "rule": check.rule,
        "severity": check.severity.value,
        "title": check.title,
        **own,
    }


def count(revision_id: int) -> Counts:
    """Count the problems of a revision."""
    found = Problem.objects.filter(revision_id=revision_id).values("severity")
    by_severity = dict(found.annotate(size=Aggregate("id")).values_list("severity", "size"))
    return Counts(
        by_severity.get(Severity.ERROR.value, 0),
        by_severity.get(Severity.WARNING.value, 0),
        by_severity.get(Severity.NOTICE.value, 0),
    )


# OFFSET 0 keeps the look-up of a row one probe of the index a problem: of rows written a moment ago
# the planner knows nothing, and would read all of them for each problem.
_INSERT: Final = """
INSERT INTO accountability_problem
    (revision_id, county_id, rule, severity, sheet_name, row_no, row_key, row_label, field,
     column_label, address, sentence, remedy, raw, proposal, cause)
SELECT %(revision)s, %(county)s, %(rule)s, %(severity)s, coalesce(found.sheet_name, ''),
       found.row_no, coalesce(own.key, ''), coalesce(own.label, ''), coalesce(found.field, ''),
       coalesce(place.value ->> 1, ''),
       coalesce((%(letters)s::jsonb -> found.sheet_name ->> found.field) || found.row_no, ''),
       left(found.sentence, 400), left(coalesce(found.remedy, ''), 300),
       coalesce(left(own.raw[(place.value ->> 2)::int], 300), ''), NULL, %(title)s
  FROM (SELECT * FROM ({found}) AS every LIMIT {most})
       AS found(row_no, sheet_name, field, sentence, remedy)
  LEFT JOIN LATERAL (
        SELECT key, label, raw FROM {table} WHERE revision_id = %(revision)s
           AND row_no = found.row_no AND sheet_name = found.sheet_name OFFSET 0
       ) AS own ON true
  LEFT JOIN jsonb_array_elements(%(places)s::jsonb) place ON place.value ->> 0 = found.field
"""
