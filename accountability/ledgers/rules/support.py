"""What a posting is paid: allowance, work funds, special funds; due against paid.

Source: docs/sources.md#s11.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from accountability.parameters.rules import Parameters


@dataclass(frozen=True)
class Kind:
    """One kind of support: its columns, its words, and the parameter that gives the line."""

    code: str
    label: str
    due_word: str
    paid_word: str
    parameter: str
    is_per_person: bool = False

    @property
    def due(self) -> str:
        """Return the field of what is due."""
        return f"{self.code}_due"

    @property
    def paid(self) -> str:
        """Return the field of what was paid."""
        return f"{self.code}_paid"


KINDS: Final = (
    Kind("allowance", "驻村补助", "应发", "实发", "posting_allowance_min", is_per_person=True),
    Kind("work_funds", "工作经费", "应拨", "实拨", "posting_work_funds_min"),
    Kind("special_funds", "专项扶持资金", "应拨", "实拨", "posting_special_funds_min"),
)


@dataclass(frozen=True)
class Line:
    """The least that is due of one kind; None while nobody has said it. Units: 万元 a year."""

    kind: Kind
    least: Decimal | None
    mark: str

    def due_of(self, posted_count: int | None) -> Decimal | None:
        """Return the least due to a village, None where it cannot be told."""
        if self.least is None or (self.kind.is_per_person and posted_count is None):
            return None
        return self.least * (posted_count or 0) if self.kind.is_per_person else self.least


def lines_of(parameters: Parameters) -> tuple[Line, ...]:
    """Return the lines as the parameters of a day give them."""
    values = [(kind, parameters[kind.parameter]) for kind in KINDS]
    return tuple(Line(kind, value.number, value.mark) for kind, value in values)


@dataclass(frozen=True)
class Gap:
    """How much of one kind was not paid. Units: 万元."""

    kind: Kind
    missing: Decimal


def gaps(values: Mapping[str, Any]) -> list[Gap]:
    """Return where less was paid than is due; what is not reported is no gap.

    >>> [(gap.kind.label, gap.missing) for gap in gaps({"allowance_due": 3, "allowance_paid": 2.5})]
    [('驻村补助', Decimal('0.5'))]
    """
    found = []
    for kind in KINDS:
        due, paid = values.get(kind.due), values.get(kind.paid)
        if due is not None and paid is not None and Decimal(str(paid)) < Decimal(str(due)):
            found.append(Gap(kind, Decimal(str(due)) - Decimal(str(paid))))
    return found


def is_met(values: Mapping[str, Any]) -> bool | None:
    """Say whether everything due was paid; None where a figure is not reported."""
    if any(values.get(name) is None for kind in KINDS for name in (kind.due, kind.paid)):
        return None
    return not gaps(values)
