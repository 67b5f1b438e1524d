"""T17: whether villages held their Party day; most did, a few honest misses with their reasons."""

from collections.abc import Mapping
from typing import Any, Final

from accountability.management.demo_values.draws import draw
from accountability.management.demo_values.form import Form, Rows

_EPIDEMIC: Final = "2020Q1"
_REASONS: Final = ("支部书记住院", "农忙时节人不齐", "活动室正在维修", "正在换届，工作没有衔接好")


def party_days(form: Form) -> Rows:
    """Return the months each village held its Party day."""
    weak = {one.code for one in form.villages if one.is_weak}
    return [dict(row) | _party_days(form, row, is_weak=row["key"] in weak) for row in form.rows]


def _party_days(form: Form, row: Mapping[str, Any], *, is_weak: bool) -> dict[str, Any]:
    key = (row["key"], str(form.period), "party day")
    held = {f"held_{number}": True for number in (1, 2, 3)}
    reason = ""
    if str(form.period) == _EPIDEMIC and draw(*key, "epidemic", 14) == 0:
        held["held_2"] = False
        reason = "疫情防控，没有集中开展"
    if draw(*key, "missed", 6 if is_weak else 45) == 0:
        held[f"held_{1 + draw(*key, 'month', 3)}"] = False
        reason = reason or _REASONS[draw(*key, "reason", len(_REASONS))]
    return {**held, "missed_reason": reason}
