"""Checks of rows, of the whole sheet, of its totals, and of the unit that filled it in."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from accountability.intake.checked import CheckedRow, FoundProblem
from accountability.intake.cleaning.outcome import ERROR, WARNING, short
from accountability.intake.cleaning.table import RAW_KEPT, CleanTable
from accountability.intake.declare import CellType, Finding, Setting, Sheet, SheetCheck
from accountability.intake.matching.matched import Total
from accountability.intake.registry import Registry
from accountability.intake.rules import Severity
from villages.places.rules import without_own

_SUMMABLE: Final = frozenset({CellType.INTEGER, CellType.DECIMAL})
_TOLERANCE: Final = 0.005
_SHORTEST_NAME: Final = 3
MOST_PROBLEMS: Final = 20_000


def run(
    rows: Sequence[CheckedRow], tables: Sequence[CleanTable], *, sheet: Sheet, setting: Setting
) -> list[FoundProblem]:
    """Run the sheet's own checks over the cleaned rows, then its totals."""
    reporter = _Reporter(tables, sheet)
    problems: list[FoundProblem] = []
    checks = {piece.part: piece.row_checks for piece in sheet.pieces}
    for row in rows:
        for check in checks[row.part]:
            for finding in check(row, setting):
                if reporter.is_news(finding, row):
                    problems.append(reporter.problem(finding, row))  # noqa: PERF401
        if len(problems) >= MOST_PROBLEMS:
            break
    for found, finding in _of_sheets(rows, sheet, setting):
        problems.append(reporter.problem(finding, found))
    return [*problems, *_totals(rows, tables, sheet)]


def _of_sheets(
    rows: Sequence[CheckedRow], sheet: Sheet, setting: Setting
) -> Iterator[tuple[CheckedRow | None, Finding]]:
    """Run the checks of the whole, then those of each part over its own rows."""
    scopes: list[tuple[Sequence[CheckedRow], tuple[SheetCheck, ...]]] = [(rows, sheet.sheet_checks)]
    scopes += [
        ([row for row in rows if row.part == part.code], part.sheet_checks)
        for part in sheet.parts
        if part.sheet_checks
    ]
    for own, checks in scopes:
        by_place = {(row.sheet_name, row.row_no): row for row in own} if checks else {}
        for check in checks:
            for found, finding in check(own, setting):
                yield by_place[found.sheet_name, found.row_no] if found else None, finding


class _Reporter:
    """Turns findings into problems at their cells."""

    def __init__(self, tables: Sequence[CleanTable], sheet: Sheet) -> None:
        self.sheet = sheet
        self.columns = {
            piece.part: {column.name: column for column in piece.columns} for piece in sheet.pieces
        }
        self.columns.setdefault("", {column.name: column for column in sheet.columns})
        self.place = sheet.places
        self.letters = {done.table.sheet_name: done.table.letters for done in tables}
        self.flawed = {
            (done.table.sheet_name, done.table.rows[index], name)
            for done in tables
            for name, index in done.flawed
        }

    def is_news(self, finding: Finding, row: CheckedRow) -> bool:
        """Say whether a finding tells more than a missing column or an unreadable cell did."""
        column = self.columns[row.part].get(finding.column)
        if column is None:
            return True
        is_there = finding.column in self.letters[row.sheet_name]
        if not is_there and (column.required or column.expected):
            return False
        is_read = (row.sheet_name, row.row_no, finding.column) not in self.flawed
        return is_read or finding.rule != "REQ"

    def problem(self, finding: Finding, row: CheckedRow | None) -> FoundProblem:
        """Return the problem of a finding."""
        column = self.columns[row.part if row else ""].get(finding.column)
        where: dict[str, Any] = {}
        if row is not None:
            letter = self.letters.get(row.sheet_name, {}).get(finding.column, "")
            where = {
                "sheet_name": row.sheet_name,
                "row_no": row.row_no,
                "row_key": row.key,
                "row_label": row.label,
                "address": f"{letter}{row.row_no}" if letter else "",
                "raw": row.raw[self.place[finding.column]][:RAW_KEPT] if column else "",
            }
        return FoundProblem(
            finding.rule,
            finding.severity,
            finding.sentence,
            finding.cause or finding.rule,
            field=finding.column,
            column_label=column.path if column else "",
            remedy=finding.remedy,
            proposal=finding.proposal,
            **where,
        )


def _totals(
    rows: Sequence[CheckedRow], tables: Sequence[CleanTable], sheet: Sheet
) -> Iterator[FoundProblem]:
    """Compare each total row with the sum of the rows it covers (D30)."""
    by_sheet: dict[str, list[CheckedRow]] = {}
    if any(done.table.totals for done in tables):
        for row in rows:
            by_sheet.setdefault(row.sheet_name, []).append(row)
    for done in tables:
        own = by_sheet.get(done.table.sheet_name, [])
        for total in done.table.totals:
            yield from _total(total, own, done, sheet.piece(done.table.part))


def _total(
    total: Total, rows: Sequence[CheckedRow], done: CleanTable, sheet: Sheet
) -> Iterator[FoundProblem]:
    filled = {(name, done.table.rows[index]) for name, index in done.table.filled}
    for column in sheet.columns:
        stated = total.numbers.get(column.name)
        if stated is None or column.type not in _SUMMABLE or not column.adds_up:
            continue
        inside = [
            float(row.values[column.name])
            for row in rows
            if total.first <= row.row_no <= total.last
            and row.values[column.name] is not None
            and (column.name, row.row_no) not in filled
        ]
        if abs(sum(inside) - stated) > _TOLERANCE:
            letter = done.table.letters[column.name]
            yield FoundProblem(
                "D30",
                WARNING,
                f"{short(total.label)}行“{column.path}”为{stated:g}，各行相加为{sum(inside):g}。",
                "合计与各行不符",
                sheet_name=total.sheet_name,
                row_no=total.row_no,
                row_label=short(total.label),
                field=column.name,
                column_label=column.path,
                address=f"{letter}{total.row_no}",
                remedy="请核对各行和合计；各行无误的，说明合计为何不同。",
                raw=f"{stated:g}",
            )


def about_unit(facts: dict[str, Any], setting: Setting, registry: Registry) -> list[FoundProblem]:
    """Refuse another county's file: 填报单位, title or its 县 column name that county, not ours."""
    places = [("填报单位", facts.get("unit", "")), ("标题", facts.get("title", ""))]
    places += [("“县”一列", text) for text in facts.get("counties", [])]
    for what, text in places:
        other = _other_county(str(text), setting, registry)
        if other:
            sentence = f"{what}写的是“{short(text)}”，是{other}的，本次应报{setting.county_name}。"
            return [_wrong_unit(ERROR, sentence, "不是本县的文件")]
    template = facts.get("template_county", "")
    if template and template != registry.places.county.code:
        sentence = f"文件用的是发给其他县（代码{template}）的模板。"
        return [_wrong_unit(WARNING, sentence, "不是本县的模板")]
    return []


def _wrong_unit(severity: Severity, sentence: str, cause: str) -> FoundProblem:
    return FoundProblem("UNIT", severity, sentence, cause, remedy="请核对是否传错了文件。")


def _other_county(text: str, setting: Setting, registry: Registry) -> str:
    """Return the other county a text names, "" where it names ours or none."""
    if not text or _stem(setting.county_name) in text:
        return ""
    named = (n for n in registry.other_counties if len(n) >= _SHORTEST_NAME and n in text)
    return next(named, "")


def _stem(name: str) -> str:
    name = without_own(name)
    return name[:-1] if len(name) >= _SHORTEST_NAME and name[-1] in "县市区" else name
