"""python -m bench [NAME ...] [--write]: measure against a scratch database; see ops/bench.py.

BENCH_QUICK=1 takes a small province and short files: to see that the benches run, not to quote.
"""

import argparse
import importlib
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import django
from django.conf import settings

# name -> module, and how many counties of the invented province it needs (0: all)
BENCHES: Final = {
    "import": ("bench.importing.compare", 2),
    "checks": ("bench.checks.run", 0),
    "rollup": ("bench.rollup", 0),
    "pdf": ("bench.pdf", 0),
    "sheets": ("bench.sheets", 0),
    "lists": ("bench.lists", 0),
    "search": ("bench.search", 0),
    "start": ("bench.start", 2),
}
QUICK_COUNTIES: Final = 6


def main(arguments: list[str]) -> int:
    """Run the benches named, or all."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*BENCHES, []], metavar="NAME")
    parser.add_argument("--write", action="store_true", help="update docs/performance.md")
    asked = parser.parse_args(arguments)
    names = asked.names or list(BENCHES)
    is_quick = os.environ.get("BENCH_QUICK", "") not in ("", "0")
    if is_quick and asked.write:
        parser.error("figures of a quick run are not for the record")
    with tempfile.TemporaryDirectory() as files:
        _prepare(Path(files), names, is_quick=is_quick)
        for name in names:
            _run(name, is_quick=is_quick, is_written=asked.write)
    return 0


def _prepare(files: Path, names: list[str], *, is_quick: bool) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    os.environ["PORTAL_FILES"] = str(files)
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - after the set-up
    from django.db import connection  # noqa: PLC0415

    from bench import places  # noqa: PLC0415

    assert Path(settings.MEDIA_ROOT) == files
    began = time.monotonic()
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:  # its work would be counted with whatever runs just then
        cursor.execute("ALTER SYSTEM SET autovacuum = off")
        cursor.execute("SELECT pg_reload_conf()")
    wanted = [BENCHES[name][1] for name in names]
    places.load(QUICK_COUNTIES if is_quick else 0 if 0 in wanted else max(wanted))
    print(f"[bench] database and province ready in {time.monotonic() - began:.0f} s", flush=True)


def _run(name: str, *, is_quick: bool, is_written: bool) -> None:
    from bench import report  # noqa: PLC0415

    began = time.monotonic()
    found: report.Report = importlib.import_module(BENCHES[name][0]).measure(is_quick=is_quick)
    seconds = time.monotonic() - began
    report.show(found)
    print(f"[bench] {name}: {seconds:.0f} s", flush=True)
    if is_written:
        report.write(name, found, seconds=seconds)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
