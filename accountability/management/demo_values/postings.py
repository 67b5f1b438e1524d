"""T1, T2 and T3: who is posted, the days they were there, how their year was judged."""

from typing import Any

from accountability.ledgers.sheets.words import COUNTY_APPROVES, TOWNSHIP_APPROVES
from accountability.management.demo_values.draws import care, draw
from accountability.management.demo_values.form import Form, Rows
from accountability.management.demo_values.planned import is_planned
from accountability.management.demo_values.weak import is_cured

SCORES = {
    "organization_score": 25,
    "relief_score": 25,
    "service_score": 15,
    "governance_score": 15,
    "attendance_score": 10,
    "satisfaction_score": 10,
}


def roster(form: Form) -> Rows:
    """Return the roster with how many poor households each village still has."""
    filled = []
    cured = {place.full_name for place in form.villages if place.is_weak and is_cured(form, place)}
    if is_planned("cured", form.code):
        cured = set()
    for row in form.rows:
        values = dict(row)
        _tell_leaving(form, values)
        if f"{row.get('township_name')}{row.get('village_name')}" in cured:
            values["remark"] = "整顿已转化，跟踪巩固期内"
        if values.get("poor_households") is None:
            village = f"{row.get('township_name')}{row.get('village_name')}"
            values["poor_households"] = 8 + draw(form.county.code, village, "households", 60)
        filled.append(values)
    return filled


def _tell_leaving(form: Form, values: dict[str, Any]) -> None:
    """Leave out who leaves later than the period; name the document of a recall."""
    left = values.get("left_on")
    if left is None:
        return
    if left > form.until:
        values["left_on"] = values["left_reason"] = None
    elif left and values.get("left_reason") == "召回" and not values.get("remark"):
        number = 1 + draw(form.code, str(left), "recall", 60)
        values["remark"] = f"{form.county.name[:2]}组通〔{left.year}〕{number}号"


def presence(form: Form) -> Rows:
    """Return a month's days and nights: what is required, now and then a day or night short."""
    return [_month(form, number, dict(row)) for number, row in enumerate(form.rows, 1)]


def _month(form: Form, number: int, row: dict[str, object]) -> dict[str, object]:
    county, month = form.county.code, str(form.period)
    days_total = nights_total = 0
    leave = left = _leave(form, number)
    for week in range(1, 6):
        required = row.get(f"required_days_{week}")
        if required in (None, ""):
            continue
        days = int(str(required))
        taken = min(days, left)
        left -= taken
        days -= taken
        nights = max(0, int(str(required)) - 1 - taken)
        if days and draw(county, number, month, week, 1000) < care(county):
            days, nights = days - 1, max(0, nights - 1)
        row[f"days_{week}"], row[f"nights_{week}"] = days, nights
        days_total, nights_total = days_total + days, nights_total + nights
    checked = draw(county, number, month, "checked", 10) == 0
    return row | _granted(leave - left, draw(county, number, month, "kind", 3)) | {
        "days_total": days_total,
        "nights_total": nights_total,
        "duty_days": 0,
        "checks_count": int(checked),
        "absences_count": 0,
        "unexcused_count": 0,
    }  # fmt: skip


def _leave(form: Form, number: int) -> int:
    """Return the days of leave: seldom a few; in some counties somebody is ill for months."""
    if is_planned("ill", form.code) and number == 1 + draw(form.code, "ill", 9):
        return 16
    drawn = draw(form.code, number, str(form.period), "leave", 100)
    return 1 + drawn % 3 if drawn < 6 else 5 if drawn == 6 else 0  # noqa: PLR2004 - of a hundred


def _granted(days: int, kind: int) -> dict[str, object]:
    """Return days of leave with their kind and who approved them."""
    if not days:
        return {"leave_days": 0}
    by = TOWNSHIP_APPROVES if days <= 3 else COUNTY_APPROVES  # noqa: PLR2004 - E-07
    named = "病假" if days > 5 else ("事假", "病假", "年休假")[kind]  # noqa: PLR2004 - the long ones
    return {"leave_days": days, "leave_kind": named, "leave_approver": by}


def scores(form: Form) -> Rows:
    """Return a year's assessment; one in ten is excellent, nobody is named unfit."""
    return [_score(form, number, dict(row)) for number, row in enumerate(form.rows, 1)]


def _score(form: Form, number: int, row: dict[str, object]) -> dict[str, object]:
    county = form.county.code
    good = (draw(county, "grade", 10) + number) % 10 == 0
    parts = {}
    for field, full in SCORES.items():
        least = full * (0.9 if good else 0.78)
        parts[field] = round(least + draw(county, number, field, 10) * full * 0.01, 1)
    sent = 20 + draw(county, number, "ballots", 11)
    fair = draw(county, number, "fair", 3)
    against = _against(form, number)
    return row | {
        **parts,
        "adjustment_score": 0,
        "total_score": round(sum(parts.values()), 1),
        "ballots_sent": sent,
        "ballots_returned": sent,
        "ballots_satisfied": sent - fair - against,
        "ballots_fair": fair,
        "ballots_dissatisfied": against,
        "absences_count": 0,
        "grade": "优秀" if good else "合格",
        "grade_basis": _basis(form, number, sent - fair - against, sent) if good else "",
        "is_signed": True,
    }


_DEEDS = (
    "牵头建成香菇大棚，带动脱贫户分红",
    "把支部会议和主题党日开齐，后备干部有了人选",
    "协调修通通组路，解决吃水问题",
    "办起村集体合作社，当年有了稳定收入",
    "化解积压信访，村务公开做到逐月",
    "引回返乡青年办电商，卖出滞销红薯",
)


def _basis(form: Form, number: int, content: int, asked: int) -> str:
    """Return why somebody is excellent: each in words of its own."""
    deed = _DEEDS[(draw(form.code, "deed", len(_DEEDS)) + number // 10) % len(_DEEDS)]
    return f"{deed}；测评{asked}票中{content}票满意，考核组第{number}号记录"


def _against(form: Form, number: int) -> int:
    """Return how many ballots are dissatisfied: none where too much is claimed, else a few."""
    if is_planned("claim", form.code):
        return 0
    is_cool = draw(form.code, "cool", 4) == 0
    return (
        draw(form.code, number, "against", 5) if is_cool else draw(form.code, number, "against", 2)
    )
