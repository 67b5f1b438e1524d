"""Confirming once what a county's headers and place names mean; remembered for that county."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from accountability.intake.actions.errors import BadInputError, NothingToDoError
from accountability.intake.actions.mending import recheck
from accountability.intake.actions.moving import allow, locked, note
from accountability.intake.actions.receiving import Receipt, read_again
from accountability.intake.cleaning.characters import squeeze
from accountability.intake.declare import SHEETS
from accountability.intake.models import ColumnMapping, Submission
from accountability.intake.registry import load_units
from accountability.intake.rules import Verb
from portal.access.models import User
from villages.people.models import UnitAlias
from villages.places.models import Division, DivisionAlias, Level

LEAVE_OUT = ""


@transaction.atomic
def confirm_mapping(
    *,
    submission: Submission,
    columns: Mapping[str, str],
    places: Mapping[str, int],
    by: User,
    at: dt.datetime,
    units: Mapping[str, int] | None = None,
) -> Receipt:
    """Remember headers (header -> column, "" to leave it out) and names (-> division, -> unit).

    New headers make the file be read again (cells typed since are typed again); names alone only
    have the draft checked again. Raises: NothingToDoError, BadInputError, and what `allow` raises.
    """
    row = locked(submission, None)
    allow(row, Verb.MEND, by=by)
    units = units or {}
    if not columns and not places and not units:
        raise NothingToDoError("没有选择任何对应关系。")
    if row.draft is None:
        raise BadInputError("还没有可对应的数据，请先上传文件。")
    _remember_columns(row, columns, by=by, at=at)
    _remember_places(row, places, by=by, at=at)
    _remember_units(row, units, by=by, at=at)
    said = [f"“{header}”→{field or '不采用'}" for header, field in columns.items()]
    said += [f"“{name}”→区划{division}" for name, division in places.items()]
    said += [f"“{name}”→单位{unit}" for name, unit in units.items()]
    note("confirm_mapping", row, "确认对应关系：" + "，".join(said)[:800], by=by, at=at)
    if columns:
        return read_again(row, row.draft.upload, by=by, at=at)
    return Receipt(revision=recheck(submission=row, by=by, at=at))


def _remember_columns(
    row: Submission, columns: Mapping[str, str], *, by: User, at: dt.datetime
) -> None:
    code = row.task.sheet_code
    names = {column.name for column in SHEETS[code].columns} | {LEAVE_OUT}
    if not set(columns.values()) <= names:
        raise BadInputError("选择的列不在这张表里，请刷新页面后再试。")
    ColumnMapping.objects.bulk_create(
        [
            ColumnMapping(
                county_id=row.county_id,
                sheet_code=code,
                header=header[:200],
                field=field,
                confirmed_by=by,
                confirmed_at=at,
            )
            for header, field in columns.items()
        ],
        update_conflicts=True,
        unique_fields=["county", "sheet_code", "header"],
        update_fields=["field", "confirmed_by", "confirmed_at"],
    )


def _remember_places(
    row: Submission, places: Mapping[str, int], *, by: User, at: dt.datetime
) -> None:
    known = Division.objects.filter(
        pk__in=places.values(),
        county_id=row.county_id,
        level__in=[Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE],
    )
    if set(known.values_list("pk", flat=True)) != set(places.values()):
        raise BadInputError("选择的地方不在本县，请刷新页面后再试。")
    DivisionAlias.objects.bulk_create(
        [
            DivisionAlias(
                county_id=row.county_id,
                division_id=division,
                name=name.strip()[:80],
                source=f"{by.full_name}确认",
                confirmed_at=at,
            )
            for name, division in places.items()
        ],
        update_conflicts=True,
        unique_fields=["county", "name", "division"],
        update_fields=["source", "confirmed_at"],
    )


def _remember_units(
    row: Submission, units: Mapping[str, int], *, by: User, at: dt.datetime
) -> None:
    known = {unit.id for unit in load_units(row.county_id).units} if units else set()
    if not set(units.values()) <= known:
        raise BadInputError("选择的单位不在名录里，请刷新页面后再试。")
    UnitAlias.objects.bulk_create(
        [
            UnitAlias(
                county_id=row.county_id,
                unit_id=unit,
                name=squeeze(name)[:120],
                source=f"{by.full_name}确认",
                confirmed_at=at,
            )
            for name, unit in units.items()
        ],
        update_conflicts=True,
        unique_fields=["county", "name"],
        update_fields=["unit", "source", "confirmed_at"],
    )
