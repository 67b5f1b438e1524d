"""T1 DJ-01 驻村第一书记和工作队员花名册: one row a person."""

from typing import Final

from accountability.intake.declare import Sheet, register
from accountability.intake.rules import PeriodKind
from accountability.ledgers.projection import project
from accountability.ledgers.sheets.prefill import prefill_roster
from accountability.ledgers.sheets.roster_checks import ROW_CHECKS, check_doubles, rules_for
from accountability.ledgers.sheets.roster_columns import COLUMNS
from accountability.ledgers.sheets.roster_sql import CROSS_CHECKS

ROSTER: Final = register(
    Sheet(
        code="T1",
        official_code="DJ-01",
        version="1",
        title="驻村第一书记和工作队员花名册",
        period_kind=PeriodKind.MONTH,
        model="accountability.RosterRow",
        columns=COLUMNS,
        key=("township_name", "village_name", "person_name", "id_masked"),
        label=("village_name", "person_name"),
        row_checks=ROW_CHECKS,
        sheet_checks=(check_doubles,),
        cross_checks=CROSS_CHECKS,
        context=rules_for,
        project=project,
        prefill=prefill_roster,
        header_rows=2,
        unit_note="单位：户、人",
        notes=(
            "注：1.出生年月格式为“1975.03”；日期格式为“2019-01-15”。",
            "2.身份证号码请以文本格式录入18位；已隐去中间几位的，未变动的不必重填。",
            "3.离任人员保留在表中，填写离任日期和离任原因。",
        ),
        attachment="附件1",
        facets=("village_types", "team_role"),
        source="docs/sources.md#t1",
    )
)
