"""What ./run prints."""

import sys
from collections.abc import Callable

from ops.errors import OpsError

COLOURS = {"run": 32, "prepare": 34, "web": 36, "worker": 33, "beat": 35}
DEFAULT_COLOUR = 37
INTERRUPTED = 130


def say(name: str, line: str) -> None:
    """Print one line under the name of the process that said it."""
    if sys.stdout.isatty():
        colour = COLOURS.get(name, DEFAULT_COLOUR)
        print(f"\033[{colour}m{name:>7} |\033[0m {line}", flush=True)
    else:
        print(f"{name:>7} | {line}", flush=True)


def run_command(main: Callable[[], int]) -> int:
    """Run a command; expected failures become one message and exit code 1."""
    try:
        return main()
    except OpsError as error:
        print(f"\n错误：{error}\n", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
