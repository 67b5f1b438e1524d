"""Elections of village bodies and the look-back at the newly elected, by date."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

FITS, FITS_MOSTLY, FITS_NOT = APPRAISALS = ("适应", "基本适应", "不适应")
GO_ON, TRAIN, REPLACE = MEASURES = ("继续", "培训提升", "调整")
OUTCOMES: Final = ("适应", "培训提升", "建议调整", "已调整")
REPLACED: Final = OUTCOMES[-1]


@dataclass(frozen=True)
class ElectionRules:
    """What holds from `valid_from` until `valid_to` (end excluded).

    Units: months as the names say; rates in per cent.
    """

    valid_from: dt.date
    valid_to: dt.date | None
    source: str
    extension_most_months: int = 12
    review_least_months: int = 3
    rate_tolerance: float = 0.05


RULES: Final = (ElectionRules(dt.date(2014, 1, 1), None, "docs/sources.md#g01"),)


def elections_on(day: dt.date) -> ElectionRules:
    """Return what holds on `day`; before the first version, the first."""
    found = [r for r in RULES if r.valid_from <= day and (r.valid_to is None or day < r.valid_to)]
    return found[0] if found else RULES[0]


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months on, the last of the month where there is none.

    >>> months_after(dt.date(2018, 11, 30), 3), months_after(dt.date(2018, 5, 20), 12)
    (datetime.date(2019, 2, 28), datetime.date(2019, 5, 20))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = dt.date(year, month + 1, 1)
    next_first = dt.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return first.replace(day=min(day.day, (next_first - first).days))
