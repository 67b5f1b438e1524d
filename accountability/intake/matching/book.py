"""Matching a whole workbook to a sheet: which of its grids belong, what they say, what is left."""

from collections.abc import Mapping
from typing import Any

from accountability.intake.checked import FoundProblem
from accountability.intake.cleaning.characters import scrub
from accountability.intake.cleaning.identity import hide_ids
from accountability.intake.cleaning.outcome import Source
from accountability.intake.declare import SHEETS, Setting, Sheet
from accountability.intake.matching import notices, refusals
from accountability.intake.matching.blocks import split
from accountability.intake.matching.columns import mapping_key
from accountability.intake.matching.extract import extract
from accountability.intake.matching.facts import around, facts_in, texts_of
from accountability.intake.matching.fit import ENOUGH, Fit, best_fit
from accountability.intake.matching.headers import Header
from accountability.intake.matching.labels import flat, normal, unit_in
from accountability.intake.matching.matched import Matched
from accountability.intake.matching.rows import Lookout, Role, Sorted, sort_rows
from accountability.intake.matching.totals import totals_of
from accountability.intake.matching.vocabulary import COUNTY_LABELS
from accountability.intake.reading.grid import Format, Grid, Workbook, column_letters


def match(
    workbook: Workbook, *, sheet: Sheet, setting: Setting, mappings: Mapping[str, str]
) -> Matched:
    """Find the tables of `sheet` in `workbook`.

    `mappings` are the county's confirmed headers: header text -> column name, "" to leave it out.
    Raises: UnmatchedError.
    """
    blocks = {block.name: (block, grid) for grid in workbook.sheets for block in split(grid, sheet)}
    fits = [fit for block, _ in blocks.values() if (fit := best_fit(block, sheet, mappings))]
    good = [fit for fit in fits if fit.share >= ENOUGH]
    if not good:
        raise refusals.unmatched(workbook, sheet, fits)
    good, other_periods = notices.of_this_period(good, setting)
    read = [blocks[fit.grid.name][1] for fit in good]
    others = [grid for grid in workbook.sheets if all(one is not grid for one in read)]
    matched = Matched([], Source(workbook.date_1904, workbook.format is not Format.CSV))
    matched.problems += notices.about_book(workbook, others, other_periods)
    for fit in good:
        _take(fit, matched)
        if other := refusals.rather(fit):
            matched.problems.append(notices.other_form(other, sheet, fit.grid.name))
    apart = {name: grid.name for name, (block, grid) in blocks.items() if block is not grid}
    if apart:
        matched.facts["blocks"] = apart
    _identify(workbook, matched.facts)
    matched.problems += notices.about_facts(matched.facts, sheet, setting)
    matched.problems += _about_parts(sheet, good, matched)
    return matched


def _about_parts(sheet: Sheet, good: list[Fit], matched: Matched) -> list[FoundProblem]:
    """Ask for each table of the sheet that is not in the file, or has no rows there."""
    found = []
    required = {part.code for part in sheet.parts if part.required}
    for piece in sheet.pieces:
        names = [fit.grid.name for fit in good if fit.sheet is piece]
        if not names and piece.part in required:
            found.append(notices.no_part(piece))
        tables = [table for table in matched.tables if table.part == piece.part]
        if names and not any(table.rows for table in tables):
            found.append(notices.no_rows(piece, names[0]))
    return found


def _identify(workbook: Workbook, facts: dict[str, Any]) -> None:
    """Take from the file's own properties which template it is: ours say so inside."""
    own = workbook.properties
    sheet = SHEETS.get(own.get("portal_sheet", ""))
    if sheet is not None:
        version, period = own.get("portal_version", ""), own.get("portal_period", "")
        facts["stamp"] = {"code": sheet.official_code, "version": version, "period": period}
        facts["template_county"] = own.get("portal_county", "")


