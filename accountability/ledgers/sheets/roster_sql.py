"""Cross-checks of T1 against the registry, in SQL."""

from typing import Final

from accountability.intake.declare import CrossCheck

CROSS_CHECKS: Final[tuple[CrossCheck, ...]] = ()
