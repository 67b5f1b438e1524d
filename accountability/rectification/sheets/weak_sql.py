"""Cross-checks of T4 against the month before, the roster and the registry, in SQL.

Villages of T7 that are not in it (X6) are told by `accountability.reconciliation`.
"""

from typing import Final

from accountability.intake.declare import CrossCheck
from accountability.intake.rules import Severity
from accountability.ledgers.sheets.likeness_sql import same_as_before
from accountability.ledgers.sheets.village_sql import past
from accountability.rectification.rules.cases import CLAIMED
from accountability.rectification.rules.stages import LEGAL
from accountability.rectification.rules.standing import failed, listed, relapsed

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
_TABLE: Final = "accountability_weakcaserow"
_PLACE: Final = "= line.village_id"
_PAIRS: Final = ", ".join(
    f"('{was}', '{now}')" for was, following in LEGAL.items() for now in sorted(following)
)

_JUMP: Final = f"""
WITH {past(_TABLE, "T4")},
legal (was, now) AS (VALUES {_PAIRS}),
paired AS (
    SELECT line.row_no, line.sheet_name, line.stage, coalesce(old.stage, '') AS was
      FROM {_TABLE} line
      LEFT JOIN past old ON old.place = line.village_id
     WHERE line.revision_id = %(revision)s AND line.village_id IS NOT NULL
       AND coalesce(old.twins, 1) = 1 AND EXISTS (SELECT 1 FROM before)
)
SELECT row_no, sheet_name, 'stage',
       CASE WHEN was = '' THEN '上期没有这个村，本期进度为“' || stage || '”，不能一开始就到这一步。'
            ELSE '上期进度为“' || was || '”，本期为“' || stage || '”，不能这样变动。' END,
       '请按实际进度填写，整顿、验收、跟踪都不能跳过；上期填错的请先更正上期。'
  FROM paired
 WHERE (was, stage) NOT IN (SELECT was, now FROM legal)
"""

_GONE: Final = f"""
WITH {past(_TABLE, "T4")}
SELECT NULL::int, ''::text, ''::text,
       old.township_name || old.village_name || '上期进度为“' || old.stage || '”，本期没有报。',
       '没有销号或撤销的村每月都要报，请补上一行；确有原因的请说明。'
  FROM past old
 WHERE old.stage NOT IN ('销号', '撤销') AND old.village_id IS NOT NULL
   AND NOT EXISTS (
        SELECT 1 FROM {_TABLE} line
         WHERE line.revision_id = %(revision)s AND line.village_id = old.place
   )
 ORDER BY old.row_no
"""

_OTHER_DATES: Final = f"""
WITH {past(_TABLE, "T4")}
SELECT line.row_no, line.sheet_name, changed.field,
       changed.label || '上期为' || changed.was || '，本期改为' || changed.now || '。',
       '请核对；批准延期或更正的请说明。'
  FROM {_TABLE} line
  JOIN past old ON old.place = line.village_id AND old.twins = 1
 CROSS JOIN LATERAL (VALUES
       ('opened_on', '立案日期', old.opened_on, line.opened_on),
       ('planned_on', '计划完成日期', old.planned_on, line.planned_on)
       ) AS changed (field, label, was, now)
 WHERE line.revision_id = %(revision)s AND line.stage NOT IN ('重新整顿', '重新立案')
   AND old.stage NOT IN ('重新整顿', '重新立案') AND changed.was <> changed.now
"""

_FIRST_SECRETARY: Final = f"""
SELECT line.row_no, line.sheet_name, 'first_secretary',
       '驻村第一书记填的是“' || line.first_secretary || '”，与花名册（T1）不一致：花名册中'
       || coalesce('在岗的是' || string_agg(person.name, '、'), '本村没有在岗的第一书记')
       || '，请核实。',
       '请改为在岗的第一书记；花名册有误的请先更正花名册（T1）。'
  FROM {_TABLE} line
  LEFT JOIN (villages_posting posting
       JOIN villages_person person ON person.id = posting.person_id)
       ON posting.village_id = line.village_id AND posting.county_id = line.county_id
       AND posting.role = 'first_secretary' AND posting.started_on <= %(last)s
       AND (posting.ended_on IS NULL OR posting.ended_on > %(last)s)
 WHERE line.revision_id = %(revision)s AND line.village_id IS NOT NULL
   AND line.first_secretary <> '' AND line.stage NOT IN ('销号', '撤销')
   AND EXISTS (SELECT 1 FROM villages_posting roster WHERE roster.county_id = %(county)s)
 GROUP BY line.id
HAVING count(*) FILTER (
        WHERE person.name = regexp_replace(line.first_secretary, '[（(].*?[）)]', '', 'g')
       ) = 0
"""

