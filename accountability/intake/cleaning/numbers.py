"""Cleaning numbers: full-width digits, units, estimates, brackets, shares (D1, D7, D8, D9)."""

import math
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, Final

from accountability.intake.cleaning.characters import half_width, squeeze
from accountability.intake.cleaning.nothing import is_dash, is_none_word
from accountability.intake.cleaning.outcome import (
    ERROR,
    WARNING,
    Cleaned,
    Flaw,
    Source,
    asked,
    short,
)
from accountability.intake.cleaning.raw import raw_text
from accountability.intake.declare import CellType, Column

LARGEST: Final = Decimal(10) ** 12
_FLOAT_NOISE: Final = Decimal("1e-9")
_NUMBER: Final = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?(?:[eE][-+]?\d{1,3})?|\.\d+")
_SCALES: Final = {
    "亿": Decimal(10) ** 8,
    "千万": Decimal(10) ** 7,
    "百万": Decimal(10) ** 6,
    "万": Decimal(10) ** 4,
    "千": Decimal(10) ** 3,
    "百": Decimal(10) ** 2,
}
_PARTS: Final = re.compile(
    r"(?P<about>约|大约|近|将近|超过|不足)?(?P<number>.+?)(?P<scale>亿|千万|百万|万|千|百)?"
    r"(?P<unit>元|%|个百分点|户|人|名|天|日|夜|晚|次|个|分|票|张|村|岁|亩|公里|㎡|平方米)?"
    r"(?P<more>左右|上下|多|余|以上|以下)?(?P<unit2>元|%|户|人|名|天|次|个|分|票)?"
)
_BRACKETED: Final = re.compile(r"\((\d+(?:\.\d+)?)\)")
_CHINESE: Final = re.compile("[零〇一二两三四五六七八九十百千万]+")
_DIGITS: Final = dict(
    zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)
)
_TENS: Final = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_LONGEST: Final = 40
_LARGEST_KEPT: Final = 2**31 - 1  # what an integer column of the database holds
_PLAIN_DIGITS, _PLAIN_LARGEST = 11, 10.0**12


def clean_integer(raw: object, column: Column, source: Source) -> Any:
    """Clean a whole number; the value is an int, None where nothing is reported."""
    del source
    kind = type(raw)
    if kind is float and raw.is_integer() and abs(raw) < _PLAIN_LARGEST:  # type: ignore[attr-defined, arg-type]
        number = int(raw)  # type: ignore[call-overload]
        return number if _within(number, column) else _out_of_range(number, column)
    if kind is str and raw.isdigit() and raw.isascii() and len(raw) <= _PLAIN_DIGITS:  # type: ignore[attr-defined, arg-type]
        number = int(raw)  # type: ignore[call-overload]
        return number if _within(number, column) else _out_of_range(number, column)
    return _clean(raw, column)


def clean_decimal(raw: object, column: Column, source: Source) -> Any:
    """Clean a number with decimals; the value is a Decimal of `column.places` places."""
    del source
    return _clean(raw, column)


def _clean(raw: object, column: Column) -> Any:
    text = raw_text(raw)
    bare = squeeze(half_width(text)).strip("'`") if isinstance(raw, str) else text
    if not bare:
        return None
    if is_dash(bare):
        return Cleaned(None, "D8")
    if is_none_word(bare):
        return asked(_none_flaw(bare, column))
    read = read_number(bare, column.unit)
    if isinstance(read, Flaw):
        return asked(read)
    number, rule, flaws = read
    if isinstance(raw, str) and not rule and bare != text:
        rule = "D1" if half_width(text) != text else "D2"
    return _fitted(number, rule, flaws, column, typed=not isinstance(raw, str))


def _fitted(
    number: Decimal, rule: str, flaws: tuple[Flaw, ...], column: Column, *, typed: bool
) -> Any:
    places = 0 if column.type is CellType.INTEGER else column.places
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if abs(rounded - number) > _FLOAT_NOISE or (rounded != number and not typed):
        if column.type is CellType.INTEGER:
            return asked(_not_whole(number, column))
        flaws = (*flaws, _rounded_flaw(number, rounded, column))
        rule = rule or "D7"
    value = int(rounded) if column.type is CellType.INTEGER else rounded
    if not _within(float(rounded), column):
        return _out_of_range(rounded, column)
    return Cleaned(value, rule, flaws) if rule or flaws else value


def _within(number: float, column: Column) -> bool:
    if column.type is CellType.INTEGER and abs(number) > _LARGEST_KEPT:
        return False
    return (column.minimum is None or number >= column.minimum) and (
        column.maximum is None or number <= column.maximum
    )


def _out_of_range(number: object, column: Column) -> Cleaned:
    """Return the question about a number that cannot be; it is not kept."""
    low, high = column.minimum, column.maximum
    if low is not None and high is not None:
        limits = f"应在{low:g}到{high:g}之间"
    elif low is not None and high is None:
        limits = f"不能小于{low:g}" if float(str(number)) < low else "数字过大"
    else:
        limits = f"不能大于{high:g}" if high is not None else "数字过大"
    sentence = f"“{column.path}”为{short(str(number))}，{limits}。"
    return asked(Flaw("RANGE", ERROR, sentence, "超出取值范围", "请核对后改正。"))


