"""The child process that reads one file: `python -m accountability.intake.reading.child`.

Limits are set before anything that reads is imported. The result goes to a file the parent
holds, as a sequence of pickles: a verdict, the workbook without rows, then batches of rows.
"""

import errno
import io
import json
import os
import resource
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accountability.intake.reading.grid import RefusedError
    from accountability.intake.reading.limits import Limits


RESULT = 1
TOO_BIG = (errno.EFBIG, errno.ENOMEM)
MACHINE = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOENT)


def main(arguments: list[str]) -> None:
    """Read the file that the parent names and write the result to the file behind stdout."""
    order = json.loads(arguments[0])
    _confine(order["limits"])
    result = os.dup(RESULT)
    os.dup2(2, RESULT)  # what a library prints must not end up in the result
    _read(order, result)


def _confine(limits: dict[str, int]) -> None:
    """Give up what reading does not need: memory, time, space, other programs, the network."""
    for kind, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
        (resource.RLIMIT_FSIZE, limits["result"]),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard < 0 else min(most, hard), hard))
    _die_first()
    sys.addaudithook(_refuse)


def _die_first() -> None:
    """When the machine runs out of memory, let it be this process that goes."""
    try:
        Path("/proc/self/oom_score_adj").write_text("1000")
    except OSError:
        return


def _refuse(event: str, _: tuple[Any, ...]) -> None:
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system")):
        raise PermissionError(event)


def _read(order: dict[str, Any], result: int) -> None:
    import gc  # noqa: PLC0415 - after the limits, like all that follows

    from accountability.intake.reading import refusals  # noqa: PLC0415
    from accountability.intake.reading.grid import RefusedError  # noqa: PLC0415
    from accountability.intake.reading.limits import Limits  # noqa: PLC0415

    gc.disable()
    try:
        _send(order["path"], order["name"], Limits(**order["limits"]), result)
    except RefusedError as refused:
        _answer(result, refused)
    except MemoryError:
        _answer(result, refusals.too_big("读取时超出内存限制"))
    except BaseException as error:  # noqa: BLE001 - hostile bytes raise anything, a panic included
        _trace(error)
        number = error.errno if isinstance(error, OSError) else None
        if number in MACHINE:
            os._exit(os.EX_IOERR)
        big = number in TOO_BIG
        _answer(result, refusals.too_big("内容超出读取上限") if big else refusals.corrupt())


def _trace(error: BaseException) -> None:
    """Tell where it broke, not over what: a message may quote a cell, a cell a person."""
    sys.stderr.writelines(traceback.format_tb(error.__traceback__))
    sys.stderr.write(f"{type(error).__module__}.{type(error).__qualname__}\n")
    sys.stderr.flush()


def _send(path: str, name: str, limits: "Limits", result: int) -> None:
    """Send the workbook without rows, then the rows of each sheet in batches and a None."""
    import pickle  # noqa: PLC0415

    from accountability.intake.reading.opening import open_workbook  # noqa: PLC0415

    out = io.BufferedWriter(io.FileIO(result, "wb", closefd=False), 1 << 20)
    opened = open_workbook(Path(path), name=name, limits=limits)
    pickle.dump(opened.workbook, out, 5)
    for index in range(len(opened.workbook.sheets)):
        for batch in opened.batches(index):
            pickle.dump(batch, out, 5)
        pickle.dump(None, out, 5)
    out.flush()


def _answer(result: int, refused: "RefusedError") -> None:
    """Replace whatever was sent by the refusal, and leave before anything else is flushed."""
    import pickle  # noqa: PLC0415

    os.ftruncate(result, 0)
    os.lseek(result, 0, os.SEEK_SET)
    os.write(result, pickle.dumps((str(refused.reason), refused.sentence), 5))
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