_NO_ROSTER: Final = """
SELECT NULL::int, ''::text, ''::text, '本县还没有花名册（T1），无法核对驻村第一书记。',
       '请先上报花名册。'
 WHERE NOT EXISTS (SELECT 1 FROM villages_posting posting WHERE posting.county_id = %(county)s)
"""

_NO_CASE: Final = f"""
SELECT NULL::int, ''::text, ''::text,
       town.name || village.name || '登记为软弱涣散村，台账中没有这个村。',
       '漏报的请补上；已转化销号的请说明，以便更正登记。'
  FROM villages_villagetype type
  JOIN villages_division village ON village.id = type.village_id
  JOIN villages_division town ON town.id = village.parent_id
 WHERE type.county_id = %(county)s AND type.kind = 'weak' AND type.valid_from <= %(last)s
   AND (type.valid_to IS NULL OR type.valid_to > %(last)s)
   AND (village.valid_to IS NULL OR village.valid_to > %(last)s)
   AND NOT EXISTS (
        SELECT 1 FROM {_TABLE} line
         WHERE line.revision_id = %(revision)s AND line.village_id = type.village_id
   )
 ORDER BY village.code
"""

_POOR: Final = f"""
SELECT line.row_no, line.sheet_name, 'is_poor_village',
       '是否贫困村填的是“' || CASE WHEN line.is_poor_village THEN '是' ELSE '否' END
       || '”，与登记的村类型不一致，请核实。', '请改正；登记有误的请说明。'
  FROM {_TABLE} line
 WHERE line.revision_id = %(revision)s AND line.village_id IS NOT NULL
   AND line.is_poor_village <> EXISTS (
        SELECT 1 FROM villages_villagetype type
         WHERE type.village_id = line.village_id AND type.kind IN ('poor', 'deep')
           AND type.valid_from <= %(last)s AND (type.valid_to IS NULL OR type.valid_to > %(last)s)
   )
"""

# A case that was sent back is mended again, whatever day of acceptance the ledger now gives.
_SENT_BACK: Final = f"""
WITH {past(_TABLE, "T4")},
told AS (
    SELECT line.row_no, line.sheet_name, line.stage, line.village_id, line.township_name,
           old.stage AS was,
           {relapsed("line", _PLACE, "%(last)s")} OR coalesce(
               {relapsed("old", _PLACE, "%(last)s")}, FALSE) AS fell_back,
           {failed("line", _PLACE, "%(last)s")} OR coalesce(
               {failed("old", _PLACE, "%(last)s")}, FALSE) AS was_overturned
      FROM {_TABLE} line
      LEFT JOIN past old ON old.place = line.village_id AND old.twins = 1
     WHERE line.revision_id = %(revision)s AND line.village_id IS NOT NULL
       AND line.stage IN {listed(CLAIMED)}
)
SELECT row_no, sheet_name, 'stage',
       CASE WHEN fell_back
            THEN '上级' || (SELECT max(found_on) FROM accountability_relapse back
                             WHERE back.village_id = told.village_id AND found_on <= %(last)s)
                 || '发现反弹，进度不能是“' || stage || '”。'
            ELSE '上级' || (SELECT max(checked_on) FROM accountability_recheck bad
                             WHERE bad.village_id = told.village_id AND result = 'failed'
                               AND checked_on <= %(last)s)
                 || '抽查不通过，进度不能是“' || stage || '”。' END,
       CASE WHEN fell_back OR coalesce(was, stage) = '销号' THEN '请改为“重新立案”，整顿后再验收。'
            ELSE '请改为“重新整顿”，整顿后再验收。' END
  FROM told WHERE fell_back OR was_overturned
"""

CROSS_CHECKS: Final = (
    CrossCheck("F-13", ERROR, "抽查结果没有落实", _SENT_BACK, "docs/sources.md#f13", ("T4",)),
    CrossCheck("T4-STAGE", ERROR, "进度变动不合规则", _JUMP, "docs/sources.md#t4", ("T4",)),
    CrossCheck("X14", WARNING, "整顿中的村没有报", _GONE, "docs/sources.md#x14", ("T4",)),
    CrossCheck("X14", WARNING, "日期与上期不同", _OTHER_DATES, "docs/sources.md#x14", ("T4",)),
    CrossCheck(
        "F-06", ERROR, "第一书记与花名册不一致", _FIRST_SECRETARY, "docs/sources.md#f06", ("T1",)
    ),
    CrossCheck("F-06", NOTICE, "没有花名册", _NO_ROSTER, "docs/sources.md#f06", ("T1",)),
    CrossCheck("F-01", WARNING, "软弱涣散村没有台账", _NO_CASE, "docs/sources.md#f01"),
    CrossCheck("X15", WARNING, "是否贫困村不一致", _POOR, "docs/sources.md#x15"),
    same_as_before(_TABLE, "T4", WARNING),
)
