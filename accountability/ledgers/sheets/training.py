"""T10 DJ-10 培训班次及参训人员花名册: classes and who attended them, each quarter."""

from typing import Any, Final

from accountability.intake.declare import Part, Sheet, register
from accountability.intake.rules import Period, PeriodKind
from accountability.ledgers.sheets import training_checks as checks
from accountability.ledgers.sheets.training_columns import COURSES, TRAINEES
from accountability.ledgers.sheets.training_sql import CROSS_CHECKS
from accountability.ledgers.sheets.village_prefill import carried
from villages.places.models import Division

_COURSE: Final = ("course_name", "theme", "level", "method", "started_on", "hours", "place")
_TRAINEE: Final = ("course_name", "person_name", "post", "township_name", "village_name")


def prefill(county: Division, period: Period) -> list[dict[str, Any]]:
    """Return T10's rows: classes reported before that had not ended then, and their lists."""
    last = carried("T10", county, period, ("part", "ended_on", *{*_COURSE, *_TRAINEE}))
    open_ones = {
        row["course_name"] for row in last if row["part"] == checks.COURSE and _is_open(row, period)
    }
    rows: list[dict[str, Any]] = []
    for part, fields in ((checks.COURSE, _COURSE), (checks.TRAINEE, _TRAINEE)):
        kept = [r for r in last if r["part"] == part and r["course_name"] in open_ones]
        rows += [
            {"part": part, "serial": number, **{name: row[name] for name in fields}}
            for number, row in enumerate(kept, 1)
        ]
    return rows


def _is_open(course: dict[str, Any], period: Period) -> bool:
    return course["ended_on"] is None or course["ended_on"] >= period.first_day


TRAINING: Final = register(
    Sheet(
        code="T10",
        official_code="DJ-10",
        version="1",
        title="培训班次及参训人员花名册",
        period_kind=PeriodKind.QUARTER,
        model="accountability.TrainingRow",
        parts=(
            Part(
                checks.COURSE,
                "班次统计",
                COURSES,
                key=("course_name",),
                label=("course_name",),
                row_checks=checks.OF_COURSES,
                sheet_checks=(checks.check_courses_twice,),
            ),
            Part(
                checks.TRAINEE,
                "参训名单",
                TRAINEES,
                key=("course_name", "township_name", "village_name", "person_name"),
                label=("person_name", "course_name"),
                row_checks=checks.OF_TRAINEES,
                header_rows=1,
            ),
        ),
        sheet_checks=checks.OF_BOTH,
        cross_checks=CROSS_CHECKS,
        prefill=prefill,
        context=checks.rules_for,
        unit_note="单位：人、学时、万元",
        notes=(
            "注：1.班次按结束日期报一次；参训名单的班次名称与班次统计一致。",
            "2.同一人参加几个班次的，各列一行，轮训覆盖按人去重计算。",
        ),
        attachment="附件10",
        source="docs/sources.md#t10",
    )
)
