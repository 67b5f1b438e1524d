"""Makers that stage a workbook as a revision and move the pointer, as acceptance does."""

from accountability.intake.actions.pointing import point_to
from accountability.intake.models import Revision
from accountability.intake.staging import stage
from tests import make
from tests.accountability.intake.sheets import book, checked, t1_grid


def staged(grid, county, by, *, sheet: str = "T1", period: str = "2020-05") -> Revision:
    """Return the staged revision of a grid."""
    return stage_checked(
        checked(book(grid), county, sheet, period), county, by, sheet=sheet, period=period
    )


def stage_checked(result, county, by, *, sheet: str = "T1", period: str = "2020-05") -> Revision:
    """Return the staged revision of a checked workbook."""
    blank = make.revision(sheet, period, county, by=by)
    return stage(
        result,
        submission=blank.submission,
        upload=blank.upload,
        kind=Revision.Kind.FILE,
        parent=None,
        by=by,
        at=make.NOON,
    )


def accepted(grid, county, by, *, sheet: str = "T1", period: str = "2020-05") -> Revision:
    """Return the revision of a grid, made current and projected."""
    revision = staged(grid, county, by, sheet=sheet, period=period)
    point_to(revision.submission, revision, by=by, at=make.NOON, reason="省级接收")
    return revision


def roster(rows, county, by, *, period: str = "2020-05") -> Revision:
    """Return an accepted roster."""
    return accepted(t1_grid(rows), county, by, period=period)
