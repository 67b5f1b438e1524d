"""Cross-checks of T16: nobody is promoted or honoured while a measure still weighs (D-06)."""

from typing import Final

from accountability.intake.declare import CrossCheck
from accountability.intake.rules import Severity
from accountability.ledgers.sheets.likeness_sql import same_as_before

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
_TABLE: Final = "accountability_incentiverow"

# The same person: by ID number where both rows have one, else by name and unit.
_SAME_UNIT: Final = "(measure.unit_name = line.unit_name OR measure.unit_id = line.unit_id)"
_SAME: Final = f"""
CASE WHEN line.id_fingerprint <> '' AND measure.id_fingerprint <> ''
     THEN line.id_fingerprint = measure.id_fingerprint
     ELSE line.person_name = measure.person_name AND coalesce({_SAME_UNIT}, false) END
"""
_NAMESAKE: Final = f"""
line.person_name = measure.person_name AND NOT coalesce({_SAME_UNIT}, false)
AND NOT (line.id_fingerprint <> '' AND measure.id_fingerprint <> '')
"""


def _weighed(same: str, who: str, categories: str) -> str:
    return f"""
SELECT line.row_no, line.sheet_name, 'person_name',
       line.category || '与约谈召回问责表（T15）不一致：{who}的' || min(line.person_name)
       || '，影响期到' || max(measure.influence_to) || '，' || line.category || '日期是'
       || line.given_on || '，请核实。',
       '影响期未满的按规定不得提拔和表彰；是同名的另一个人的，请在两张表都加一列“身份证号”填写。'
  FROM {_TABLE} line
  JOIN accountability_measurerow measure ON measure.county_id = line.county_id
       AND line.given_on BETWEEN coalesce(measure.influence_from, measure.decided_on)
           AND measure.influence_to
       AND {same}
  JOIN accountability_pointer pointer ON pointer.revision_id = measure.revision_id
       AND pointer.closed_at IS NULL
 WHERE line.revision_id = %(revision)s AND line.person_name <> ''
   AND line.category IN ({categories}) AND measure.standing <> '建议'
 GROUP BY line.id
"""


_D06: Final = "docs/sources.md#d06"
_HELD: Final = "'提拔重用', '表彰'"
CROSS_CHECKS: Final = (
    CrossCheck(
        "D-06", ERROR, "影响期内提拔或表彰", _weighed(_SAME, "同单位", _HELD), _D06, ("T15",)
    ),
    CrossCheck(
        "D-06", WARNING, "影响期内晋升职级", _weighed(_SAME, "同单位", "'晋升职级'"), _D06, ("T15",)
    ),
    CrossCheck(
        "D-06",
        WARNING,
        "同名的人在影响期内",
        _weighed(_NAMESAKE, "其他单位同名", _HELD),
        _D06,
        ("T15",),
    ),
    same_as_before(_TABLE, "T16", NOTICE, whole=True),
)
