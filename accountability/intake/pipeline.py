"""Checking a workbook: match, clean, look up, check. Nothing is written."""

import dataclasses
import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any, Final

from django.conf import settings

from accountability.intake import checks
from accountability.intake.checked import Checked, CheckedRow, FoundProblem
from accountability.intake.cleaning.table import CleanTable, ColumnCleaner, clean_table
from accountability.intake.collector import collector_off
from accountability.intake.declare import RESOLVED, Column, Setting, Sheet
from accountability.intake.derivation import derive
from accountability.intake.lookup import look_up, name_townships
from accountability.intake.matching.book import match
from accountability.intake.matching.matched import Matched, UnmatchedError
from accountability.intake.reading.grid import Workbook
from accountability.intake.registry import Registry
from accountability.intake.rules import Severity

__all__ = ["UnmatchedError", "check", "check_matched"]

_LONGEST_KEY: Final = 64
_HASHED: Final = 1_000
_ORDER: Final = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTICE: 2}


def check(
    workbook: Workbook,
    *,
    sheet: Sheet,
    setting: Setting,
    registry: Registry,
    mappings: Mapping[str, str],
) -> Checked:
    """Match, clean and check a workbook against `sheet`.

    `mappings` are the county's confirmed headers: header text -> column name, "" to leave it out.
    Raises: UnmatchedError when no table of the sheet is in the file.
    """
    matched = match(workbook, sheet=sheet, setting=setting, mappings=mappings)
    return check_matched(matched, sheet=sheet, setting=setting, registry=registry)


def check_matched(
    matched: Matched, *, sheet: Sheet, setting: Setting, registry: Registry
) -> Checked:
    """Clean and check what matching found, or what a revision kept (see staging.restore)."""
    if sheet.context is not None:
        setting = dataclasses.replace(setting, context=sheet.context(setting))
    with collector_off():
        return _checked(matched, sheet=sheet, setting=setting, registry=registry)


def _checked(matched: Matched, *, sheet: Sheet, setting: Setting, registry: Registry) -> Checked:
    name_townships(matched, sheet, registry)
    cleaners: dict[tuple[str, str], ColumnCleaner] = {}
    tables: list[CleanTable] = []
    rows: list[CheckedRow] = []
    for table in matched.tables:
        piece = sheet.piece(table.part)

        def cleaner_of(column: Column, part: str = table.part) -> ColumnCleaner:
            cleaner = ColumnCleaner(column, matched.source)
            return cleaners.setdefault((part, column.name), cleaner)

        done = clean_table(table, cleaner_of, piece.columns)
        tables.append(done)
        rows += _rows(done, sheet, look_up(done, registry))
    _name_rows(rows, sheet)
    derived = derive(rows, tables, sheet=sheet, setting=setting)
    problems = [*matched.problems, *checks.about_unit(matched.facts, setting, registry)]
    problems += _labelled(rows, tables)
    problems += _unlogged(tables)
    problems += checks.run(rows, tables, sheet=sheet, setting=setting)
    changes = [*matched.changes, *(c for done in tables for c in done.changes), *derived]
    return Checked(
        sheet=sheet,
        columns={done.table.sheet_name: done.table.letters for done in tables},
        rows=rows,
        problems=capped(problems, _untold(tables, cleaners.values())),
        changes=changes,
        facts=_facts(matched, tables),
        headers=matched.headers,
        content_hash=_content_hash(rows, problems, sheet),
    )


def _rows(done: CleanTable, sheet: Sheet, extras: dict[str, list[Any]]) -> list[CheckedRow]:
    """Turn columns into rows."""
    columns = list(done.columns.values())
    by_name = {c.column.name: c.values for c in columns} | extras
    by_name["month_only"] = _months_only(done)
    names = tuple(by_name)
    hidden = [(c.column.name, c.secrets) for c in columns if c.secrets is not None]
    sheet_name, part = done.table.sheet_name, done.table.part
    nothing = [""] * len(done.table.rows)
    texts = {c.column.name: c.raw for c in columns}
    values_of = zip(*by_name.values(), strict=True)
    raw_of = zip(*(texts.get(c.name, nothing) for c in sheet.columns), strict=True)
    rows = [
        CheckedRow(sheet_name, row_no, dict(zip(names, values, strict=True)), "", "", part, raw, {})
        for row_no, values, raw in zip(done.table.rows, values_of, raw_of, strict=True)
    ]
    for name, secrets in hidden:
        for row, secret in zip(rows, secrets, strict=True):
            if secret:
                row.secrets[name] = secret
    return rows


def _months_only(done: CleanTable) -> list[list[str] | None]:
    """Return for each row the names of its dates known only to the month."""
    found: list[list[str] | None] = [None] * len(done.table.rows)
    for cleaned in done.columns.values():
        for index, note in cleaned.notes.items():
            if note.month_only:
                found[index] = [*(found[index] or ()), cleaned.column.name]
    return found


