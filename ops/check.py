"""python -m ops.check: everything that can be said about the code without running it."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from ops.console import run_command
from ops.paths import ROOT
from ops.scratch import scratch

TYPED = ("portal", "villages", "accountability", "ops", "bench", "tests")


def steps() -> Iterator[tuple[str, Sequence[str | Path]]]:
    """Yield each step's title and command."""
    programs = Path(sys.executable).parent
    templates = sorted((ROOT / "templates").rglob("*.html"))
    yield "代码规则", [programs / "ruff", "check", "--quiet", "."]
    yield "代码格式", [programs / "ruff", "format", "--check", "--quiet", "."]
    if templates:
        yield "模板格式", [programs / "djade", "--target-version", "5.2", "--check", *templates]
    yield "类型", [programs / "mypy", *TYPED]
    yield "导入约定", [programs / "lint-imports"]
    yield "迁移", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]


def main() -> int:
    failed = []
    with scratch():
        for title, command in steps():
            began = time.monotonic()
            code = subprocess.run(command, cwd=ROOT, check=False).returncode
            verdict = "不合格" if code else "合格"
            print(f"[check] {title}：{verdict}（{time.monotonic() - began:.1f} 秒）", flush=True)
            if code:
                failed.append(title)
    print(f"[check] 不合格：{'、'.join(failed)}" if failed else "[check] 全部合格", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(run_command(main))
