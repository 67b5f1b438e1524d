"""Changing a parameter: never over an old value, always as a new one from a day on."""

import dataclasses
import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from accountability.parameters.models import Parameter
from accountability.parameters.rules import Certainty
from portal.access.models import User
from portal.audit.trail import record


class ParameterError(Exception):
    """The parameter cannot be changed; the text says in Chinese why."""


@dataclass(frozen=True)
class NewValue:
    """What shall hold: a number or a text, from which day on, by whose word."""

    number: Decimal | None
    text: str
    valid_from: dt.date
    source: str
    certainty: Certainty


@transaction.atomic
def change(*, code: str, new: NewValue, seen: int, by: User, at: dt.datetime) -> Parameter:
    """Let a new value hold from a day on; what held before ends there.

    `seen` is the value the page showed. Raises: ParameterError.
    """
    current = Parameter.objects.select_for_update().get(code=code, valid_to__isnull=True)
    _refuse(current, new, seen)
    current.valid_to = new.valid_from
    current.save(update_fields=["valid_to"])
    made = Parameter.objects.create(
        code=code, title=current.title, unit=current.unit, **dataclasses.asdict(new)
    )
    record(
        "parameter.change",
        made,
        by=by,
        at=at,
        sentence=f"{by.full_name} 将“{made.title}”自{made.valid_from:%Y-%m-%d}起"
        f"由{current.value}改为{made.value}，依据：{made.source}",
        code=code,
    )
    return made


def _refuse(current: Parameter, new: NewValue, seen: int) -> None:
    if current.pk != seen:
        raise ParameterError("这个参数刚刚被别人改过，请核对最新的值后再改。")
    if new.valid_from <= current.valid_from:
        raise ParameterError(
            f"起始日期应晚于现行值的起始日期{current.valid_from:%Y-%m-%d}：已用过的值不能倒改。"
        )
    held = (current.number, current.text, current.source, current.certainty)
    if (new.number, new.text, new.source, new.certainty) == held:
        raise ParameterError("值和依据都没有变化。")
