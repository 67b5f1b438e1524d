"""X12: heads of poor counties (T14) against the register of poor counties (不摘帽不调离).

At staging T14 tells both itself (C-05). A leaving is found while an alarm stands against it that
nobody concluded to be an exception.
"""

from typing import Final

from accountability.ledgers.leaving import alarm_of
from accountability.reconciliation.checks.clauses import cell, fact
from accountability.reconciliation.rules import REGISTRY, Rule

_NOT_DELISTED: Final = """
  JOIN villages_povertystatus poverty ON poverty.division_id = line.county_id
"""
_SAID: Final = (
    "CASE WHEN line.delisted_on IS NULL THEN '已摘帽' ELSE line.delisted_on || '摘帽' END"
)
_REGISTERED: Final = (
    "'贫困县名录：'"
    " || CASE WHEN poverty.delisted_on IS NULL THEN '尚未摘帽' ELSE"
    " poverty.delisted_on || '批准摘帽' END"
)
_HEADS: Final = """
    SELECT line.*, asked.period FROM recon_chosen asked
      JOIN accountability_postrow line ON line.revision_id = asked.revision_id
     WHERE asked.sheet = 'T14' AND asked.is_latest AND line.division_id = line.county_id
"""

_MOVED: Final = f"""
SELECT line.county_id, NULL::bigint, line.period,
       concat_ws('|', line.post_title, line.person_name, line.ended_on),
       line.division_name || line.post_title || ' ' || line.person_name,
       {cell("line", "ended_on", "line.ended_on::text")}, NULL::bigint,
       {fact(_REGISTERED)},
       line.post_title || line.person_name || '于' || line.ended_on
       || '离任，' || alarm.why || '，没有批准文号，请核实。',
       '属于就地提级、不胜任调整或问责的，请补填批准文号或向省级申述；日期有误的请更正。'
  FROM ({_HEADS}) line {_NOT_DELISTED}
  JOIN accountability_stabilityalarm alarm ON {alarm_of("line")}
"""

_STATUS: Final = f"""
SELECT DISTINCT ON (line.county_id) line.county_id, NULL::bigint, line.period,
       line.county_id::text, line.division_name,
       {cell("line", "delisted_on", _SAID)},
       NULL::bigint,
       {fact(_REGISTERED)},
       '本表的摘帽情况与贫困县名录不一致，请核实。', '请核对批准日期；名录有误的请报省级更正。'
  FROM ({_HEADS}) line {_NOT_DELISTED}
 WHERE line.is_delisted
   AND (poverty.delisted_on IS NULL OR line.delisted_on <> poverty.delisted_on)
 ORDER BY line.county_id, line.row_no
"""

RULES: Final = (
    Rule(
        "X12-MOVED",
        "未摘帽县正职离任没有批准文号",
        "贫困县摘帽以前党政正职不调离；例外的有批准文号。",
        "docs/sources.md#x12",
        "T14",
        REGISTRY,
        _MOVED,
    ),
    Rule(
        "X12-STATUS",
        "摘帽情况与名录不一致",
        "任免表中的摘帽情况与贫困县名录相同。",
        "docs/sources.md#x12",
        "T14",
        REGISTRY,
        _STATUS,
    ),
)
