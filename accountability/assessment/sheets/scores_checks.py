"""Row and sheet checks of T3: scores against the scheme, ballots, grades, quota."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from accountability.assessment.schemes import Scheme, scheme_on
from accountability.intake.declare import Finding, Row, Setting
from accountability.intake.rules import Severity
from accountability.ledgers.rules import likeness_on

ERROR, WARNING = Severity.ERROR, Severity.WARNING
_OTHER_WORDS: Final = {
    "称职": "合格",
    "基本称职": "基本合格",
    "不称职": "不合格",
    "合格": "称职",
    "基本合格": "基本称职",
    "不合格": "不称职",
}
_KINDS: Final = ("ballots_satisfied", "ballots_fair", "ballots_dissatisfied")


def scheme_for(setting: Setting) -> Scheme:
    """Return the scheme in force at the end of the period."""
    return scheme_on(setting.period.last_day)


def check_dimensions(row: Row, setting: Setting) -> Iterator[Finding]:
    """Check that no part of the score is above its full mark."""
    scheme: Scheme = setting.context
    for dimension in scheme.dimensions:
        score = row[dimension.field]
        if score is not None and score > dimension.full:
            sentence = f"“{dimension.label}”{score}分，满分{dimension.full}分{_note(scheme)}。"
            yield Finding(
                "T3-FULL", ERROR, sentence, dimension.field, "请核对得分。", "得分超过满分"
            )


def check_total(row: Row, setting: Setting) -> Iterator[Finding]:
    """Compare the total with the parts and the adjustment."""
    scheme: Scheme = setting.context
    stated, sum_of_parts = row["total_score"], scheme.total(row.values)
    if stated is None or sum_of_parts is None:
        return
    if abs(stated - sum_of_parts) > scheme.tolerance:
        sentence = f"总分为{stated}，各项加权相加并加减分后为{sum_of_parts:.2f}{_note(scheme)}。"
        yield Finding(
            "T3-SUM", ERROR, sentence, "total_score", "请核对各项和总分。", "总分与各项不符"
        )


def check_ballots(row: Row, setting: Setting) -> Iterator[Finding]:
    """Check the ballots among themselves and point out too few of them."""
    scheme: Scheme = setting.context
    sent, returned = row["ballots_sent"], row["ballots_returned"]
    if returned is None:
        return
    if sent is not None and returned > sent:
        sentence = f"收回{returned}票，多于发放{sent}票。"
        yield Finding(
            "T3-BALLOT", ERROR, sentence, "ballots_returned", "请核对票数。", "测评票数不符"
        )
    kinds = [row[name] for name in _KINDS]
    if None not in kinds and sum(kinds) != returned:
        sentence = f"满意、基本满意、不满意相加为{sum(kinds)}票，收回{returned}票。"
        yield Finding(
            "T3-BALLOT", ERROR, sentence, "ballots_returned", "请核对票数。", "测评票数不符"
        )
    if returned < scheme.ballots_least:
        sentence = f"测评只收回{returned}票，少于{scheme.ballots_least}票，结果代表性不足。"
        yield Finding(
            "T3-FEW",
            WARNING,
            sentence,
            "ballots_returned",
            "请补充测评或说明原因。",
            "测评人数过少",
        )


def check_grade(row: Row, setting: Setting) -> Iterator[Finding]:
    """Check the grade against the scheme's labels, its bar and its need of a basis."""
    scheme: Scheme = setting.context
    grade = row["grade"]
    if not grade:
        return
    if grade not in scheme.grades:
        sentence = f"等次“{grade}”不在方案的等次内{_note(scheme)}：{'、'.join(scheme.grades)}。"
        yield Finding(
            "T3-GRADE",
            ERROR,
            sentence,
            "grade",
            "请按方案填写等次。",
            "等次不在方案内",
            _OTHER_WORDS.get(grade),
        )
    absences = row["absences_count"] or 0
    if grade == scheme.excellent and absences >= scheme.absences_bar:
        sentence = f"不在岗被查{absences}次，不能评为“{grade}”{_note(scheme)}。"
        yield Finding("E-10", ERROR, sentence, "grade", "请核对次数和等次。", "不在岗仍评优秀")
    if grade in (scheme.excellent, scheme.failing, "不称职") and not row["grade_basis"]:
        sentence = f"等次为“{grade}”，没有填等次依据。"
        yield Finding("T3-BASIS", ERROR, sentence, "grade_basis", "请写明依据。", "等次没有依据")


def check_signed(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask for the signatures of both organisations."""
    del setting
    if row["is_signed"] is not True:
        said = "没有填" if row["is_signed"] is None else "填的是“否”"
        sentence = f"考核组成员签字{said}，须县委组织部和派出单位双方签字。"
        yield Finding("T3-SIGN", ERROR, sentence, "is_signed", "请补签后填“是”。", "考核组没有签字")


def _note(scheme: Scheme) -> str:
    return f"（{scheme.mark}）" if scheme.mark else ""


def check_quota(rows: Sequence[Row], setting: Setting) -> Iterator[tuple[Row | None, Finding]]:
    """Point out more 优秀 than the quota (D-04): a warning, never a cut."""
    scheme: Scheme = setting.context
    graded = [row for row in rows if row["grade"]]
    best = [row for row in graded if row["grade"] == scheme.excellent]
    quota = scheme.quota(len(graded))
    if graded and len(best) > max(1, quota):
        sentence = (
            f"{len(graded)}人中有{len(best)}人“{scheme.excellent}”，"
            f"按{scheme.excellent_share:.0%}的比例为{quota}人{_note(scheme)}。"
        )
        yield None, Finding("D-04", WARNING, sentence, "", "请说明理由。", "优秀超过比例")


def check_doubles(rows: Sequence[Row], setting: Setting) -> Iterator[tuple[Row, Finding]]:
    """Find a person listed twice, and the same basis for several people."""
    seen: dict[object, Row] = {}
    texts: dict[str, list[Row]] = defaultdict(list)
    least = likeness_on(setting.period.last_day).copied_characters
    for row in rows:
        if len(row["grade_basis"] or "") >= least:
            texts[row["grade_basis"]].append(row)
        if not row["person_name"]:
            continue
        name = (row["village_id"] or row["village_name"], row["person_name"], row["id_tail"])
        first = seen.setdefault(name, row)
        if first is not row:
            sentence = f"与第{first.row_no}行是同一个人（{row.label}）。"
            yield (
                row,
                Finding("D18", ERROR, sentence, "person_name", "请删去重复的一行。", "人员重复"),
            )
    for same in texts.values():
        for row in same[1:]:
            sentence = f"“等次依据”与第{same[0].row_no}行文字完全相同。"
            yield (
                row,
                Finding("X14", WARNING, sentence, "grade_basis", "请按实际填写。", "疑似照抄"),
            )


ROW_CHECKS: Final = (check_dimensions, check_total, check_ballots, check_grade, check_signed)
