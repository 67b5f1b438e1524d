"""Which columns of a sheet ask for what another sheet asks for already; pure.

Source: docs/sources.md#k02 (the same datum is asked for once).
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from accountability.intake.declare import CellType, Column, Sheet, declared
from accountability.intake.matching.labels import normal

_NAMING: Final = frozenset(
    {
        CellType.SERIAL,
        CellType.TOWNSHIP,
        CellType.VILLAGE,
        CellType.COUNTY,
        CellType.DIVISION,
        CellType.PERSON_NAME,
        CellType.ID_NUMBER,
        CellType.ID_TAIL,
    }
)
_ANY: Final = frozenset(
    {"备注", "说明", "日期", "合计", "其他", "职务", "类别", "结果", "次数", "单位"}
)


@dataclass(frozen=True)
class Overlap:
    """A column that another sheet has too, with how both call it."""

    column: str
    sheet_code: str
    sheet_title: str
    other: str
    is_prefilled: bool


def overlaps(sheet: Sheet) -> list[Overlap]:
    """Return the columns of `sheet` that other sheets ask for under the same label.

    What names a row (village, person) does not count, nor words every sheet has.
    """
    known: dict[tuple[str, CellType], list[tuple[Sheet, Column]]] = defaultdict(list)
    for other in declared():
        if other.code != sheet.code:
            for column in other.columns:
                known[normal(column.header[-1]), column.type].append((other, column))
    return [
        Overlap(column.path, other.code, other.title, twin.path, column.prefilled)
        for column in sheet.columns
        if column.type not in _NAMING
        and not column.derived
        and (label := normal(column.header[-1])) not in _ANY
        for other, twin in known.get((label, column.type), ())
    ]
