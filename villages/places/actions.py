"""Writes of places: what of a village may be amended by hand."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from portal.access.models import User
from portal.audit.trail import record
from villages.places.models import Division, VillageKind, VillageType, in_force
from villages.places.pinyin import initials

SOURCE = "名录导入"


@transaction.atomic
def amend_village(
    *, village: Division, short_name: str, kinds: list[VillageKind], by: User, at: dt.datetime
) -> None:
    """Give a village another short name and other types from today on; the old types end today."""
    before = (
        Division.objects.select_for_update(of=("self",)).select_related("county").get(pk=village.pk)
    )
    said = []
    if short_name != before.short_name:
        Division.objects.filter(pk=village.pk).update(
            short_name=short_name, initials=initials(short_name)
        )
        said.append(f"简称由“{before.short_name}”改为“{short_name}”")
    said += _change_types(before, kinds, timezone.localdate(at))
    if said:
        record(
            "village.amend", before, by=by, at=at, county_id=before.county_id,
            sentence=f"{by.full_name} 修改了 {before.name}：{'，'.join(said)}",
        )  # fmt: skip


def _change_types(village: Division, kinds: list[VillageKind], on: dt.date) -> list[str]:
    """End the types that no longer hold and begin the new ones; say which."""
    held = VillageType.objects.filter(in_force(on), village=village)
    now = {VillageKind(row.kind): row for row in held}
    said = []
    for kind in now.keys() - set(kinds):
        if now[kind].valid_from == on:
            now[kind].delete()
        else:
            VillageType.objects.filter(pk=now[kind].pk).update(valid_to=on)
        said.append(f"不再是{kind.label}")
    for kind in [kind for kind in kinds if kind not in now]:
        VillageType.objects.create(
            village=village,
            county=village.county or village,
            kind=kind,
            valid_from=on,
            source=SOURCE,
        )
        said.append(f"列为{kind.label}")
    return said
