"""Cross-checks of T12 against tenures (T14) and measures (T15), in SQL."""

from collections.abc import Mapping
from typing import Any, Final

from accountability.assessment.head_schemes import head_scheme
from accountability.intake.declare import CrossCheck
from accountability.intake.rules import Period, Severity
from accountability.ledgers.sheets.likeness_sql import same_as_before
from accountability.parameters.queries import parameters_on

WARNING: Final = Severity.WARNING
_TABLE: Final = "accountability_headscorerow"

# The county's own posts as T14 last told them.
_POSTS: Final = """
posts AS (
    SELECT post.* FROM accountability_postrow post
     WHERE post.county_id = %(county)s AND post.division_id = %(county)s
       AND post.person_name <> '' AND post.revision_id = (
            SELECT pointer.revision_id FROM accountability_pointer pointer
              JOIN accountability_submission submission ON submission.id = pointer.submission_id
              JOIN accountability_collectiontask task ON task.id = submission.task_id
             WHERE pointer.closed_at IS NULL AND pointer.county_id = %(county)s
               AND task.sheet_code = 'T14' ORDER BY task.period DESC LIMIT 1)
)
"""

# Who held the post at the end of the year and has left since is not in the last T14 any more.
_NOT_IN_POST: Final = f"""
WITH {_POSTS}
SELECT line.row_no, line.sheet_name, 'person_name',
       line.person_name || '与任免和缺职情况（T14）不一致：T14中没有这个人，请核实。',
       '请核对姓名；T14没有更新的请先补报。'
  FROM {_TABLE} line
 WHERE line.revision_id = %(revision)s AND line.person_name <> ''
   AND EXISTS (SELECT 1 FROM posts)
   AND NOT EXISTS (SELECT 1 FROM posts WHERE posts.person_name = line.person_name)
   AND NOT EXISTS (
        SELECT 1 FROM villages_tenure tenure
          JOIN villages_post post ON post.id = tenure.post_id AND post.division_id = %(county)s
          JOIN villages_person person ON person.id = tenure.person_id
         WHERE person.name = line.person_name AND tenure.valid_from <= %(last)s
           AND (tenure.valid_to IS NULL OR tenure.valid_to > %(last)s))
"""

_OTHER_DAY: Final = f"""
WITH {_POSTS}
SELECT line.row_no, line.sheet_name, 'in_post_since',
       line.person_name || '的任现职时间' || line.in_post_since
       || '与任免和缺职情况（T14）的任职日期' || max(posts.started_on) || '不一致，请核实。',
       '同一件事两张表应一致，请核对；口径不同的请说明。'
  FROM {_TABLE} line
  JOIN posts ON posts.person_name = line.person_name AND posts.started_on IS NOT NULL
 WHERE line.revision_id = %(revision)s AND line.in_post_since IS NOT NULL
 GROUP BY line.id
HAVING NOT bool_or(posts.started_on = line.in_post_since)
"""

_NOT_ASSESSED: Final = f"""
WITH {_POSTS}
SELECT NULL::int, ''::text, ''::text,
       '任免和缺职情况（T14）中在任的' || posts.post_title || posts.person_name || '没有考评得分。',
       '漏报的请补上；按规定不参加考评的请说明。'
  FROM posts
 WHERE posts.started_on <= %(last)s
   AND (posts.ended_on IS NULL OR posts.ended_on > %(last)s)
   AND NOT EXISTS (
        SELECT 1 FROM {_TABLE} line
         WHERE line.revision_id = %(revision)s AND line.person_name = posts.person_name)
 ORDER BY posts.row_no
"""

_MEASURED: Final = f"""
SELECT line.row_no, line.sheet_name, 'grade',
       '等次“' || line.grade || '”与约谈召回问责表（T15）不一致：同名的人本年有' || string_agg(
           DISTINCT measure.form, '、') || '，请核实。',
       '受到诫勉以上处理的，当年取消评优评先资格；不是同一个人的请说明。'
  FROM {_TABLE} line
  JOIN accountability_measurerow measure ON measure.county_id = line.county_id
       AND measure.person_name = line.person_name AND measure.level >= 2
       AND measure.is_counted AND measure.decided_on BETWEEN %(first)s AND %(last)s
  JOIN accountability_pointer pointer ON pointer.revision_id = measure.revision_id
       AND pointer.closed_at IS NULL
 WHERE line.revision_id = %(revision)s AND line.grade = %(best)s AND line.grade <> ''
 GROUP BY line.id
"""

_X15: Final = "docs/sources.md#x15"


def _best(period: Period) -> Mapping[str, Any]:
    return {"best": head_scheme(parameters_on(period.last_day)).best}


CROSS_CHECKS: Final = (
    CrossCheck("X15", WARNING, "人员与T14不一致", _NOT_IN_POST, _X15, ("T14",)),
    CrossCheck("X15", WARNING, "任现职时间与T14不一致", _OTHER_DAY, _X15, ("T14",)),
    CrossCheck("X15", WARNING, "在任的没有考评", _NOT_ASSESSED, _X15, ("T14",)),
    CrossCheck(
        "T12-MEASURE",
        WARNING,
        "最高等次与T15不一致",
        _MEASURED,
        "docs/sources.md#t12",
        ("T15",),
        _best,
    ),
    same_as_before(_TABLE, "T12", WARNING),
)
