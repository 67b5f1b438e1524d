"""The words by which a sheet's columns can be recognised in a header."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from accountability.intake.declare import SHEETS, Column, Sheet
from accountability.intake.matching.labels import flat, normal

PATH, PARENT, LEAF = 3, 2, 1
COUNTY_LABELS = frozenset({"县", "县区", "县市区", "县名", "县级"})
IGNORED = COUNTY_LABELS | frozenset(
    {
        "省",
        "市",
        "县",
        "县区",
        "市县区",
        "县市区",
        "省市",
        "市州",
        "行标识",
        "编码",
        "区划代码",
        "村代码",
        "序",
    }
)


@dataclass(frozen=True)
class Vocabulary:
    """Labels of one sheet: to the columns they may mean with how surely, and its groups."""

    columns: dict[str, dict[str, int]]
    groups: frozenset[str]
    leaves: frozenset[str]

    def meaning(self, path: tuple[str, ...]) -> dict[str, int]:
        """Return the columns a header path may mean, each with how surely."""
        sure: dict[str, int] = {}
        for start in range(len(path)):
            for name, weight in self.columns.get(flat(path[start:]), {}).items():
                sure[name] = max(sure.get(name, 0), weight)
        return sure

    def knows(self, label: str) -> bool:
        """Say whether a single header cell is one of this sheet's."""
        return label in self.leaves or label in self.groups


def vocabulary(sheet: Sheet) -> Vocabulary:
    """Return the words of `sheet`."""
    whole = SHEETS.get(sheet.code)
    is_ours = whole is not None and any(sheet is one for one in (whole, *whole.pieces))
    return _vocabulary(sheet.code, sheet.version, sheet.part) if is_ours else _make(sheet)


@lru_cache(maxsize=64)
def _vocabulary(code: str, version: str, part: str) -> Vocabulary:
    del version
    return _make(SHEETS[code].piece(part) if part else SHEETS[code])


def _make(sheet: Sheet) -> Vocabulary:
    columns: dict[str, dict[str, int]] = defaultdict(dict)
    groups: set[str] = set()
    leaves: set[str] = set()
    for column in sheet.columns:
        path = tuple(normal(part) for part in column.header if part)
        groups.update(path[:-1])
        leaves.add(path[-1])
        for label, weight in _names(column, path):
            known = columns[label]
            known[column.name] = max(known.get(column.name, 0), weight)
            leaves.add(label)
    return Vocabulary(dict(columns), frozenset(groups), frozenset(leaves))


def _names(column: Column, path: tuple[str, ...]) -> list[tuple[str, int]]:
    leaf_names = [path[-1], *(normal(synonym) for synonym in column.synonyms)]
    found = [(label, LEAF) for label in leaf_names]
    if len(path) > 1:
        found += [(flat((path[-2], label)), PARENT) for label in leaf_names]
        found += [(flat((*path[:-1], label)), PATH) for label in leaf_names]
    return found
