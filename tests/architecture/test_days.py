"""A moment has a day only in the province's clock: from 0 to 8 o'clock Greenwich is a day behind."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# What a workbook's cell holds is a day already, in no time zone.
CELLS = {
    "accountability/intake/reading/xls.py",
    "accountability/intake/cleaning/dates.py",
}


def days_of(source: str) -> list[int]:
    """Return the lines that ask a moment, or the machine, for its day."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"date", "today"}
        and not node.args
    ]


@pytest.mark.parametrize("package", ["accountability", "portal", "villages"])
def test_no_moment_is_asked_for_its_day(package) -> None:
    found = [
        f"{name}:{line}: use timezone.localdate(at)"
        for path in sorted((ROOT / package).rglob("*.py"))
        if (name := str(path.relative_to(ROOT))) not in CELLS
        for line in days_of(path.read_text())
    ]
    assert not found, "\n".join(found)


def test_the_walk_sees_one() -> None:
    assert days_of("day = at.date()\nnow = dt.date.today()\nday = at.date") == [1, 2]
