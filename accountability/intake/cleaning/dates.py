"""Cleaning days and months in every way people write them (D6)."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, Final

from accountability.intake.cleaning.characters import half_width, squeeze
from accountability.intake.cleaning.nothing import is_dash, is_none_word
from accountability.intake.cleaning.outcome import (
    ERROR,
    NOTICE,
    Cleaned,
    Flaw,
    Source,
    asked,
    short,
)
from accountability.intake.cleaning.raw import raw_text
from accountability.intake.declare import CellType, Column

SERIALS: Final = range(20_000, 60_001)
EARLIEST, LATEST = 1900, 2100
_LONGEST: Final = 40
_CENTURY_TURN: Final = 30  # only for a guess offered to a person
_EPOCH_1900, _EPOCH_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)
_ISO_MONTH: Final = re.compile(r"(\d{4})[-.](0[1-9]|1[0-2])")
_ISO_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_DAY: Final = re.compile(
    r"(\d{4})(?:年|[-./、])(\d{1,2})(?:月|[-./、])(\d{1,2})[日号]?"
    r"(?:T?\d{1,2}[:：]\d{2}(?:[:：]\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_MONTH: Final = re.compile(r"(\d{4})(?:年|[-./、])(\d{1,2})月?(?:份)?")
_RUN_ON: Final = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])(\d{2})?")
_SHORT_YEAR: Final = re.compile(r"(\d{2})(?:年|[-./])(\d{1,2})(?:月|[-./])?(\d{1,2})?日?")
_UNTIL_NOW: Final = re.compile(r"(.+?)(?:至今|起|[-—~至]+(?:今|现在|至今))")
_TENTH_OR_FIRST: Final = re.compile(r"(\d{4})\.1")
AMBIGUOUS: Final = "1月与10月分不清"
_CHINESE_DIGITS: Final = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
_CHINESE_YEAR: Final = re.compile(r"([〇○零Ｏ一二三四五六七八九]{4})年(.*)")
_CHINESE_NUMBER: Final = re.compile(
    r"[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
)
_SERIAL_TEXT: Final = re.compile(r"\d{5}(?:\.0+)?")


@dataclass(frozen=True, slots=True)
class _Read:
    """A year and month, perhaps a day, and whether the text was in the plain form."""

    year: int
    month: int
    day: int | None = None
    plain: bool = False


def clean_date(raw: object, column: Column, source: Source) -> Any:
    """Clean a day; a month alone becomes its first day and is marked as such."""
    if isinstance(raw, dt.datetime):
        return _whole_day(raw, column)
    if isinstance(raw, str) and (iso := _ISO_DAY.fullmatch(raw)):
        read: Any = _Read(int(iso[1]), int(iso[2]), int(iso[3]), plain=True)
    else:
        read = _read(raw, column, source)
    if not isinstance(read, _Read):
        return read
    day = _day_of(read)
    if day is None:
        return asked(_no_such_day(raw_text(raw), column))
    if read.day is None:
        return Cleaned(
            day,
            "D6",
            (_month_only(read, column),),
            month_only=True,
            note=f"{read.year}-{read.month:02d}（仅到月）",
        )
    return day if read.plain else Cleaned(day, "D6")


def clean_month(raw: object, column: Column, source: Source) -> Any:
    """Clean a month; the value is the text YYYY-MM."""
    if isinstance(raw, str) and (plain := _ISO_MONTH.fullmatch(raw)):
        value = f"{plain[1]}-{plain[2]}"
        if EARLIEST <= int(plain[1]) <= LATEST:
            return value
    if isinstance(raw, dt.datetime):
        read: Any = _Read(raw.year, raw.month, plain=raw.day == 1)
    else:
        read = _read(raw, column, source)
    if not isinstance(read, _Read):
        return "" if read is None else read
    day = _day_of(read)
    if day is None:
        return asked(_no_such_day(raw_text(raw), column), "")
    value = f"{day:%Y-%m}"
    return value if read.plain else Cleaned(value, "D6")


def _day_of(read: _Read) -> dt.date | None:
    if not EARLIEST <= read.year <= LATEST:
        return None
    try:
        return dt.date(read.year, read.month, read.day or 1)
    except ValueError:
        return None


def _whole_day(moment: dt.datetime, column: Column) -> Any:
    if not EARLIEST <= moment.year <= LATEST:
        return asked(_no_such_day(raw_text(moment), column))
    midnight = moment.time() == dt.time(0)
    return moment.date() if midnight else Cleaned(moment.date(), "D6")


def _read(raw: object, column: Column, source: Source) -> Any:
    empty = "" if column.type is CellType.MONTH else None
    if isinstance(raw, dt.date):
        return _Read(raw.year, raw.month, raw.day, plain=True)
    text = raw_text(raw)
    bare = squeeze(half_width(text)).strip("'")
    if not bare:
        return None
    if is_dash(bare) or is_none_word(bare):
        return Cleaned(empty, "D8")
    if _TENTH_OR_FIRST.fullmatch(bare) and not (source.typed and isinstance(raw, str)):
        return asked(_ambiguous(bare, column), empty)
    read = read_date(bare, date_1904=source.date_1904) if len(bare) <= _LONGEST else None
    if isinstance(read, _Read) and EARLIEST <= read.year <= LATEST:
        return read
    return asked(_why_not(bare, column), empty)


def read_date(text: str, *, date_1904: bool = False) -> _Read | None:
    """Read a day or a month out of half-width text without spaces.

    >>> read_date("2018年3月1日"), read_date("43160")
    (_Read(year=2018, month=3, day=1, plain=False), _Read(year=2018, month=3, day=1, plain=False))
    """
    for form in (_DAY, _MONTH, _RUN_ON):
        found = form.fullmatch(text)
        if found:
            day = found[3] if form is not _MONTH else None
            return _Read(int(found[1]), int(found[2]), int(day) if day else None)
    if _SERIAL_TEXT.fullmatch(text) and int(float(text)) in SERIALS:
        epoch = _EPOCH_1904 if date_1904 else _EPOCH_1900
        day_of = epoch + dt.timedelta(days=int(float(text)))
        return _Read(day_of.year, day_of.month, day_of.day)
    until = _UNTIL_NOW.fullmatch(text)
    if until:
        return read_date(until[1])
    chinese = _CHINESE_YEAR.fullmatch(text)
    return _read_chinese(chinese[1], chinese[2]) if chinese else None


def _read_chinese(year: str, rest: str) -> _Read | None:
    numbers = _CHINESE_NUMBER.sub(lambda found: str(_small_number(found[0])), rest)
    digits = year.translate(_CHINESE_DIGITS)
    return read_date(f"{digits}年{numbers}")


def _small_number(text: str) -> int:
    tens, ten, ones = text.partition("十")
    if not ten:
        return int(text.translate(_CHINESE_DIGITS))
    tens_digit = int(tens.translate(_CHINESE_DIGITS)) if tens else 1
    return tens_digit * 10 + (int(ones.translate(_CHINESE_DIGITS)) if ones else 0)


def _why_not(text: str, column: Column) -> Flaw:
    two_digits = _SHORT_YEAR.fullmatch(text)
    if two_digits:
        return _short_year(text, two_digits, column)
    what = "年月" if column.type is CellType.MONTH else "日期"
    example = "1975.03" if column.type is CellType.MONTH else "2018-03-01"
    return Flaw(
        "D6",
        ERROR,
        f"“{column.path}”填的“{short(text)}”不是一个完整的{what}。",
        "日期写法不规范",
        f"请写成{example}这样的形式。",
    )


def _short_year(text: str, found: re.Match[str], column: Column) -> Flaw:
    year = int(found[1]) + (2000 if int(found[1]) < _CENTURY_TURN else 1900)
    parts = [f"{year}", f"{int(found[2]):02d}"]
    if found[3] and column.type is CellType.DATE:
        parts.append(f"{int(found[3]):02d}")
    return Flaw(
        "D6",
        ERROR,
        f"“{column.path}”的年份“{found[1]}”只有两位，无法确定是哪一年。",
        "年份只有两位",
        "请写全四位年份。",
        "-".join(parts),
    )


def _ambiguous(text: str, column: Column) -> Flaw:
    year = text[:4]
    return Flaw(
        "D6",
        ERROR,
        f"“{column.path}”为数字{text}，分不清是{year}年1月还是{year}年10月。",
        AMBIGUOUS,
        f"请改为{year}-01或{year}-10。",
    )


def _no_such_day(text: str, column: Column) -> Flaw:
    return Flaw(
        "D6",
        ERROR,
        f"“{column.path}”填的“{short(text)}”不是实际存在的日期。",
        "没有这一天",
        "请核对日期。",
    )


def _month_only(read: _Read, column: Column) -> Flaw:
    return Flaw(
        "D6",
        NOTICE,
        f"“{column.path}”只填到月（{read.year}年{read.month}月），按该月1日计算。",
        "日期只到月",
        "知道具体日期的请补全。",
    )
