"""Read a workbook from a path: the only door of this package."""

from pathlib import Path

from accountability.intake.reading.grid import RefusedError, Workbook
from accountability.intake.reading.limits import LIMITS, Limits

__all__ = ["LIMITS", "Limits", "RefusedError", "read_workbook"]


def read_workbook(path: Path, *, name: str, limits: Limits = LIMITS) -> Workbook:
    """Read the file at `path`, which the user calls `name`, in a child process.

    Raises: RefusedError for whatever is wrong with the content; OSError when the file or the
    machine fails us.
    """
    raise NotImplementedError