def read_number(text: str, unit: str = "") -> tuple[Decimal, str, tuple[Flaw, ...]] | Flaw:
    """Read a number out of `text`, already half-width and without spaces, into `unit`.

    >>> read_number("3.5万元", "元")[0], read_number("1,234")[0], read_number("九十五")[0]
    (Decimal('35000.0'), Decimal('1234'), Decimal('95'))
    """
    if _BRACKETED.fullmatch(text):
        return _bracket_flaw(text)
    if len(text) > _LONGEST:
        return _too_long(text)
    if _NUMBER.fullmatch(text):
        number = _decimal(text)
        if number is None:
            return _not_a_number(text)
        return number, ("D7" if "," in text or "e" in text.lower() else ""), ()
    return _with_words(text, unit)


def _with_words(text: str, unit: str) -> tuple[Decimal, str, tuple[Flaw, ...]] | Flaw:
    found = _PARTS.fullmatch(text)
    number = found and (_decimal(found["number"]) or _from_chinese(found["number"]))
    if not found or number is None:
        whole = _from_chinese(text)
        return _not_a_number(text) if whole is None else (whole, "D7", ())
    factor = _factor(found["scale"] or "", found["unit"] or found["unit2"] or "", unit)
    if factor is None:
        return _wrong_unit(text, unit)
    flaws = (_estimate(text),) if found["about"] or found["more"] else ()
    return number * factor, "D7", flaws


def _factor(scale: str, unit: str, wanted: str) -> Decimal | None:
    """Return what to multiply by, None where the units cannot be brought together.

    >>> _factor("万", "元", "万元"), _factor("亿", "元", "万元"), _factor("", "%", "户")
    (Decimal('1'), Decimal('10000'), None)
    """
    times = _SCALES.get(scale, Decimal(1))
    into = Decimal(1)
    base = wanted
    if wanted[:1] in ("万", "亿"):
        into, base = _SCALES[wanted[0]], wanted[1:]
    if unit == "元" and base != "元":
        return None
    if unit == "%" and base != "%":
        return None
    if not unit and into != 1 and not scale:
        return Decimal(1)
    return times / into


def _decimal(text: str | None) -> Decimal | None:
    if not text or not _NUMBER.fullmatch(text):
        return None
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < LARGEST else None


def _from_chinese(text: str) -> Decimal | None:
    """Read a number written in Chinese, None where it is none.

    >>> _from_chinese("九十五"), _from_chinese("一百零三"), _from_chinese("二三")
    (Decimal('95'), Decimal('103'), None)
    """
    if not _CHINESE.fullmatch(text):
        return None
    total, digit, last = 0, None, math.inf
    for letter in text:
        if letter in _TENS:
            size = _TENS[letter]
            if size >= last or (digit is None and letter + text[0] != "十十"):
                return None
            total += (1 if digit is None else digit) * size
            digit, last = None, size
        elif digit not in (None, 0):
            return None
        else:
            digit = _DIGITS[letter]
    return Decimal(total + (digit or 0))


def _estimate(text: str) -> Flaw:
    return Flaw(
        "D7",
        WARNING,
        f"“{short(text)}”是估计数。",
        "估计数",
        "请填写准确数；确为估计的，请说明依据。",
    )


def _none_flaw(text: str, column: Column) -> Flaw:
    return Flaw(
        "D8",
        ERROR if column.required else WARNING,
        f"“{column.path}”填了“{text}”：“无”与0、未报不是一回事。",
        "“无”填在数字列",
        "确实没有请填0，没有掌握请留空。",
        "0",
    )


def _bracket_flaw(text: str) -> Flaw:
    return Flaw(
        "D7",
        ERROR,
        f"“{text}”加了括号，可能表示负数，也可能只是注释。",
        "数字加括号",
        "请直接填写数字。",
        f"-{text.strip('()')}",
    )


def _too_long(text: str) -> Flaw:
    return Flaw(
        "D7",
        ERROR,
        f"“{short(text)}”不是有效的数字（共{len(text)}个字符）。",
        "不是数字",
        "请填写一个数字。",
    )


def _not_a_number(text: str) -> Flaw:
    return Flaw(
        "D7",
        ERROR,
        f"“{short(text)}”不是数字，这一列只能填数字。",
        "不是数字",
        "请只填数字，说明文字请填在备注。",
    )


def _wrong_unit(text: str, unit: str) -> Flaw:
    wanted = f"“{unit}”" if unit else "不带单位的数"
    return Flaw(
        "D7",
        ERROR,
        f"“{short(text)}”的单位与本列不符，本列应为{wanted}。",
        "单位不符",
        "请换算成本列的单位后填写。",
    )


def _not_whole(number: Decimal, column: Column) -> Flaw:
    return Flaw(
        "D7",
        ERROR,
        f"“{column.path}”应为整数，填的是{number.normalize():f}。",
        "应为整数",
        "请填写整数。",
    )


def _rounded_flaw(number: Decimal, rounded: Decimal, column: Column) -> Flaw:
    return Flaw(
        "D7",
        WARNING,
        f"“{column.path}”保留{column.places}位小数，{short(format(number, 'f'))}记为{rounded}。",
        "小数位数过多",
        f"请按{column.places}位小数填写。",
    )
