"""python -m ops.bench [NAME]: run the measurements on a private PostgreSQL that syncs to disk."""

import subprocess
import sys

from ops.console import run_command
from ops.paths import ROOT
from ops.scratch import scratch


def main() -> int:
    with scratch(durable=True):
        command = [sys.executable, "-m", "bench", *sys.argv[1:]]
        return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(run_command(main))
