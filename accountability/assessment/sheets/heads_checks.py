"""What T12 computes and checks: scores by the scheme, grades, red lines, time in post."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from accountability.assessment.head_schemes import (
    UNDETERMINED,
    HeadScheme,
    head_scheme,
    names_evidence,
)
from accountability.assessment.sheets.heads_columns import CITY_GROUP
from accountability.intake.declare import Finding, Row, Setting
from accountability.intake.rules import Severity
from accountability.parameters.queries import parameters_on
from villages.places.rules import without_own
from villages.postings.rules import months_between

ERROR, WARNING = Severity.ERROR, Severity.WARNING
_OTHER_WORDS: Final = {"较差": "差", "差": "较差"}
_NO_OPINION: Final = frozenset({"无", "暂无", "没有", "无反馈", "未反馈"})
_TEXTS: Final = (
    "grade_reason", "regular_basis", "special_basis", "annual_basis", "adjustment_basis", "remark"
)  # fmt: skip
_SUFFIXES: Final = "县市区"
_SHORTEST: Final = 3


def scheme_for(setting: Setting) -> HeadScheme:
    """Return the scheme in force at the end of the period; one query."""
    return head_scheme(parameters_on(setting.period.last_day))


def derive(values: Mapping[str, Any], setting: Setting) -> dict[str, Any]:
    """Compute what the parts give, beside the total as typed; put a city's heads in their group."""
    scheme: HeadScheme = setting.context
    total = scheme.total(values)
    filled: dict[str, Any] = {} if total is None else {"scheme_total": total}
    if setting.is_city and not values.get("group_name"):
        filled["group_name"] = CITY_GROUP
    return filled


def check_scores(row: Row, setting: Setting) -> Iterator[Finding]:
    """Hold each part to its full mark, the total to the weighted parts, points to a basis."""
    scheme: HeadScheme = setting.context
    for part in scheme.parts:
        score, full = row[f"{part.name}_score"], row[f"{part.name}_full"] or scheme.full
        if score is not None and score > full:
            sentence = f"{part.label}得{score}分，满分{full:f}分。"
            yield Finding(
                "T12-FULL", ERROR, sentence, f"{part.name}_score", "请核对得分。", "得分超过满分"
            )
    stated, total = row["total_score"], row["scheme_total"]
    if stated is not None and total is not None and abs(stated - total) > scheme.tolerance:
        weights = "、".join(f"{part.label}{part.weight.normalize():f}%" for part in scheme.parts)
        sentence = f"总分为{stated}，按{weights}加权并加减分后为{total}{scheme.mark}。"
        yield Finding(
            "T12-SUM", ERROR, sentence, "total_score", "请核对各项和总分。", "总分与各项不符"
        )
    if row["adjustment_score"] and not row["adjustment_basis"]:
        sentence = f"加减{row['adjustment_score']}分没有填依据。"
        yield Finding(
            "T12-BASIS", ERROR, sentence, "adjustment_basis", "请写明依据。", "加减分没有依据"
        )


def check_grade(row: Row, setting: Setting) -> Iterator[Finding]:
    """Hold the grade to the scheme's words; a red line bars the best, the worst wants evidence."""
    scheme: HeadScheme = setting.context
    grade, lines = row["grade"], row["red_lines"]
    if not grade:
        return
    if grade != UNDETERMINED and grade not in scheme.grades:
        sentence = f"等次“{grade}”不在方案的等次内：{'、'.join(scheme.grades)}{scheme.mark}。"
        other = _OTHER_WORDS.get(grade)
        proposal = other if other in scheme.grades else None
        yield Finding(
            "T12-GRADE", ERROR, sentence, "grade", "请按方案填写等次。", "等次不在方案内", proposal
        )
    if lines and grade == scheme.best:
        sentence = f"有红线事项（{'、'.join(lines)}），不能评为“{grade}”。"
        yield Finding("A-07", ERROR, sentence, "grade", "请核对红线事项和等次。", "触碰红线仍评好")
    if grade == scheme.worst and not lines and not names_evidence(*(row[n] for n in _TEXTS)):
        sentence = f"等次为“{grade}”，没有写明可查的依据。"
        remedy = "请在依据或备注中写明文件、文号或问题编号。"
        yield Finding("T12-PROOF", ERROR, sentence, "grade", remedy, "评差没有依据")


