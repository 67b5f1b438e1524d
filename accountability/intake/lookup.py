"""Looking up in the registry what cleaned cells name: places, persons, fingerprints."""

from typing import Any

from accountability.intake.checked import FoundProblem
from accountability.intake.cleaning.identity import NO_ID, IdNumber
from accountability.intake.cleaning.outcome import ERROR, Flaw
from accountability.intake.cleaning.places import Found, Place
from accountability.intake.cleaning.table import CleanedColumn, CleanTable
from accountability.intake.cleaning.units import FoundUnit
from accountability.intake.declare import RESOLVED, CellType, Sheet
from accountability.intake.matching.matched import Matched
from accountability.intake.registry import Registry
from accountability.intake.rules import Severity
from portal.access.sealing import fingerprint


def look_up(done: CleanTable, registry: Registry) -> dict[str, list[Any]]:
    """Resolve the columns that name something; returns further values by name.

    `village_id`, `id_fingerprint`, `id_birth`, `id_sex`, `phone_fingerprint` and `person_id` come
    where the sheet has the columns to know them by; each county, division or unit column has its
    own id beside it.
    """
    extras: dict[str, list[Any]] = {}
    by_type = {c.column.type: c for c in reversed(done.columns.values())}  # the first of each
    townships = _townships(done, by_type.get(CellType.TOWNSHIP), registry)
    if (villages := by_type.get(CellType.VILLAGE)) is not None:
        extras["village_id"] = _villages(done, villages, townships, registry)
    for column in done.columns.values():
        if column.column.type in RESOLVED:
            extras[column.column.id_name] = _resolved(done, column, registry)
    if (ids := by_type.get(CellType.ID_NUMBER)) is not None:
        extras |= _identities(done, ids, by_type[CellType.PERSON_NAME], registry)
    if (phones := by_type.get(CellType.PHONE)) is not None:
        extras["phone_fingerprint"] = _prints({value.plain for value in phones.values}, phones)
        phones.values = [value.masked for value in phones.values]
    named = CellType.PERSON_NAME in by_type and CellType.ID_NUMBER not in by_type
    if named and "village_id" in extras:
        extras["person_id"] = _persons(extras["village_id"], by_type, registry)
    return extras


def name_townships(matched: Matched, sheet: Sheet, registry: Registry) -> None:
    """Take the township from the name of a sheet that has no column for it (D17)."""
    for table in matched.tables:
        columns = sheet.piece(table.part).columns
        column = next((c for c in columns if c.type is CellType.TOWNSHIP), None)
        if column is None or column.name in table.cells:
            continue
        place = registry.places.township(table.sheet_name).place
        if place is None:
            continue
        table.cells[column.name] = [place.name] * len(table.rows)
        matched.problems = [
            problem
            for problem in matched.problems
            if (problem.sheet_name, problem.field) != (table.sheet_name, column.name)
        ]
        sentence = f"“{column.label}”按工作表的名称填为“{place.name}”。"
        matched.problems.append(
            FoundProblem(
                "D17", Severity.NOTICE, sentence, "乡镇取自工作表名", sheet_name=table.sheet_name
            )
        )


def _prints(numbers: set[str], phones: CleanedColumn) -> list[str]:
    """Return under which digest each telephone number is known, "" where none stands in full."""
    prints = {number: fingerprint(number) if number else "" for number in numbers}
    return [prints[value.plain] for value in phones.values]


def _townships(
    done: CleanTable, column: CleanedColumn | None, registry: Registry
) -> list[Place | None]:
    size = len(done.table.rows)
    if column is None or not registry.places.townships:
        return [None] * size
    known = {text: registry.places.township(text) for text in set(column.values) if text}
    return [
        _settle(done, column, index, known[text]) if text else None
        for index, text in enumerate(column.values)
    ]


def _villages(
    done: CleanTable, column: CleanedColumn, townships: list[Place | None], registry: Registry
) -> list[int | None]:
    if not registry.places.villages:
        return [None] * len(column.values)
    found: list[int | None] = []
    find = registry.places.village
    for index, (text, township) in enumerate(zip(column.values, townships, strict=True)):
        place = _settle(done, column, index, find(text, township)) if text else None
        found.append(place.id if place else None)
    return found


def _resolved(done: CleanTable, column: CleanedColumn, registry: Registry) -> list[int | None]:
    """Return the ids of what a county, division or unit column names."""
    if column.column.type is CellType.UNIT:
        return _units(done, column, registry)
    places = registry.places
    find = places.county_called if column.column.type is CellType.COUNTY else places.division
    known = {text: find(text) for text in set(column.values) if text}
    found = [
        _settle(done, column, index, known[text]) if text else None
        for index, text in enumerate(column.values)
    ]
    return [place.id if place else None for place in found]


def _units(done: CleanTable, column: CleanedColumn, registry: Registry) -> list[int | None]:
    """Return the ids of units; their names stay as the county writes them."""
    if not any(column.values) or not registry.units:
        return [None] * len(column.values)
    ids: list[int | None] = []
    for index, text in enumerate(column.values):
        found = registry.units.find(text) if text else FoundUnit()
        if found.flaw is not None:
            done.report(column.column.name, index, found.flaw)
        ids.append(found.unit.id if found.unit else None)
    return ids


def _settle(done: CleanTable, column: CleanedColumn, index: int, found: Found) -> Place | None:
    """Write a found place's own name into its cell; report what was not found."""
    name = column.column.name
    if found.flaw is not None:
        done.report(name, index, found.flaw)
    elif found.rule and found.place:
        done.log(name, index, found.rule, found.written)
    if found.place is not None and column.values[index] != found.written:
        column.values[index] = found.written
    return found.place


def _identities(
    done: CleanTable, column: CleanedColumn, names: CleanedColumn, registry: Registry
) -> dict[str, list[Any]]:
    prints = {number: _print(number) for number in set(column.values)}
    fingerprints = [prints[number] for number in column.values]
    numbers: list[IdNumber] = column.values
    for index, number in enumerate(numbers):
        if number.plain or not number.masked:
            continue
        fingerprints[index] = registry.fingerprint_of(names.values[index], number.masked)
        if not fingerprints[index]:
            done.report(column.column.name, index, _unknown_mask())
    column.values = [number.masked for number in numbers]
    return {
        "id_fingerprint": fingerprints,
        "id_birth": [number.birth_month for number in numbers],
        "id_sex": [number.sex for number in numbers],
    }


def _print(number: IdNumber) -> str:
    return fingerprint(number.plain) if number.is_sound and number != NO_ID else ""


def _unknown_mask() -> Flaw:
    return Flaw(
        "D5",
        ERROR,
        "身份证号是隐去中间几位的，名册里没有对应的人。",
        "隐去的身份证号对不上",
        "新增人员请填写完整的18位号码。",
    )


def _persons(
    villages: list[int | None], by_type: dict[CellType, CleanedColumn], registry: Registry
) -> list[int | None]:
    names = by_type[CellType.PERSON_NAME].values
    tails = by_type[CellType.ID_TAIL].values if CellType.ID_TAIL in by_type else [""] * len(names)
    return [
        registry.person_in(village, name, tail) if name else None
        for village, name, tail in zip(villages, names, tails, strict=True)
    ]
