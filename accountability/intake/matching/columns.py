"""Deciding which column of the file is which column of the sheet (D12)."""

import difflib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from accountability.intake.cleaning.characters import squeeze
from accountability.intake.declare import Column, Sheet
from accountability.intake.matching.headers import Header
from accountability.intake.matching.labels import flat, normal
from accountability.intake.matching.vocabulary import IGNORED, Vocabulary
from accountability.intake.reading.grid import column_letters

_LIKENESS: Final = 0.6
_SHORTEST_PART: Final = 2
_LONGEST_LABEL: Final = 24


@dataclass
class Assignment:
    """Which column of the file is which: by name of the sheet's column.

    `guessed` are those of `chosen` that a person must confirm; `doubled` are columns the file has
    more than once, with the file's columns; `unknown` are headers that match nothing.
    """

    chosen: dict[str, int] = field(default_factory=dict)
    guessed: set[str] = field(default_factory=set)
    doubled: dict[str, list[int]] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)

    def sure(self) -> set[str]:
        """Return the columns that need no confirmation."""
        return set(self.chosen) - self.guessed | set(self.doubled)


def header_text(header: Header, column: int) -> str:
    """Return the header over a column as the mapping screen shows it."""
    parts: list[str] = []
    for part in header.paths[column]:
        bare = squeeze(part)
        if not parts or parts[-1] != bare:
            parts.append(bare)
    return "/".join(parts)[:180]


def mapping_key(header: Header, column: int) -> str:
    """Return what a mapping is remembered under: the header, with its place where doubled."""
    text = header_text(header, column)
    twins = [other for other in header.paths if header_text(header, other) == text]
    return text if len(twins) == 1 else f"{text}（{column_letters(column)}列）"


def assign(
    header: Header, sheet: Sheet, words: Vocabulary, mappings: Mapping[str, str]
) -> Assignment:
    """Give each column of the file its meaning: remembered, exact, then guessed."""
    result = Assignment()
    meanings = _remembered(header, sheet, mappings, result)
    left = [column for column in header.paths if column not in meanings]
    candidates = _by_strength(header, words, left, set(result.chosen))
    _take_exact(candidates, result)
    _take_in_order(header, words, sheet, result)
    taken = set(result.chosen.values()) | {c for many in result.doubled.values() for c in many}
    for column in left:
        if column not in taken and flat(header.labels(column)) not in IGNORED:
            result.unknown[column] = mapping_key(header, column)
    _guess(header, sheet, result)
    return result


def _remembered(
    header: Header, sheet: Sheet, mappings: Mapping[str, str], result: Assignment
) -> set[int]:
    names = {column.name for column in sheet.columns}
    settled = set()
    for column in header.paths:
        name = mappings.get(mapping_key(header, column))
        if name is None or (sheet.part and name and name not in names):
            continue
        settled.add(column)
        if name in names and name not in result.chosen:
            result.chosen[name] = column
    return settled


def _by_strength(
    header: Header, words: Vocabulary, columns: list[int], taken: set[str]
) -> list[tuple[int, str, int]]:
    found = []
    for column in columns:
        meanings = words.meaning(header.labels(column))
        best = max(meanings.values(), default=0)
        strongest = [name for name, weight in meanings.items() if weight == best]
        if len(strongest) == 1 and strongest[0] not in taken:
            found.append((best, strongest[0], column))
    return sorted(found, key=lambda item: (-item[0], item[2]))


def _take_exact(candidates: list[tuple[int, str, int]], result: Assignment) -> None:
    """Take each column named once; what is named twice with equal strength is asked."""
    by_name: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for strength, name, column in candidates:
        by_name[name].append((strength, column))
    for name, found in by_name.items():
        best = found[0][0]
        equal = [column for strength, column in found if strength == best]
        if len(equal) == 1:
            result.chosen[name] = equal[0]
        else:
            result.doubled[name] = equal


def _take_in_order(header: Header, words: Vocabulary, sheet: Sheet, result: Assignment) -> None:
    """Settle labels that stand for several columns when the file has just as many, in order."""
    taken = set(result.chosen.values()) | {c for many in result.doubled.values() for c in many}
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for column in header.paths:
        if column in taken:
            continue
        meanings = words.meaning(header.labels(column))
        best = max(meanings.values(), default=0)
        names = tuple(
            c.name
            for c in sheet.columns
            if meanings.get(c.name) == best and best and c.name not in result.chosen
        )
        if len(names) > 1:
            groups[names].append(column)
    for names, columns in groups.items():
        if len(names) == len(columns):
            result.chosen.update(zip(names, columns, strict=True))


def _guess(header: Header, sheet: Sheet, result: Assignment) -> None:
    """Offer a likely column for each one the file seems not to have; a person must confirm it."""
    missing = [
        c
        for c in sheet.columns
        if c.name not in result.chosen and c.name not in result.doubled and not c.optional_in_file
    ]
    scores = [
        (score, column.name, place)
        for place in result.unknown
        for column in missing
        if (score := likeness(flat(header.labels(place)), header.labels(place)[-1], column))
        >= _LIKENESS
    ]
    for _, name, place in sorted(scores, key=lambda item: (-item[0], item[2])):
        if name not in result.chosen and place in result.unknown:
            result.chosen[name] = place
            result.guessed.add(name)
            del result.unknown[place]


def likeness(path: str, leaf: str, column: Column) -> float:
    """Return how alike a header and a column's labels are, from 0 to 1."""
    if len(leaf) > _LONGEST_LABEL:
        return 0.0
    best = 0.0
    for label in (column.header[-1], *column.synonyms):
        wanted = normal(label)
        if not set(wanted) & set(leaf):
            continue
        ratio = max(
            difflib.SequenceMatcher(None, leaf, wanted).ratio(),
            difflib.SequenceMatcher(None, path, wanted).ratio(),
        )
        if len(wanted) >= _SHORTEST_PART and (wanted in leaf or (leaf in wanted and len(leaf) > 1)):
            ratio = max(
                ratio, 0.55 + 0.4 * min(len(wanted), len(leaf)) / max(len(wanted), len(leaf))
            )
        best = max(best, ratio)
    return best
