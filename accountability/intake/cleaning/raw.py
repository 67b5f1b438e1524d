"""The text of a cell as the user saw it; cleaning it again gives the same result."""

import datetime as dt
import math
from typing import Final

from accountability.intake.cleaning.characters import SURROGATES
from accountability.intake.reading.grid import CellError

RAW_CAP: Final = 4_000
EXACT_BELOW: Final = 1e15
NO_RESULT: Final = "#公式无结果"
_MIDNIGHT = dt.time(0)


def raw_text(cell: object) -> str:  # noqa: PLR0911 - one line a kind
    """Return the text of a cell.

    A number of more than 15 digits shows in scientific notation, as the spreadsheet shows it: its
    last digits are lost, and no text may pretend otherwise.

    >>> raw_text(5.0), raw_text(2018.1), raw_text(410222197803011234.0)
    ('5', '2018.1', '4.10222197803011E+17')
    """
    if type(cell) is float and cell.is_integer() and -EXACT_BELOW < cell < EXACT_BELOW:
        return str(int(cell))
    if isinstance(cell, str):
        return _plain(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, (int, float)):
        return _number(cell)
    if isinstance(cell, dt.datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == _MIDNIGHT else f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, CellError):
        return cell.code
    return cell.isoformat() if isinstance(cell, (dt.date, dt.time)) else str(cell)


def _plain(text: str) -> str:
    if len(text) > RAW_CAP:
        text = f"{text[:RAW_CAP]}…"
    if "\x00" in text:
        text = text.replace("\x00", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = SURROGATES.sub("\ufffd", text)
    return text


def _number(number: float) -> str:
    try:
        number = float(number)
    except OverflowError:
        return "1E+308"
    if not math.isfinite(number):
        return str(number)
    if abs(number) >= EXACT_BELOW:
        return f"{number:.14E}".replace("E+0", "E+")
    return str(int(number)) if number.is_integer() else repr(number)
