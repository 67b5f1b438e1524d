"""The scheme by which heads of Party and government are assessed, made from dated parameters.

Indicators, weights and cut-offs of the province are not public: what stands in the parameters is an
example and says so wherever it is used. Source: docs/sources.md#t12.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from accountability.parameters.rules import Parameters

UNDETERMINED: Final = "不确定等次"
_CENT: Final = Decimal("0.01")
_HUNDRED: Final = Decimal(100)
_PARTS: Final = (("regular", "平时考核"), ("special", "专项考核"), ("annual", "年度考核"))
_EVIDENCE: Final = re.compile(
    r"《[^》]+》|〔\d{4}〕|\d{4}-\d{1,2}-\d{6}-\d{3,5}|\d{4}年第?\d+[号期批]|第[一二三四五六七八九十百\d]+条"
)


@dataclass(frozen=True)
class HeadPart:
    """One part of the assessment: the beginning of its columns' names, and its weight in percent.

    Units: percent of the total.
    """

    name: str
    label: str
    weight: Decimal


@dataclass(frozen=True)
class HeadScheme:
    """How heads are assessed on a day. `mark` is printed beside every judgement by it."""

    parts: tuple[HeadPart, ...]
    full: Decimal
    grades: tuple[str, ...]
    tolerance: Decimal
    service_months: int | None
    mark: str

    @property
    def best(self) -> str:
        """Return the highest grade."""
        return self.grades[0] if self.grades else ""

    @property
    def worst(self) -> str:
        """Return the lowest grade."""
        return self.grades[-1] if self.grades else ""

    def total(self, values: Mapping[str, Any]) -> Decimal | None:
        """Return the weighted total with the adjustment; None where a part or weight is missing.

        Each part counts by its share of its own full mark: 27 of 30 is as much as 90 of 100.
        """
        total = values.get("adjustment_score") or Decimal(0)
        for part in self.parts:
            score = values.get(f"{part.name}_score")
            full = values.get(f"{part.name}_full") or self.full
            if score is None or not full:
                return None
            total += part.weight * score / full
        return Decimal(total).quantize(_CENT) if self.parts else None


def head_scheme(parameters: Parameters) -> HeadScheme:
    """Return the scheme the parameters make."""
    weights = [(name, label, parameters[f"head_{name}_weight"]) for name, label in _PARTS]
    known = [value for _, _, value in weights]
    parts = tuple(
        HeadPart(name, label, value.number) for name, label, value in weights if value.number
    )
    return HeadScheme(
        parts=parts if all(value.number is not None for value in known) else (),
        full=parameters.number("head_full") or _HUNDRED,
        grades=tuple(part for part in parameters["head_grades"].text.split("、") if part),
        tolerance=parameters.number("head_tolerance") or Decimal(0),
        service_months=parameters.whole("service_months_min"),
        mark=next((value.mark for value in known if value.mark), ""),
    )


def names_evidence(*texts: str) -> bool:
    """Say whether one of the texts names a document, a number or a finding anybody can look up.

    >>> names_evidence("工作不力"), names_evidence("", "见问题2020-03-990121-004")
    (False, True)
    """
    return any(_EVIDENCE.search(text or "") for text in texts)
