"""The cleaner of each type, and the questions every type shares: error cells and lost results."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from accountability.intake.cleaning.choices import clean_choice, clean_choices, clean_yes_no
from accountability.intake.cleaning.dates import clean_date, clean_month
from accountability.intake.cleaning.identity import (
    ID_LENGTH,
    clean_id_number,
    clean_id_tail,
    clean_phone,
    hide_ids,
)
from accountability.intake.cleaning.numbers import clean_decimal, clean_integer
from accountability.intake.cleaning.outcome import (
    ERROR,
    WARNING,
    Cleaned,
    Cleaner,
    Flaw,
    Source,
    asked,
)
from accountability.intake.cleaning.raw import NO_RESULT
from accountability.intake.cleaning.text import (
    PLAIN_NAME,
    clean_name,
    clean_serial,
    clean_text,
    is_plain_serial,
)
from accountability.intake.declare import CellType, Column
from accountability.intake.reading.grid import CellError

CLEANERS: Final[dict[CellType, Cleaner]] = {
    CellType.SERIAL: clean_serial,
    CellType.TEXT: clean_text,
    CellType.LONG_TEXT: clean_text,
    CellType.PERSON_NAME: clean_name,
    CellType.INTEGER: clean_integer,
    CellType.DECIMAL: clean_decimal,
    CellType.DATE: clean_date,
    CellType.MONTH: clean_month,
    CellType.CHOICE: clean_choice,
    CellType.CHOICES: clean_choices,
    CellType.YES_NO: clean_yes_no,
    CellType.ID_NUMBER: clean_id_number,
    CellType.ID_TAIL: clean_id_tail,
    CellType.PHONE: clean_phone,
    CellType.TOWNSHIP: clean_text,
    CellType.VILLAGE: clean_text,
    CellType.COUNTY: clean_text,
    CellType.DIVISION: clean_text,
    CellType.UNIT: clean_text,
}
# Texts that cleaning leaves as they are, told apart faster than they are cleaned.
PLAIN_TEXTS: Final[Mapping[CellType, Callable[[str], object]]] = {
    CellType.SERIAL: is_plain_serial,
    CellType.PERSON_NAME: PLAIN_NAME.fullmatch,
}
ERROR_CODES: Final = frozenset(
    {
        "#N/A",
        "#NULL!",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#UNKNOWN!",
        "#CONNECT!",
    }
)
_OF_IDS: Final = frozenset({CellType.ID_NUMBER, CellType.ID_TAIL})
_DATES: Final = frozenset({CellType.DATE, CellType.MONTH})


def clean_cell(raw: object, column: Column, source: Source) -> Any:
    """Clean one cell of `column`: a bare value, or a Cleaned where there is more to say."""
    if isinstance(raw, CellError) or (isinstance(raw, str) and raw[:1] == "#"):
        code = raw.code if isinstance(raw, CellError) else raw.strip()
        if isinstance(raw, CellError) or code in ERROR_CODES or code == NO_RESULT:
            return asked(_error_flaw(code, column))
    if isinstance(raw, dt.date | dt.time) and column.type not in _DATES:
        return _misplaced_date(raw, column, source)
    if type(raw) is str and len(raw) >= ID_LENGTH and column.type not in _OF_IDS:
        hidden = hide_ids(raw)
        if hidden != raw:
            return _with_hidden_id(hidden, column, source)
    return CLEANERS[column.type](raw, column, source)


def _with_hidden_id(hidden: str, column: Column, source: Source) -> Cleaned:
    """Clean a cell in which an ID number stood, with its middle hidden; point it out."""
    found = CLEANERS[column.type](hidden, column, source)
    cleaned = found if isinstance(found, Cleaned) else Cleaned(found)
    flaw = Flaw(
        "PII",
        WARNING,
        f"“{column.path}”里写了身份证号，已隐去中间几位。",
        "身份证号填错了地方",
        "身份证号只填在身份证号一列，请删去。",
    )
    return dataclasses.replace(cleaned, rule="PII", flaws=(*cleaned.flaws, flaw))


def _error_flaw(code: str, column: Column) -> Flaw:
    if code == NO_RESULT:
        return Flaw(
            "D23",
            ERROR,
            f"“{column.path}”是公式，文件里没有保存计算结果。",
            "公式没有结果",
            "请在表格软件中打开、保存后重新上传，或直接填写数值。",
        )
    return Flaw(
        "D23",
        ERROR,
        f"“{column.path}”是错误值{code[:20]}，不是数据。",
        "单元格是错误值",
        "请修正公式或直接填写数值。",
    )


def _misplaced_date(raw: dt.date | dt.time, column: Column, source: Source) -> Any:
    if column.type in (CellType.TEXT, CellType.LONG_TEXT, CellType.SERIAL):
        return CLEANERS[column.type](raw, column, source)
    return asked(
        Flaw(
            "TYPE",
            ERROR,
            f"“{column.path}”里是日期，应填其他内容。",
            "单元格类型不对",
            "请把单元格设为文本或常规格式后重新录入。",
        )
    )