def _name_rows(rows: Sequence[CheckedRow], sheet: Sheet) -> None:
    """Give each row its key, unique in the workbook and the same in later revisions, and label."""
    seen: dict[str, int] = {}
    for row, key, label in _named(rows, sheet):
        if len(key) > _LONGEST_KEY - 4:
            key = hashlib.sha256(key.encode()).hexdigest()[:40]  # noqa: PLW2901
        count = seen[key] = seen.get(key, 0) + 1
        row.key = key if count == 1 else f"{key}#{count}"
        row.label = label.strip()[:120]


def _named(rows: Sequence[CheckedRow], sheet: Sheet) -> Iterator[tuple[CheckedRow, str, str]]:
    """Yield each row with what names it; the key of a row of a part begins with the part."""
    for piece in sheet.pieces:
        own = [row for row in rows if row.part == piece.part] if piece.part else rows
        keys, labels = _joined(own, piece.key, "|"), _joined(own, piece.label, " ")
        for row, key, label in zip(own, keys, labels, strict=True):
            yield row, f"{piece.part}|{key}" if piece.part else key, label


def _joined(rows: Sequence[CheckedRow], names: Sequence[str], between: str) -> Iterable[str]:
    """Return for each row the texts of some of its values, joined."""
    columns = (
        [value if type(value) is str else str(value or "") for value in values]
        for values in ([row.values[name] for row in rows] for name in names)
    )
    return map(between.join, zip(*columns, strict=True))


def _labelled(rows: Sequence[CheckedRow], tables: Sequence[CleanTable]) -> list[FoundProblem]:
    """Return the problems of cells with the key and label of their rows."""
    named: dict[tuple[str, int | None], CheckedRow] = {}
    if any(done.problems for done in tables):
        named = {(row.sheet_name, row.row_no): row for row in rows}
    return [
        dataclasses.replace(problem, row_key=row.key, row_label=row.label)
        for done in tables
        for problem in done.problems
        for row in (named[problem.sheet_name, problem.row_no],)
    ]


def capped(problems: list[FoundProblem], untold: int = 0) -> list[FoundProblem]:
    """Keep the gravest problems up to a limit and say how many more there are."""
    problems.sort(key=lambda p: (_ORDER[p.severity], p.sheet_name, p.row_no or 0))
    more = max(0, len(problems) - checks.MOST_PROBLEMS) + untold
    if not more:
        return problems
    kept = problems[: checks.MOST_PROBLEMS]
    sentence = f"问题太多，只列出{len(kept)}个，还有至少{more}个。请先改正成片的问题再上传。"
    return [FoundProblem("MORE", Severity.ERROR, sentence, "问题太多"), *kept]


def _unlogged(tables: Iterable[CleanTable]) -> list[FoundProblem]:
    more = sum(done.unlogged for done in tables)
    sentence = f"整理过的单元格太多，另有{more}处没有逐一登记，原文见各行。"
    return [FoundProblem("MORE", Severity.NOTICE, sentence, "整理过多")] if more else []


def _untold(tables: Iterable[CleanTable], cleaners: Iterable[ColumnCleaner]) -> int:
    return sum(done.untold for done in tables) + sum(cleaner.untold for cleaner in cleaners)


def _facts(matched: Matched, tables: Sequence[CleanTable]) -> dict[str, Any]:
    totals = [dataclasses.asdict(total) for done in tables for total in done.table.totals]
    facts = {**matched.facts, "source": dataclasses.asdict(matched.source)}
    return {**facts, "totals": totals} if totals else facts


def _content_hash(
    rows: Sequence[CheckedRow], problems: Sequence[FoundProblem], sheet: Sheet
) -> str:
    """Return a keyed digest of what the file says; how it is formatted does not count."""
    digest = hmac.new(settings.PORTAL_HMAC_KEY.encode(), sheet.code.encode(), hashlib.sha256)
    digest.update(sheet.version.encode())
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    digest.update(f"\x1d{errors}\x1d".encode())
    places = [column.id_name for column in sheet.columns if column.type in RESOLVED]
    texts = map(partial(_told, names=("village_id", *places)), rows)
    while batch := "".join(islice(texts, _HASHED)):
        digest.update(batch.encode())
    return digest.hexdigest()


def _told(row: CheckedRow, names: Sequence[str]) -> str:
    """Return what a row of the file says, and what the names in it were found to mean."""
    cells = [*row.raw, *row.secrets.values()] if row.secrets else row.raw
    found = "\x1e".join([str(row.values.get(name)) for name in names])
    return "\x1f".join(cells) + f"\x1e{found}\x1e"
