"""What the tests of reading share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from accountability.intake.reading.grid import RefusedError, Workbook
from accountability.intake.reading.reader import read_workbook

Read = Callable[..., Workbook]
Refuse = Callable[..., RefusedError]


@pytest.fixture
def read() -> Read:
    def read_(path: Path, name: str | None = None) -> Workbook:
        return read_workbook(path, name=name or path.name)

    return read_


@pytest.fixture
def refuse() -> Refuse:
    """Read a file that must be refused, and return the refusal."""

    def refuse_(path: Path, name: str | None = None) -> RefusedError:
        with pytest.raises(RefusedError) as caught:
            read_workbook(path, name=name or path.name)
        return caught.value

    return refuse_
