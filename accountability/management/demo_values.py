"""What invented officials write into the demo's workbooks, drawn from a seed."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

SEED = "demo-2020-05"
SCORES = {
    "organization_score": 25,
    "relief_score": 25,
    "service_score": 15,
    "governance_score": 15,
    "attendance_score": 10,
    "satisfaction_score": 10,
}
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def draw(*key: object, below: int = 0) -> int:
    """Return a number from 0 to `below` - 1 that depends on the key alone.

    The last positional value may stand for `below`.
    """
    *parts, last = key
    most = below or int(str(last))
    text = SEED + ":".join(str(part) for part in (parts if not below else key))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big") % most


def care(county: str) -> int:
    """Return how many of a thousand weeks a county's people miss: most few, some many."""
    kind = draw(county, "care", 100)
    if kind < 4:  # noqa: PLR2004 - a few counties far below
        return 130
    return 70 if kind < 18 else 20  # noqa: PLR2004 - some below, most above


def presence(county: str, number: int, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a month's days and nights: what is required, now and then a day or night short."""
    values: dict[str, Any] = {}
    days_total = nights_total = 0
    for week in range(1, 6):
        required = row.get(f"required_days_{week}")
        if required in (None, ""):
            continue
        days = int(required)
        nights = max(0, days - 1)
        if days and draw(county, number, week, 1000) < care(county):
            days, nights = days - 1, max(0, nights - 1)
        values[f"days_{week}"], values[f"nights_{week}"] = days, nights
        days_total, nights_total = days_total + days, nights_total + nights
    checked = draw(county, number, "checked", 10) == 0
    return values | {
        "days_total": days_total,
        "nights_total": nights_total,
        "leave_days": 0,
        "duty_days": 0,
        "checks_count": int(checked),
        "absences_count": 0,
        "unexcused_count": 0,
    }


def households(county: str, number: int, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return how many poor households the village still has; the same for its whole team."""
    if row.get("poor_households") is not None:
        return {}
    village = f"{row.get('township_name')}{row.get('village_name')}"
    del number
    return {"poor_households": 8 + draw(county, village, "households", 60)}


def score(county: str, number: int, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a year's assessment; one in ten is excellent, nobody is named unfit."""
    del row
    good = draw(county, number, "grade", 10) == 0
    parts = {}
    for field, full in SCORES.items():
        least = full * (0.9 if good else 0.78)
        parts[field] = round(least + draw(county, number, field, 10) * full * 0.01, 1)
    sent = 20 + draw(county, number, "ballots", 11)
    fair = draw(county, number, "fair", 3)
    return {
        **parts,
        "adjustment_score": 0,
        "total_score": round(sum(parts.values()), 1),
        "ballots_sent": sent,
        "ballots_returned": sent,
        "ballots_satisfied": sent - fair,
        "ballots_fair": fair,
        "ballots_dissatisfied": 0,
        "absences_count": 0,
        "grade": "优秀" if good else "合格",
        "grade_basis": "测评和日常考核靠前，县委组织部与派出单位共同评定" if good else "",
        "is_signed": True,
    }


FILL: dict[str, Callable[[str, int, Mapping[str, Any]], dict[str, Any]]] = {
    "T1": households,
    "T2": presence,
    "T3": score,
}


def dirty(county: str, number: int, row: dict[str, Any]) -> dict[str, Any]:
    """Leave the harmless dirt of real files in one row of forty: spaces in names, wide digits."""
    if draw(county, number, "dirt", 40):
        return row
    name = str(row.get("person_name") or "")
    if len(name) == 2:  # noqa: PLR2004 - a name of two characters is spaced out
        row["person_name"] = f"{name[0]}　{name[1]}"
    if isinstance(row.get("poor_households"), int):
        row["poor_households"] = str(row["poor_households"]).translate(FULL_WIDTH)
    return row
