"""Cross-checks of T9 against the list of poor villages and the period before, in SQL."""

from collections.abc import Mapping
from typing import Any, Final

from accountability.intake.declare import CrossCheck
from accountability.intake.rules import Period, Severity
from accountability.ledgers.rules.members import member_rules
from accountability.ledgers.sheets.likeness_sql import same_as_before
from accountability.ledgers.sheets.village_sql import before
from accountability.parameters.queries import parameters_on

_TABLE: Final = "accountability_memberrow"

_POOR: Final = """
SELECT NULL::int, ''::text, ''::text, town.name || village.name || {said}, {remedy}
  FROM villages_division village
  JOIN villages_division town ON town.id = village.parent_id
 WHERE village.county_id = %(county)s AND village.level = 'village'
   AND village.valid_from <= %(last)s AND (village.valid_to IS NULL OR village.valid_to > %(last)s)
   AND EXISTS (
        SELECT 1 FROM villages_villagetype type
         WHERE type.village_id = village.id AND type.kind IN ('poor', 'deep')
           AND type.valid_from <= %(last)s AND (type.valid_to IS NULL OR type.valid_to > %(last)s)
   )
   AND {count} > (
        SELECT count(DISTINCT line.person_name) FROM accountability_memberrow line
         WHERE line.revision_id = %(revision)s AND line.village_id = village.id AND {which}
   )
 ORDER BY village.code
"""

_NO_RESERVE: Final = _POOR.format(
    said="'在培的后备干部不足' || %(reserve_min)s || '名。'",
    remedy="'漏报的请补上；确实没有的请说明培养打算。'",
    count="%(reserve_min)s::int",
    which="line.part = 'reserve' AND line.standing = '在培'",
)
_NO_MEMBER: Final = _POOR.format(
    said="'近' || %(window)s || '个月没有发展' || %(age_max)s || '岁以下青年党员'"
    " || %(mark)s || '。'",
    remedy="'漏报的请补上。'",
    count="1",
    which="""line.part = 'member' AND line.age <= %(age_max)s
           AND coalesce(line.probation_on, line.admitted_on)
               > %(last)s::date - make_interval(months => %(window)s::int)
           AND coalesce(line.probation_on, line.admitted_on) <= %(last)s""",
)

_MOVED: Final = f"""
WITH {before("T9")}
SELECT now.row_no, now.sheet_name, step.field,
       '上期填的是' || step.was || '，本期为' || coalesce(step.is_now::text, '空') || '。',
       '已经发生的日期不应变动，请按档案核对；上期填错的请说明。'
  FROM {_TABLE} now
  JOIN {_TABLE} old ON old.key = now.key
       AND old.revision_id IN (SELECT revision_id FROM before)
 CROSS JOIN LATERAL (VALUES
        ('pooled_on', old.pooled_on, now.pooled_on),
        ('applied_on', old.applied_on, now.applied_on),
        ('activist_on', old.activist_on, now.activist_on),
        ('candidate_on', old.candidate_on, now.candidate_on),
        ('probation_on', old.probation_on, now.probation_on),
        ('admitted_on', old.admitted_on, now.admitted_on)
       ) AS step(field, was, is_now)
 WHERE now.revision_id = %(revision)s AND step.was IS NOT NULL
   AND step.is_now IS DISTINCT FROM step.was
"""


def _bounds(period: Period) -> Mapping[str, Any]:
    rules = member_rules(parameters_on(period.last_day))
    return {
        "reserve_min": rules.reserve_min or 0,
        "window": rules.window_months or 0,
        "age_max": rules.young_age_max or 0,
        "mark": rules.young_mark,
    }


CROSS_CHECKS: Final = (
    CrossCheck(
        "H-01",
        Severity.WARNING,
        "贫困村后备干部不足",
        _NO_RESERVE,
        "docs/sources.md#h01",
        parameters=_bounds,
    ),
    CrossCheck(
        "H-03",
        Severity.NOTICE,
        "贫困村没有新发展青年党员",
        _NO_MEMBER,
        "docs/sources.md#h03",
        parameters=_bounds,
    ),
    CrossCheck("X14", Severity.WARNING, "已报的日期变了", _MOVED, "docs/sources.md#x14", ("T9",)),
    same_as_before(_TABLE, "T9", Severity.NOTICE, whole=True),
)
