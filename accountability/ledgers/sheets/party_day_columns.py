"""The columns of T17."""

from typing import Final

from accountability.intake.declare import CellType, Column
from accountability.ledgers.sheets.village_columns import SERIAL, remark, township, village

_HELD: Final = "主题党日是否开展"
_NUMBERS: Final = "一二三"
_WORDS: Final = {
    **dict.fromkeys(("已开展", "开展", "按时开展", "正常开展"), "是"),
    **dict.fromkeys(("未开展", "没开展", "没有开展"), "否"),
}


def _held(number: int) -> Column:
    """Return the column of the quarter's month; counties also write the month's own name."""
    return Column(
        f"held_{number}",
        (_HELD, f"第{number}月"),
        CellType.YES_NO,
        required=True,
        synonyms=(
            f"第{_NUMBERS[number - 1]}月",
            f"第{_NUMBERS[number - 1]}个月",
            *(f"{month}月" for month in range(number, 13, 3)),
        ),
        value_synonyms=_WORDS,
        width=9,
    )


COLUMNS: Final = (
    SERIAL,
    township("村"),
    village("村"),
    *(_held(number) for number in (1, 2, 3)),
    Column(
        "missed_reason",
        ("未开展原因",),
        CellType.TEXT,
        synonyms=("原因", "没有开展的原因", "未按时开展原因"),
        expected=True,
        max_length=200,
        width=24,
        help="有月份填“否”的写明原因",
    ),
    remark(),
)
