"""python -m ops.manage COMMAND: manage.py with the addresses and keys of this machine."""

import runpy
import sys

from django.core.exceptions import ImproperlyConfigured

from ops.attach import attach
from ops.console import run_command
from ops.errors import OpsError
from ops.paths import ROOT


def main() -> int:
    try:
        attach(ROOT)
    except ImproperlyConfigured as error:
        raise OpsError(str(error)) from error
    sys.path[0] = str(ROOT)
    sys.argv[0] = "manage.py"
    runpy.run_path(str(ROOT / "manage.py"), run_name="__main__")
    return 0


if __name__ == "__main__":
    sys.exit(run_command(main))
