"""CPU seconds: of this process and all it started, and of PostgreSQL.

Wall time says nothing on a machine that others use too; CPU seconds hardly change with the load.
"""

import ctypes
import os
import resource
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.db import connection

_SUBREAPER: Final = 36  # PR_SET_CHILD_SUBREAPER of <linux/prctl.h>
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_PARENT: Final = 1  # places in /proc/PID/stat after the name
_CPU: Final = slice(11, 15)  # own user and system time, then those of children that ended


@dataclass
class Spent:
    """What a stretch of work cost. Units: seconds; `ours` and `server` are CPU, `wall` is not."""

    ours: float = 0.0
    server: float = 0.0
    wall: float = 0.0

    @property
    def cpu(self) -> float:
        """Return the CPU seconds of all processes."""
        return self.ours + self.server


@contextmanager
def measured() -> Iterator[Spent]:
    """Measure the block; the numbers are there after it."""
    spent = Spent()
    _adopt_orphans()
    before, began = _now(), time.perf_counter()
    yield spent
    spent.wall = time.perf_counter() - began
    after = _now()
    spent.ours, spent.server = after[0] - before[0], after[1] - before[1]


def _adopt_orphans() -> None:
    """Become the parent of what our children leave behind, so that its work is counted too."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def _now() -> tuple[float, float]:
    """Return the CPU seconds of our processes and of PostgreSQL's, those that ended included."""
    own, gone = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    waited_for = own.ru_utime + own.ru_stime + gone.ru_utime + gone.ru_stime
    processes = _Processes()
    server = processes.parent_of(_backend())
    running = sum(
        processes.tree(child) for child in processes.children[os.getpid()] if child != server
    )
    return waited_for + running, processes.tree(server)


def _backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


class _Processes:
    """All processes of the machine at one moment."""

    def __init__(self) -> None:
        self.stat: dict[int, list[str]] = {}
        self.children: dict[int, list[int]] = defaultdict(list)
        for place in Path("/proc").iterdir():
            if not place.name.isdigit():
                continue
            try:
                text = (place / "stat").read_text()
            except OSError:  # it ended meanwhile
                continue
            fields = text.rpartition(")")[2].split()
            self.stat[int(place.name)] = fields
            self.children[int(fields[_PARENT])].append(int(place.name))

    def parent_of(self, pid: int) -> int:
        return int(self.stat[pid][_PARENT])

    def tree(self, root: int) -> float:
        """Return the CPU seconds of a process and its descendants."""
        waiting, ticks = [root], 0
        while waiting:
            pid = waiting.pop()
            waiting += self.children[pid]
            ticks += sum(map(int, self.stat[pid][_CPU]))
        return ticks / _TICKS
