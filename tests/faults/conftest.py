"""One stack for all of them; each test begins with an idle one."""

import itertools
import os
from collections.abc import Iterator

import pytest

from ops import paths
from tests.faults import handlers
from tests.faults.harness import Stack, running

SERIAL = itertools.count(1)


@pytest.fixture(scope="package")
def fault_stack() -> Iterator[Stack]:
    """Servers, one beat; workers are the tests' own. Its quick clock costs: it ends with them."""
    base = paths.var_dir() / "test" / f"run-{os.getpid()}"
    home = base / f"faults{next(SERIAL)}"
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(base.stat().st_mode)
    with running(home, include=["tests.faults.handlers"]) as stack:
        stack.sql(handlers.TABLES)
        stack.start_beat()
        yield stack


@pytest.fixture
def stack(fault_stack: Stack) -> Iterator[Stack]:
    """The stack without a job; workers that live go on to the next test."""
    yield fault_stack
    fault_stack.end_extra_beats()
    fault_stack.flush_broker()
    fault_stack.sql("DELETE FROM portal_job; DELETE FROM fault_effect; DELETE FROM fault_tick")
