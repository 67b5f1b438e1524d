"""Cross-checks of T14 against the register of poor counties, the posts and the month before."""

from typing import Final

from accountability.intake.declare import CrossCheck
from accountability.intake.rules import Severity
from accountability.ledgers.holding import (
    HOLDING,
    HOLDING_CLASHES,
    POSTS_AS_IF_ACCEPTED,
)
from accountability.ledgers.rules.posts import REGISTERED
from accountability.ledgers.sheets.village_sql import past

ERROR, WARNING = Severity.ERROR, Severity.WARNING
_TABLE: Final = "accountability_postrow"
_TITLES: Final = ", ".join(f"('{title}', '{code}')" for title, code in REGISTERED.items())

_POVERTY: Final = f"""
SELECT line.row_no, line.sheet_name, told.field,
       told.label || '填的是' || told.typed || '，与登记的' || told.known || '不一致，请核实。',
       '请改正；登记有误的请说明。'
  FROM {_TABLE} line
  LEFT JOIN villages_povertystatus status ON status.division_id = line.county_id
       AND status.listed_on <= %(last)s
 CROSS JOIN LATERAL (VALUES
       ('is_poor_county', '是否贫困县', line.is_poor_county::int::text,
        (status.id IS NOT NULL)::int::text),
       ('is_delisted', '是否已摘帽', line.is_delisted::int::text,
        CASE WHEN status.id IS NOT NULL
             THEN (status.delisted_on IS NOT NULL AND status.delisted_on <= %(last)s)::int::text
        END),
       ('delisted_on', '摘帽日期', line.delisted_on::text,
        CASE WHEN status.delisted_on <= %(last)s THEN status.delisted_on::text END)
       ) AS stated (field, label, was, known)
 CROSS JOIN LATERAL (SELECT stated.field, stated.label,
       CASE was WHEN '1' THEN '“是”' WHEN '0' THEN '“否”' ELSE was END AS typed,
       CASE known WHEN '1' THEN '“是”' WHEN '0' THEN '“否”' ELSE known END AS known
       ) AS told
 WHERE line.revision_id = %(revision)s AND told.typed <> told.known
"""

# What the registry knows from other T14 is compared by _CLASHES.
_OTHER_HOLDER: Final = f"""
WITH titles (title, code) AS (VALUES {_TITLES})
SELECT line.row_no, line.sheet_name, 'person_name',
       line.division_name || line.post_title || '填的是“' || line.person_name
       || '”，与登记的“' || coalesce(person.name, tenure.holder_name) || '”不一致，请核实。',
       '请核对；已经变动的请补报前任的离职日期，登记有误的请说明。'
  FROM {_TABLE} line
  JOIN titles ON titles.title = line.post_title
  JOIN villages_post post ON post.division_id = line.division_id AND post.title = titles.code
  JOIN villages_tenure tenure ON tenure.post_id = post.id AND tenure.valid_from <= %(last)s
       AND (tenure.valid_to IS NULL OR tenure.valid_to > %(last)s)
       AND tenure.source_revision_id IS NULL
  LEFT JOIN villages_person person ON person.id = tenure.person_id
 WHERE line.revision_id = %(revision)s AND line.person_name <> '' AND line.ended_on IS NULL
   AND NOT EXISTS (
        SELECT 1 FROM {_TABLE} same
         WHERE same.revision_id = %(revision)s AND same.division_id = line.division_id
           AND same.post_title = line.post_title
           AND same.person_name = coalesce(person.name, tenure.holder_name)
   )
"""

_NOT_REPORTED: Final = f"""
WITH titles (title, code) AS (VALUES {_TITLES})
SELECT NULL::int, ''::text, ''::text, division.name || titles.title || '没有填报。',
       '漏报的请补上一行；缺职的填缺职起。'
  FROM villages_post post
  JOIN titles ON titles.code = post.title
  JOIN villages_division division ON division.id = post.division_id
       AND (division.valid_to IS NULL OR division.valid_to > %(last)s)
 WHERE post.county_id = %(county)s AND NOT EXISTS (
        SELECT 1 FROM {_TABLE} line
         WHERE line.revision_id = %(revision)s AND line.division_id = post.division_id
           AND line.post_title = titles.title
   )
 ORDER BY division.code, post.title
"""

_GONE: Final = f"""
WITH {past(_TABLE, "T14", "division_id")}
SELECT NULL::int, ''::text, ''::text,
       '上期任' || old.division_name || old.post_title || '的' || old.person_name
       || '本期没有报，也没有离职日期。',
       '漏报的请补上；已离职的请保留一行并填写离职日期和去向。'
  FROM past old
 WHERE old.person_name <> '' AND old.ended_on IS NULL
   AND NOT EXISTS (
        SELECT 1 FROM {_TABLE} line
         WHERE line.revision_id = %(revision)s AND line.post_title = old.post_title
           AND line.person_name = old.person_name
           AND line.division_id IS NOT DISTINCT FROM old.place
   )
 ORDER BY old.row_no
"""

_CLASHES: Final = f"""
WITH {POSTS_AS_IF_ACCEPTED}, {HOLDING}, {HOLDING_CLASHES}
SELECT clashes.row_no, clashes.sheet_name, clashes.field,
       clashes.division_name || clashes.post_title || '：' || CASE WHEN clashes.person_name = ''
       THEN clashes.begins || '起缺职' ELSE clashes.person_name || clashes.begins || '任职' END
       || '，' || clashes.other_period || '的表第' || clashes.other_row_no || '行'
       || clashes.other_name || '（' || clashes.other_started_on || '任职，'
       || coalesce(clashes.other_ended_on || '离职', '没有离职日期') || '）的任期与此重叠。',
       '一个职务同一时间只有一人：请在表中保留前任一行，并填写离职日期和去向。'
  FROM clashes
 WHERE clashes.revision_id = %(revision)s
   AND clashes.other_revision_id <> %(revision)s
"""

CROSS_CHECKS: Final = (
    CrossCheck("T14-TWICE", ERROR, "与以前报的任期重叠", _CLASHES, "docs/sources.md#t14", ("T14",)),
    CrossCheck("X15", WARNING, "贫困县情况不一致", _POVERTY, "docs/sources.md#x15"),
    CrossCheck("X15", WARNING, "与登记的任职不一致", _OTHER_HOLDER, "docs/sources.md#x15"),
    CrossCheck("T14-MISS", WARNING, "职务没有填报", _NOT_REPORTED, "docs/sources.md#t14"),
    CrossCheck("X14", WARNING, "任职的人没有下文", _GONE, "docs/sources.md#x14", ("T14",)),
)