def _take(fit: Fit, matched: Matched) -> None:
    """Add one grid's table, what stands around it, and what is to be said about it."""
    grid, header, sheet = fit.grid, fit.header, fit.sheet
    _settle_doubled(fit)
    columns = fit.columns
    lookout = _lookout(fit, sheet)
    rows = sort_rows(grid, header, lookout)
    chosen = {c.name: columns.chosen[c.name] for c in sheet.columns if c.name in columns.chosen}
    table, changes = extract(grid, chosen, rows.data)
    table.part = sheet.part
    table.units = _units(header, chosen)
    table.totals = totals_of(grid, rows, chosen, lookout)
    matched.tables.append(table)
    matched.changes += changes
    matched.problems += notices.about_columns(fit.grid, fit.header, columns, sheet)
    matched.problems += notices.about_rows(grid, rows, table)
    matched.headers[grid.name] = _headers(fit)
    _remember(matched.facts, grid, header, rows)
    counties = _counties(fit, rows)
    if counties:
        matched.facts.setdefault("counties", []).extend(counties)


def _counties(fit: Fit, rows: Sorted) -> list[str]:
    """Return the different texts of a 县 column: all should name the county that reports."""
    found: dict[str, None] = {}
    for place in fit.header.paths:
        is_ours = place in fit.columns.chosen.values()
        if not is_ours and flat(fit.header.labels(place)) in COUNTY_LABELS:
            cells = (fit.grid.cell(row, place) for row in rows.data)
            found |= dict.fromkeys(
                c.strip()[:20] for c in cells if isinstance(c, str) and c.strip()
            )
    return list(found)[:20]


def _settle_doubled(fit: Fit) -> None:
    """Read a column the file has twice from the first, where both say the same throughout."""
    columns, grid = fit.columns, fit.grid
    for name, places in list(columns.doubled.items()):
        first, *rest = places
        below = range(fit.header.bottom + 1, len(grid.rows) + 1)
        if all(grid.cell(row, first) == grid.cell(row, place) for place in rest for row in below):
            columns.chosen[name] = first
            del columns.doubled[name]


def _lookout(fit: Fit, sheet: Sheet) -> Lookout:
    chosen = fit.columns.chosen
    naming = tuple(sorted(chosen[name] for name in sheet.label if name in chosen))
    serial = next(
        (chosen[c.name] for c in sheet.columns if c.name in chosen and c.type == "serial"), None
    )
    labels = {normal(part) for path in fit.header.paths.values() for part in path}
    raw = {part for path in fit.header.paths.values() for part in path}
    return Lookout(tuple(sorted(chosen.values())), naming, serial, frozenset(labels | raw))


def _units(header: Header, chosen: dict[str, int]) -> dict[str, str]:
    units = {}
    for name, column in chosen.items():
        named = [unit for part in reversed(header.paths[column]) if (unit := unit_in(part))]
        if named:
            units[name] = named[0]
    return units


def _headers(fit: Fit) -> dict[str, str]:
    """Return the headers the mapping screen must show, by column letter."""
    columns = fit.columns
    places = {
        *columns.unknown,
        *(columns.chosen[name] for name in columns.guessed),
        *(place for many in columns.doubled.values() for place in many),
    }
    return {column_letters(place): mapping_key(fit.header, place) for place in sorted(places)}


def _remember(facts: dict[str, Any], grid: Grid, header: Header, rows: Sorted) -> None:
    own = around(grid, list(range(1, header.top)))
    for row in rows.of(Role.FOOTER):
        for name, value in facts_in(texts_of(grid, row)).items():
            own.setdefault(name, value)
    notes = [" ".join(texts_of(grid, row)) for row in rows.of(Role.NOTE)]
    if notes:
        own["notes"] = [note[:300] for note in notes[:20]]
    for name, value in own.items():
        facts.setdefault(name, value)
    if grid.comments:
        shown = {
            grid.address(r, c): hide_ids(scrub(text[:300]))
            for (r, c), text in list(grid.comments.items())[:200]
        }
        facts.setdefault("comments", {})[grid.name] = shown
