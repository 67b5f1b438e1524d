"""Every rule the code cites stands in docs/sources.md."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
CITED = re.compile(r"docs/sources\.md#([\w-]+)")


def test_every_cited_source_is_written_down() -> None:
    written = set(re.findall(r'<a id="([\w-]+)">', (ROOT / "docs/sources.md").read_text()))
    missing = {
        f"{path.relative_to(ROOT)}: {anchor}"
        for package in ("accountability", "villages", "portal")
        for path in (ROOT / package).rglob("*.py")
        for anchor in CITED.findall(path.read_text())
        if anchor not in written
    }
    assert missing == set()
