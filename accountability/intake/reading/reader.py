"""Read a workbook from a path: the only door of this package.

The file is opened in a child process, because a few hundred hostile bytes are enough to make a
reader abort the whole process or ask for more memory than the machine has. The child inherits
no settings and no secrets, and whatever happens to it becomes a sentence.
"""

import dataclasses
import datetime
import gc
import json
import logging
import os
import pickle
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

from accountability.intake.reading import grid, refusals, secrecy
from accountability.intake.reading.grid import Reason, RefusedError, Workbook
from accountability.intake.reading.limits import LIMITS, Limits

__all__ = ["LIMITS", "Limits", "RefusedError", "read_workbook"]

ROOT: Final = Path(__file__).resolve().parents[3]
CHILD: Final = "accountability.intake.reading.child"
KEPT_ENVIRONMENT: Final = ("PATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "TMPDIR")
NAME_LENGTH: Final = 80
TRACE_LENGTH: Final = 4_000

_UNPRINTABLE: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)

logger = logging.getLogger(__name__)


def read_workbook(path: Path, *, name: str, limits: Limits = LIMITS) -> Workbook:
    """Read the file at `path`, which the user calls `name`, in a child process.

    Raises: RefusedError for whatever is wrong with the content; OSError when the file or the
    machine fails us.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
    try:
        if size == 0:
            raise refusals.empty()
        if size > limits.container:
            raise refusals.too_big(f"超过 {limits.container >> 20} MB")
        if mark := secrecy.mark_in_name(name):
            raise refusals.secret(f"文件名中有“{mark}”")
        workbook = _read_in_child(path.resolve(), name, limits)
        if mark := secrecy.mark_in_cells(workbook):
            raise refusals.secret(mark)
    except RefusedError as refused:
        raise about(refused, name) from refused.__cause__
    return workbook


def about(refused: RefusedError, name: str) -> RefusedError:
    """Put the name of the file into the sentence of a refusal.

    >>> about(refusals.empty(), "花名册.xls").sentence[:14]
    '文件“花名册.xls”是空的'
    """
    shown = printable(name)
    if len(shown) > NAME_LENGTH:
        shown = f"{shown[: NAME_LENGTH // 2]}…{shown[-NAME_LENGTH // 4 :]}"
    rest = printable(refused.sentence).removeprefix("文件")
    return RefusedError(refused.reason, f"文件“{shown}”{rest}")


def printable(text: str) -> str:
    """Take out what cannot be seen: controls, marks of direction, zero widths."""
    return _UNPRINTABLE.sub("", text)


def _read_in_child(path: Path, name: str, limits: Limits) -> Workbook:
    order = {"path": str(path), "name": name, "limits": dataclasses.asdict(limits)}
    environment = {key: os.environ[key] for key in KEPT_ENVIRONMENT if key in os.environ}
    with tempfile.TemporaryFile() as result, tempfile.TemporaryFile() as trace:
        try:
            child = subprocess.run(  # noqa: S603 - our own module, no shell
                [sys.executable, "-s", "-m", CHILD, json.dumps(order)],
                check=False,
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=result,
                stderr=trace,
                timeout=limits.wall_seconds,
            )
        except subprocess.TimeoutExpired as error:
            raise refusals.timeout(limits.wall_seconds) from error
        _log(path, child.returncode, trace)
        if child.returncode != 0:
            raise _death(child.returncode, limits)
        result.seek(0)
        try:
            return _received(result)
        except (EOFError, pickle.UnpicklingError) as error:
            logger.warning("reading %s: no workbook came back: %s", path.name, error)
            raise refusals.corrupt() from error


def _death(code: int, limits: Limits) -> RefusedError:
    """Say what a child that did not answer died of.

    Raises: OSError when the machine failed it, not the file.
    """
    if code > 0:
        raise OSError(f"the reading process gave up (exit code {code})")
    if -code == signal.SIGXCPU:
        return refusals.timeout(limits.cpu_seconds)
    return refusals.too_big("读取时超出内存限制")


def _log(path: Path, code: int, trace: IO[bytes]) -> None:
    """Log under the name of the stored file: the user's name for it may name a person."""
    trace.seek(0, os.SEEK_END)
    trace.seek(max(0, trace.tell() - TRACE_LENGTH))
    text = trace.read().decode("utf-8", "replace")
    if code or text:
        logger.warning("reading %s: exit code %s\n%s", path.name, code, text)


def _received(result: IO[bytes]) -> Workbook:
    """Take the workbook and then its rows off the pickles the child sent."""
    with _collector_off():
        first = _load(result)
        if isinstance(first, tuple):
            reason, sentence = first
            raise RefusedError(Reason(reason), sentence)
        workbook: Workbook = first
        for sheet in workbook.sheets:
            while (batch := _load(result)) is not None:
                sheet.rows.extend(batch)
    workbook.notices[:] = map(printable, workbook.notices)
    return workbook


@contextmanager
def _collector_off() -> Iterator[None]:
    """Pause the collector: it would search a million new objects for cycles they cannot have."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _load(source: IO[bytes]) -> Any:
    return _Unpickler(source).load()


class _Unpickler(pickle.Unpickler):
    """Builds nothing but workbooks, so that a child taken over cannot reach its parent."""

    _allowed: Final = {
        (cls.__module__, cls.__qualname__): cls
        for cls in (
            grid.Workbook,
            grid.Grid,
            grid.Merge,
            grid.CellError,
            grid.Format,
            datetime.datetime,
            datetime.date,
            datetime.time,
        )
    }

    def find_class(self, module: str, name: str) -> type:
        found = self._allowed.get((module, name))
        if found is None:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a workbook")
        return found