def check_service(row: Row, setting: Setting) -> Iterator[Finding]:
    """Point out a grade for who served too short, and none for who served long enough."""
    scheme: HeadScheme = setting.context
    since, least = row["in_post_since"], scheme.service_months
    if since is None:
        return
    if since > setting.today:
        sentence = f"任现职时间{since}还没有到。"
        yield Finding("T12-DATE", ERROR, sentence, "in_post_since", "请核对日期。", "任职在将来")
        return
    if least is None or not row["grade"]:
        return
    months = max(0, months_between(since, setting.period.last_day))
    if months < least and row["grade"] != UNDETERMINED:
        sentence = f"到{setting.period.last_day}任现职{months}个月，不满{least}个月的不确定等次。"
        remedy = f"请核对任现职时间；属实的改为“{UNDETERMINED}”，另有规定的请说明。"
        yield Finding("T12-TIME", WARNING, sentence, "grade", remedy, "任现职时间过短")
    elif months >= least and row["grade"] == UNDETERMINED:
        sentence = f"任现职{months}个月，已满{least}个月，填的是“{UNDETERMINED}”。"
        yield Finding(
            "T12-TIME", WARNING, sentence, "grade", "请核对；另有原因的请说明。", "应定等次没有定"
        )


def check_unit(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask that the unit is the county or city that reports."""
    name = without_own(setting.county_name)
    stem = name[:-1] if len(name) >= _SHORTEST and name[-1] in _SUFFIXES else name
    if row["unit_name"] and stem not in row["unit_name"]:
        sentence = f"单位填的是“{row['unit_name']}”，本次应报{name}。"
        yield Finding("T12-UNIT", ERROR, sentence, "unit_name", "请核对单位。", "单位不是本县")


def check_group(row: Row, setting: Setting) -> Iterator[Finding]:
    """Keep the heads of cities in a group of their own (A-02).

    A city of county rank (济源) may be in it: a county that says so is asked, not refused.
    """
    group, name = row["group_name"], setting.county_name
    if not group or (group == CITY_GROUP) == setting.is_city:
        return
    if setting.is_city:
        sentence = f"组别填的是“{group}”，{name}的正职应在“{CITY_GROUP}”组。"
        remedy = "市的党政正职单独一组，不与县（市、区）的比较。"
        yield Finding("A-02", ERROR, sentence, "group_name", remedy, "组别不对", CITY_GROUP)
    else:
        sentence = f"{name}填在“{CITY_GROUP}”组，请核实。"
        remedy = "县（市、区）按贫困县、非贫困县分组；按省辖市考评的请说明。"
        yield Finding("A-02", WARNING, sentence, "group_name", remedy, "县填在省辖市组")


def check_feedback(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask that the result was told to the person, and that an objection was looked into (B-03)."""
    del setting
    if row["grade"] and (row["feedback"] or "无") in _NO_OPINION:
        sentence = "没有填反馈及本人意见。"
        remedy = "结果公布前应向本人反馈，请填写反馈情况和本人意见。"
        yield Finding("B-03", WARNING, sentence, "feedback", remedy, "没有反馈")
    if row["objection"] and row["objection"] not in _NO_OPINION and not row["review_result"]:
        sentence = "本人有异议，没有填复核结果。"
        yield Finding("B-03", WARNING, sentence, "objection", "请填写复核结果。", "异议没有复核")


def check_doubles(rows: Sequence[Row], setting: Setting) -> Iterator[tuple[Row, Finding]]:
    """Find a person listed twice."""
    del setting
    seen: dict[tuple[str, str], Row] = {}
    for row in rows:
        if not row["person_name"]:
            continue
        first = seen.setdefault((row["person_name"], row["post_title"]), row)
        if first is not row:
            sentence = f"与第{first.row_no}行是同一个人。"
            remedy = "请删去重复的一行。"
            yield row, Finding("D18", ERROR, sentence, "person_name", remedy, "人员重复")


ROW_CHECKS: Final = (
    check_scores,
    check_grade,
    check_service,
    check_unit,
    check_group,
    check_feedback,
)
