"""What a number format says that the value does not."""

import re
from typing import Final

YEAR_MONTH: Final = 'yyyy"年"m"月"'  # zh: verbatim
BUILTIN: Final[dict[int, str]] = {
    9: "0%",
    10: "0.00%",
    17: "mmm-yy",
    27: YEAR_MONTH,
    36: YEAR_MONTH,
    46: "[h]:mm:ss",
    50: YEAR_MONTH,
    52: YEAR_MONTH,
    57: YEAR_MONTH,
}

_LITERAL: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].')
_PADDED: Final = re.compile(r"0{2,}")
_SCALED: Final = re.compile(r"[0#?],+(?:$|[^0#?,])")
_UNIT: Final = re.compile(r"[万千百亿元％%‰]")
_DURATION: Final = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_DATE: Final = re.compile(r"[ymdhs]|^[^0#?]*e[^0#?]*$", re.IGNORECASE)


def matters(code: str) -> bool:
    """Say whether a cleaner needs the format to understand the value.

    Zero padding, percent, units and scaling, and dates shown without a day.

    >>> [matters(code) for code in ("000000", "0%", 'yyyy"年"m"月"', '0"万元"', "0!.0,")]
    [True, True, True, True, True]
    >>> [matters(code) for code in ("General", "0.00", "#,##0", "yyyy-mm-dd", "@", "0.00_ ")]
    [False, False, False, False, False, False]
    """
    section = code.split(";", maxsplit=1)[0]
    bare = _LITERAL.sub("", section.replace("!", "\\"))
    if "%" in bare or _UNIT.search(_DURATION.sub("", section)):
        return True
    if is_date(code):
        return "y" in bare.lower() and "d" not in bare.lower()
    return _PADDED.fullmatch(bare) is not None or _SCALED.search(bare) is not None


def is_date(code: str) -> bool:
    """Say whether the format shows a date or a time.

    >>> [is_date(code) for code in ("yyyy/m/d", "[h]:mm", 'e"年"', "mm:ss.0")]
    [True, True, True, True]
    >>> [is_date(code) for code in ("[Red]0.00", '0"d"', "General", "0.00E+00")]
    [False, False, False, False]
    """
    section = code.split(";", maxsplit=1)[0]
    if _DURATION.search(section):
        return True
    bare = _LITERAL.sub("", section)
    return bare.lower() != "general" and _DATE.search(bare) is not None


def is_duration(code: str) -> bool:
    """Say whether the format shows elapsed time, such as [h]:mm."""
    return _DURATION.search(code) is not None


def displayed(value: float, code: str) -> str:
    """Return a whole number as its zero-padded format shows it, else its plain digits.

    >>> displayed(371.0, "000000"), displayed(13800000000.0, "General"), displayed(1.5, "00")
    ('000371', '13800000000', '1.5')
    """
    if not value.is_integer():
        return repr(value)
    digits = f"{value:.0f}"
    bare = _LITERAL.sub("", code.split(";", maxsplit=1)[0])
    return digits.zfill(len(bare)) if _PADDED.fullmatch(bare) else digits
