"""Finding a mark of secrecy: such a file must not be here, in a network that is not classified.

Source: 保守国家秘密法, docs/sources.md#secrecy. 工作秘密 and 内部资料 are no state secrets.
"""

import re
from typing import Final

from accountability.intake.reading.grid import Workbook, address

# A mark is written 机密★1年; the level alone counts as one in the lines above a table.
_MARK: Final = re.compile(r"(?:绝密|机密|秘密)[★☆]")
_LEVEL: Final = re.compile(r"(?:密级[:：]?)?(?:绝密|机密|秘密)[级件]?(?:[（(].{0,12}[）)])?")
_NAMED: Final = re.compile(
    r"(?<!非)绝密|(?<![非算])机密(?![码钥封])|(?:^|[【（(\[〔_\-])秘密|(?<!工作)(?<!非)秘密[★☆级]"
)
_SPACE: Final = re.compile(r"\s+")
_HEAD: Final = 10  # lines in which a level may stand alone


def mark_in_name(name: str) -> str:
    """Return the mark of secrecy in a file's name, or nothing.

    >>> mark_in_name("【秘密】花名册.xlsx"), mark_in_name("工作秘密清单.xlsx")
    ('秘密', '')
    >>> mark_in_name("机密 ★1年.xlsx"), mark_in_name("计算机密码培训.xlsx")
    ('机密', '')
    """
    found = _NAMED.search(_SPACE.sub("", name))
    return found.group().strip("【（([〔_-") if found else ""


def mark_in_cells(workbook: Workbook) -> str:
    """Return where a mark of secrecy stands and what it says, or nothing."""
    for grid in workbook.sheets:
        for row, cells in enumerate(grid.rows, start=1):
            for column, value in enumerate(cells, start=1):
                if isinstance(value, str) and "密" in value:
                    text = _SPACE.sub("", value)
                    if _MARK.search(text) or (row <= _HEAD and _LEVEL.fullmatch(text)):
                        return f"{grid.name}!{address(row, column)}“{text[:20]}”"
    return ""
