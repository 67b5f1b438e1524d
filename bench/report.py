"""Tables of results: printed, and written between markers of docs/performance.md."""

import datetime as dt
import os
import platform
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

DOCUMENT: Final = Path(__file__).resolve().parent.parent / "docs" / "performance.md"


@dataclass(frozen=True)
class Target:
    """What was promised, what was measured, and whether that is enough."""

    text: str
    measured: str
    is_met: bool


@dataclass
class Report:
    """One bench's results: a table whose ratios come from one run, and the targets."""

    title: str
    columns: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def target(self, text: str, measured: str, *, is_met: bool) -> None:
        """Add a target."""
        self.targets.append(Target(text, measured, is_met))


def show(report: Report) -> None:
    """Print a report."""
    table = [report.columns, *report.rows]
    widths = [max(map(_width, column)) for column in zip(*table, strict=True)]
    print(f"\n{report.title}")
    for row in table:
        print(
            "  ".join(
                cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
            )
        )
    for target in report.targets:
        print(f"{'met   ' if target.is_met else 'MISSED'}  {target.text}: {target.measured}")
    for note in report.notes:
        print(f"  {note}")


def write(name: str, report: Report, *, seconds: float) -> None:
    """Put a report between the markers of its bench in docs/performance.md."""
    text = DOCUMENT.read_text()
    begin, end = f"<!-- bench:{name} -->", f"<!-- /bench:{name} -->"
    body = f"{begin}\n{_markdown(report, seconds)}\n{end}"
    found = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not found.search(text):
        raise SystemExit(f"{DOCUMENT.name} has no place for the bench {name}")
    DOCUMENT.write_text(found.sub(lambda _: body, text))


def _markdown(report: Report, seconds: float) -> str:
    lines = [
        f"| {' | '.join(report.columns)} |",
        f"|---|{'---:|' * (len(report.columns) - 1)}",
        *(f"| {' | '.join(row)} |" for row in report.rows),
    ]
    if report.targets:
        lines += ["", "| target | measured | |", "|---|---|---|"]
        lines += [
            f"| {t.text} | {t.measured} | {'met' if t.is_met else '**missed**'} |"
            for t in report.targets
        ]
    lines += ["", *report.notes, _where(seconds)]
    return "\n".join(lines)


def _where(seconds: float) -> str:
    day = dt.datetime.now(dt.UTC).date()
    load = os.getloadavg()[0]
    return (
        f"Measured {day} on {os.cpu_count()} cores ({_processor()}), Python "
        f"{platform.python_version()}, load {load:.1f}, in {seconds:.0f} s."
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
