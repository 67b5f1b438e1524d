"""Every verb of the audit trail has a name on the screen."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.audit.verbs import VERBS

ROOT = Path(__file__).parents[2]


def recorded() -> Iterator[tuple[str, str]]:
    """Yield where a verb is written out, and the verb."""
    for package in ("portal", "villages", "accountability"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                    place = f"{path.relative_to(ROOT)}:{node.lineno}"
                    yield from ((place, verb) for verb in written_out(node.args[0]))


def written_out(value: ast.expr) -> Iterator[str]:
    """Yield the texts an expression may be, as far as they are written out."""
    if isinstance(value, ast.Constant):
        yield str(value.value)
    elif isinstance(value, ast.IfExp):
        yield from written_out(value.body)
        yield from written_out(value.orelse)


@pytest.mark.parametrize("verb", sorted({verb for _, verb in recorded()}))
def test_verb_has_a_name(verb: str) -> None:
    assert verb in VERBS, f"add {verb} to portal/audit/verbs.py"


def test_verbs_are_found_at_all() -> None:
    assert len(list(recorded())) > 20
