"""The columns of T16."""

from typing import Final

from accountability.intake.declare import CellType, Column
from accountability.supervision.sheets import words
from accountability.supervision.sheets.people import cadre_columns, id_column

_WHO, _WHAT = "对象", "激励关爱"

COLUMNS: Final = (
    Column("serial", ("序号",), CellType.SERIAL, synonyms=("编号",), width=6),
    *cadre_columns(_WHO, named=False),
    Column(
        "category",
        (_WHAT, "类别"),
        CellType.CHOICE,
        required=True,
        prefilled=True,
        synonyms=("激励类别", "关爱类别"),
        allowed=words.INCENTIVES,
        value_synonyms=words.INCENTIVE_WORDS,
        width=12,
    ),
    Column(
        "honour_level",
        (_WHAT, "表彰层级"),
        CellType.CHOICE,
        synonyms=("层级", "表彰级别"),
        allowed=words.HONOUR_LEVELS,
        value_synonyms=words.HONOUR_LEVEL_WORDS,
        help="类别是表彰的填写",
    ),
    Column(
        "content",
        (_WHAT, "内容"),
        CellType.TEXT,
        synonyms=("具体内容", "荣誉名称", "任职情况"),
        width=24,
    ),
    Column(
        "given_on",
        ("日期",),
        CellType.DATE,
        required=True,
        prefilled=True,
        synonyms=("时间", "表彰时间", "任职时间", "慰问时间"),
        width=12,
    ),
    Column(
        "document_number",
        ("文号",),
        CellType.TEXT,
        expected=True,
        synonyms=("文件文号", "依据文号"),
        max_length=80,
        width=16,
    ),
    Column(
        "amount_yuan",
        ("金额（元）",),
        CellType.DECIMAL,
        unit="元",
        synonyms=("金额", "慰问金额", "经费"),
        minimum=0,
        maximum=100_000_000,
        width=12,
        help="没有金额的空着，不填0",
    ),
    Column("remark", ("备注",), CellType.LONG_TEXT, max_length=500, width=16),
    id_column(),
)
