"""Elections of village bodies and the look-back at the newly elected."""

from dataclasses import dataclass
from typing import Final

from accountability.parameters.rules import Parameters

FITS, FITS_MOSTLY, FITS_NOT = APPRAISALS = ("适应", "基本适应", "不适应")
GO_ON, TRAIN, REPLACE = MEASURES = ("继续", "培训提升", "调整")
OUTCOMES: Final = ("适应", "培训提升", "建议调整", "已调整")
REPLACED: Final = OUTCOMES[-1]


@dataclass(frozen=True)
class ElectionRules:
    """What holds on a day; None checks nothing. Units: months, per cent."""

    extension_most_months: int | None = 12
    review_least_months: int | None = 3
    rate_tolerance: float = 0.05


def election_rules(parameters: Parameters) -> ElectionRules:
    """Return the bounds as the parameters of a day give them."""
    years = parameters.whole("extension_years_max")
    return ElectionRules(
        None if years is None else 12 * years, parameters.whole("look_back_months_min")
    )
