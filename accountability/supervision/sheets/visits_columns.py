"""The columns of T13."""

from typing import Final

from accountability.intake.declare import CellType, Column
from accountability.supervision.sheets import words

_WHO, _WHERE, _HOW, _RESULT = "走访人", "走访地点", "走访情况", "走访结果"


def _count(field: str, group: str, label: str, unit: str, *synonyms: str) -> Column:
    return Column(
        field,
        (group, label),
        CellType.INTEGER,
        expected=True,
        unit=unit,
        synonyms=synonyms,
        minimum=0,
        maximum=10_000,
        width=8,
    )


COLUMNS: Final = (
    Column("serial", ("序号",), CellType.SERIAL, synonyms=("编号",), width=6),
    Column(
        "visitor_level",
        (_WHO, "层级"),
        CellType.CHOICE,
        required=True,
        synonyms=("走访层级", "级别"),
        allowed=words.VISITORS,
        value_synonyms=words.VISITOR_WORDS,
    ),
    Column(
        "visitor_post",
        (_WHO, "职务"),
        CellType.TEXT,
        required=True,
        synonyms=("走访人职务", "走访人（组织部长）"),
        max_length=60,
        width=16,
        help="例如县委组织部部长",
    ),
    Column(
        "visitor_name",
        (_WHO, "姓名"),
        CellType.PERSON_NAME,
        required=True,
        synonyms=("走访人姓名",),
        max_length=50,
    ),
    Column(
        "township_name",
        (_WHERE, "乡镇"),
        CellType.TOWNSHIP,
        expected=True,
        synonyms=("乡（镇）", "乡镇名称", "乡镇街道"),
        max_length=80,
        width=12,
    ),
    Column(
        "village_name",
        (_WHERE, "村"),
        CellType.VILLAGE,
        expected=True,
        synonyms=("行政村", "村名"),
        max_length=80,
        width=14,
        help="一个村一行",
    ),
    Column(
        "visited_on",
        (_HOW, "日期"),
        CellType.DATE,
        required=True,
        synonyms=("走访日期", "走访时间", "时间"),
        width=12,
    ),
    _count("villages_count", _HOW, "到村数", "个", "走访村数"),
    _count("households_count", _HOW, "走访户数", "户", "入户数"),
    Column(
        "is_unannounced",
        (_HOW, "是否暗访"),
        CellType.YES_NO,
        expected=True,
        synonyms=("暗访",),
    ),
    _count("findings_count", _RESULT, "发现问题数", "件", "发现问题", "问题数"),
    Column(
        "solved",
        (_RESULT, "解决事项"),
        CellType.LONG_TEXT,
        synonyms=("解决问题", "解决的事项"),
        max_length=500,
        width=28,
    ),
    Column("remark", ("备注",), CellType.LONG_TEXT, max_length=500, width=16),
)
