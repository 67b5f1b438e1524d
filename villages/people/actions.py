"""Writes of the people slice: seeing a record, and seeing what is masked in it."""

import datetime as dt
from enum import Enum

from django.db import transaction

from portal.access.models import User
from portal.access.sealing import unseal
from portal.audit.trail import record
from villages.people.models import Person, Unit, UnitLevel
from villages.places.pinyin import initials


class Secret(Enum):
    """What is masked in a person's record, with what it is called."""

    ID = "身份证号"
    PHONE = "联系电话"


class NothingToRevealError(Exception):
    """Nothing lies under the mask."""


def note_view(*, person: Person, by: User, at: dt.datetime, county_id: int | None) -> None:
    """Note that somebody opened the record."""
    record(
        "person.view",
        person,
        by=by,
        at=at,
        sentence=f"{by.full_name} 查看了 {person.name} 的干部档案",
        county_id=county_id,
    )


@transaction.atomic
def reveal(
    *, person: Person, secret: Secret, reason: str, by: User, at: dt.datetime, county_id: int | None
) -> str:
    """Return the number under the mask; who saw it, when and why is noted in the same transaction.

    Raises: NothingToRevealError.
    """
    sealed = person.id_sealed if secret is Secret.ID else person.phone_sealed
    if not sealed:
        raise NothingToRevealError
    record(
        "person.reveal",
        person,
        by=by,
        at=at,
        sentence=f"{by.full_name} 查看了 {person.name} 的完整{secret.value}，事由：{reason}",
        county_id=county_id,
        reason=reason,
        secret=secret.name.lower(),
    )
    return unseal(bytes(sealed))


def fill_initials() -> int:
    """Give the units that statements brought in the first letters of their names; count them.

    Nothing anybody decided: no event in the audit trail.
    """
    new = list(Unit.objects.filter(initials="").only("name"))
    for unit in new:
        unit.initials = initials(unit.name)
    Unit.objects.bulk_update(new, ["initials"], batch_size=1000)
    return len(new)


@transaction.atomic
def amend_unit(*, unit: Unit, name: str, level: str, by: User, at: dt.datetime) -> None:
    """Give a unit another name or level."""
    before = Unit.objects.select_for_update().get(pk=unit.pk)
    said = []
    if name != before.name:
        said.append(f"名称由“{before.name}”改为“{name}”")
    if level != before.level:
        said.append(f"层级由{before.get_level_display()}改为{UnitLevel(level).label}")
    if said:
        Unit.objects.filter(pk=unit.pk).update(name=name, level=level, initials=initials(name))
        record(
            "unit.amend", before, by=by, at=at,
            sentence=f"{by.full_name} 修改了单位 {before.name}：{'，'.join(said)}",
        )  # fmt: skip
