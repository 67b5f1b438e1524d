"""The official blank, prefilled for one county and period: a real workbook to download."""

from accountability.intake.template.build import Filled, build

__all__ = ["Filled", "build"]
