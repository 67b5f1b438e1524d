"""The harmless dirt of real files: it is cleaned, and said to have been."""

from typing import Any, Final

from accountability.management.demo_values.draws import draw

_WIDE: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_ONE_IN: Final = 40
# Whole numbers that people type in Chinese input mode.
_NUMBERS: Final = ("poor_households", "members_count", "others_count", "households_count")


def dirty(county: str, number: int, row: dict[str, Any]) -> dict[str, Any]:
    """Leave dirt in one row of forty: spaces in names, wide digits."""
    if draw(county, number, "dirt", _ONE_IN):
        return row
    name = str(row.get("person_name") or "")
    if len(name) == 2:  # noqa: PLR2004 - a name of two characters is spaced out
        row["person_name"] = f"{name[0]}　{name[1]}"
    for field in _NUMBERS:
        if isinstance(row.get(field), int) and not isinstance(row[field], bool):
            row[field] = str(row[field]).translate(_WIDE)
    return row
