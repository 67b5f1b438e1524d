"""The columns of T19."""

from collections.abc import Iterator
from typing import Final

from accountability.intake.declare import CellType, Column
from accountability.ledgers.rules.support import KINDS
from accountability.ledgers.sheets.village_columns import (
    SERIAL,
    date,
    money,
    number,
    remark,
    township,
    village,
)

_STATE: Final = "落实情况"
_MOST: Final = {"allowance": 100, "work_funds": 100, "special_funds": 2_000}


def _amounts() -> Iterator[Column]:
    """Return two columns a kind: what is due, and what came."""
    for kind in KINDS:
        group = f"{kind.label}（万元）"
        short = kind.label.removeprefix("驻村").removesuffix("资金")
        for field, word, is_known in (
            (kind.due, kind.due_word, True), (kind.paid, kind.paid_word, False),
        ):  # fmt: skip
            yield money(
                field,
                (group, word),
                f"{kind.label}{word}",
                f"{word}{kind.label}",
                f"{short}{word}",
                required=True,
                prefilled=is_known,
                maximum=_MOST[kind.code],
                help="没有的填0" if is_known else "一分未到的填0",
            )


COLUMNS: Final = (
    SERIAL,
    township("村"),
    village("村"),
    number(
        "posted_count",
        ("驻村人数",),
        "人",
        "驻村干部人数",
        "年内驻村人数",
        required=True,
        prefilled=True,
        maximum=50,
        help="本年在村驻过的第一书记和工作队员，由系统按花名册填写",
    ),
    *_amounts(),
    Column(
        "is_met",
        (_STATE, "是否足额落实"),
        CellType.YES_NO,
        synonyms=("是否落实", "是否到位", "足额落实"),
        value_synonyms={"足额": "是", "落实": "是", "到位": "是", "未落实": "否", "不足": "否"},
        derived=True,
        width=12,
        help="由系统按应发应拨和实发实拨计算，可不填",
    ),
    Column(
        "unpaid_reason",
        (_STATE, "未落实原因"),
        CellType.LONG_TEXT,
        expected=True,
        synonyms=("未足额落实原因", "未到位原因", "原因"),
        max_length=300,
        width=24,
    ),
    date("paid_on", (_STATE, "到账日期"), "到位日期", "拨付日期", "最后到账日期", expected=True),
    remark(),
)
