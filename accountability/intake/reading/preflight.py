"""Look a file through before any reader touches it: one streaming pass, constant memory."""

from pathlib import Path

from accountability.intake.reading import ods, xlsb, xlsx
from accountability.intake.reading.archive import Archive
from accountability.intake.reading.facts import PreflightReport, SheetFacts
from accountability.intake.reading.grid import Format
from accountability.intake.reading.limits import LIMITS, Limits
from accountability.intake.reading.sniff import sniff

__all__ = ["PreflightReport", "SheetFacts", "check", "check_archive"]


def check(path: Path, limits: Limits = LIMITS) -> PreflightReport:
    """Check any file. Formats that are not archives have nothing to unpack: only their size counts.

    Raises: RefusedError.
    """
    format_ = sniff(path)
    if format_ in {Format.XLSX, Format.XLSB, Format.ODS}:
        return check_archive(path, format_, limits)
    return PreflightReport(format_, unpacked=path.stat().st_size)


def check_archive(path: Path, format_: Format, limits: Limits) -> PreflightReport:
    """Check an .xlsx, .xlsb or .ods part by part.

    Raises: RefusedError.
    """
    with Archive(path, limits) as archive:
        if format_ is Format.ODS:
            return ods.check(archive, limits)
        if format_ is Format.XLSB:
            return xlsb.check(archive, limits)
        return xlsx.check(archive, limits)
