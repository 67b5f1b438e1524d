"""Cleaning ID numbers, their last four characters and telephone numbers (D3, D4, D5, D22)."""

import datetime as dt
import re
from functools import lru_cache
from operator import mul
from typing import Any, Final, NamedTuple

from accountability.intake.cleaning.characters import half_width, scrub, squeeze
from accountability.intake.cleaning.dates import EARLIEST, LATEST
from accountability.intake.cleaning.nothing import is_dash
from accountability.intake.cleaning.outcome import ERROR, WARNING, Cleaned, Flaw, Source, asked
from accountability.intake.cleaning.raw import raw_text
from accountability.intake.declare import Column

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ZERO: Final = 48 * sum(_WEIGHTS)
_CHECKS: Final = "10X98765432"
_SHOWN, _OLD, _TAIL_LENGTH, _MOBILE_LENGTH = 7, 15, 4, 11
ID_LENGTH: Final = 18
_EIGHTEEN: Final = re.compile(r"[1-9][0-9]{16}[0-9X]")
_FIFTEEN: Final = re.compile(r"[1-9][0-9]{14}")
_SCIENTIFIC: Final = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")
_MASKED_ID: Final = re.compile(r"\d{3,6}\*{6,12}[\dX]{3,4}")
_INSIDE: Final = re.compile(
    r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]{4}[0-9Xx](?![0-9])"
)
_TAIL: Final = re.compile(r"[0-9]{3}[0-9X]")
_MOBILE: Final = re.compile(r"1[0-9]{10}")
_LANDLINE: Final = re.compile(r"0\d{9,11}(?:-\d{1,6})?|[2-8]\d{6,7}")
_MASKED_PHONE: Final = re.compile(r"\d{3}\*{3,5}\d{4}")
_COUNTRY: Final = re.compile(r"^(?:\+|00)?86(?=1\d{10}$)")
_BETWEEN: Final = re.compile(r"[、,;/，；\s]+|(?<=\d)(?:或|和|转)(?=\d)")
_JOINTS: Final = re.compile(r"[-—–―()·.]")
_GLUED: Final = re.compile(r"(1\d{10})(1\d{10}|0\d{9,11}|[2-8]\d{6,7})")


class IdNumber(NamedTuple):
    """An ID number as cleaned: `plain` is never shown or logged."""

    plain: str
    masked: str
    is_sound: bool
    birth_month: str = ""
    sex: str = ""


class Phone(NamedTuple):
    """A telephone number as cleaned: `plain` is never shown or logged."""

    plain: str
    masked: str


NO_ID: Final = IdNumber("", "", is_sound=False)
NO_PHONE: Final = Phone("", "")


def masked(text: str) -> str:
    """Hide all but the first three and last four characters.

    >>> masked("990123198001011234"), masked("123")
    ('990***********1234', '***')
    """
    if len(text) <= _SHOWN:
        return "*" * len(text)
    return f"{text[:3]}{'*' * (len(text) - _SHOWN)}{text[-4:]}"


def hide_ids(text: str) -> str:
    """Hide the middle of every ID number inside a text.

    >>> hide_ids("王五990123198001011234，已核")
    '王五990***********1234，已核'
    """
    return _INSIDE.sub(lambda found: masked(found[0]), text)


def check_character(first17: str) -> str:
    """Return the check character of GB 11643-1999.

    >>> check_character("11010519491231002")
    'X'
    """
    return _CHECKS[(sum(map(mul, _WEIGHTS, first17.encode())) - _ZERO) % 11]


def clean_id_number(raw: object, column: Column, source: Source) -> Any:
    """Clean an ID number; the value is an IdNumber. Lost digits are never made up (D3)."""
    del source
    if isinstance(raw, str) and _EIGHTEEN.fullmatch(raw):
        return _eighteen(raw, "")
    text = raw_text(raw)
    bare = _bare(text)
    if not bare or is_dash(bare):
        return Cleaned(NO_ID, "D8") if bare else NO_ID
    return _odd(raw, bare, text, column)


def _odd(raw: object, bare: str, text: str, column: Column) -> Any:
    if _SCIENTIFIC.fullmatch(bare) or (not isinstance(raw, str) and len(bare) > _OLD):
        return asked(_precision_flaw(column), NO_ID)
    rule = "" if bare == text or not isinstance(raw, str) else _rule_of(text)
    if _EIGHTEEN.fullmatch(bare):
        return _eighteen(bare, rule)
    if _FIFTEEN.fullmatch(bare):
        return _fifteen(bare)
    if _MASKED_ID.fullmatch(bare):
        return IdNumber("", bare, is_sound=False)
    hidden = masked(bare[:ID_LENGTH])
    return asked(_shape_flaw(bare, column), IdNumber(bare[:40], hidden, is_sound=False))


def _bare(text: str) -> str:
    return squeeze(half_width(text)).strip("'`‘’").replace("-", "").upper()


def _rule_of(text: str) -> str:
    return "D1" if half_width(scrub(text)) != scrub(text) else "D4"


def _eighteen(number: str, rule: str) -> Any:
    birth = _birth(number[6:14])
    sound = check_character(number[:17]) == number[17] and birth is not None
    hidden = f"{number[:3]}***********{number[-4:]}"
    if not sound:
        value = IdNumber(number, hidden, is_sound=False)
        return Cleaned(value, rule, (_check_flaw(number, birth),))
    sex = "男" if number[16] in "13579" else "女"
    value = IdNumber(number, hidden, is_sound=True, birth_month=birth or "", sex=sex)
    if number.endswith("000"):
        return Cleaned(value, rule, (_zeros_flaw(),))
    return Cleaned(value, rule) if rule else value


@lru_cache(maxsize=65_536)
def _birth(eight: str) -> str | None:
    try:
        day = dt.date(int(eight[:4]), int(eight[4:6]), int(eight[6:]))
    except ValueError:
        return None
    return f"{day.year}-{day.month:02d}" if EARLIEST <= day.year <= LATEST else None


def to_eighteen(fifteen: str) -> str:
    """Return the 18-digit form of a 15-digit number; the check character is computed.

    >>> to_eighteen("110105491231002")
    '11010519491231002X'
    """
    first = f"{fifteen[:6]}19{fifteen[6:]}"
    return first + check_character(first)


def _fifteen(number: str) -> Cleaned:
    proposal = to_eighteen(number)
    if _birth(proposal[6:14]) is None:
        return asked(_check_flaw(proposal, None), IdNumber(number, masked(number), is_sound=False))
    flaw = Flaw(
        "D4",
        ERROR,
        "身份证号是15位的旧号码。",
        "15位身份证号",
        f"换算后的18位号码为{masked(proposal)}，请与证件核对后确认。",
        masked(proposal),
    )
    return asked(flaw, IdNumber(number, masked(number), is_sound=False))


def _precision_flaw(column: Column) -> Flaw:
    return Flaw(
        "D3",
        ERROR,
        f"“{column.label}”按数字录入，精度已丢失，后几位已不是原来的号码。",
        "身份证号精度已丢失",
        "请把这一列设为文本格式，再对照证件重新录入。",
    )


def _shape_flaw(bare: str, column: Column) -> Flaw:
    return Flaw(
        "D5",
        ERROR,
        f"“{column.label}”应为18位，现为{len(bare)}位或含有其他字符。",
        "身份证号位数不对",
        "请对照证件重新录入。",
    )


def _check_flaw(number: str, birth: str | None) -> Flaw:
    if birth is None:
        sentence = f"身份证号{masked(number)}中的出生日期不存在。"
    else:
        sentence = f"身份证号{masked(number)}校验位不符，号码有误。"
    return Flaw("D5", ERROR, sentence, "身份证号有误", "请对照证件逐位核对。")


def _zeros_flaw() -> Flaw:
    return Flaw(
        "D3",
        WARNING,
        "身份证号后三位是000，可能曾按数字录入而丢失了末几位。",
        "身份证号末三位为000",
        "请对照证件核对末四位。",
    )


def clean_id_tail(raw: object, column: Column, source: Source) -> Any:
    """Clean the last four characters of an ID number."""
    del source
    text = raw_text(raw)
    bare = _bare(text)
    if not bare:
        return ""
    if _TAIL.fullmatch(bare):
        return bare if bare == text else Cleaned(bare, "D4")
    if bare.isdigit() and len(bare) < _TAIL_LENGTH:
        flaw = Flaw(
            "D4",
            ERROR,
            f"“{column.label}”只有{len(bare)}位，可能丢了前面的0。",
            "丢了前面的0",
            "请核对后补足4位。",
            bare.zfill(_TAIL_LENGTH),
        )
        return asked(flaw, "")
    if _EIGHTEEN.fullmatch(bare) or _MASKED_ID.fullmatch(bare):
        return Cleaned(bare[-4:], "D4")
    flaw = Flaw(
        "D4", ERROR, f"“{column.label}”应为4位数字（末位可为X）。", "后4位不规范", "请核对后改正。"
    )
    return asked(flaw, "")


def clean_phone(raw: object, column: Column, source: Source) -> Any:
    """Clean a telephone number; the value is a Phone, of the first number where there are two."""
    del source
    if isinstance(raw, str) and len(raw) == _MOBILE_LENGTH and _MOBILE.fullmatch(raw):
        return Phone(raw, f"{raw[:3]}****{raw[-4:]}")
    text = raw_text(raw)
    wide = half_width(scrub(text)).strip().strip("'")
    if not wide or is_dash(wide):
        return Cleaned(NO_PHONE, "D8") if wide else NO_PHONE
    if _MASKED_PHONE.fullmatch(wide):
        return Phone("", wide)
    numbers = phone_numbers(wide)
    if not numbers:
        return asked(_phone_flaw(column), Phone(wide[:20], masked(wide[:20])))
    first = Phone(numbers[0], masked(numbers[0]))
    rule = "D22" if numbers[0] != text and isinstance(raw, str) else ""
    flaws = _phone_flaws(numbers, column)
    return Cleaned(first, rule, flaws) if rule or flaws else first


def phone_numbers(text: str) -> list[str]:
    """Return the telephone numbers in a cell, the better one first.

    >>> phone_numbers("154-0123 4567"), phone_numbers("0371-01234567/15401234567")
    (['15401234567'], ['15401234567', '037101234567'])
    >>> phone_numbers("1540123456715401234568")
    ['15401234567', '15401234568']
    """
    whole = _joined(text)
    if _MOBILE.fullmatch(whole) or _LANDLINE.fullmatch(whole):
        return [whole]
    glued = _GLUED.fullmatch(whole)
    parts = list(glued.groups()) if glued else [_joined(part) for part in _BETWEEN.split(text)]
    found = [part for part in parts if _MOBILE.fullmatch(part) or _LANDLINE.fullmatch(part)]
    if len(found) != len([part for part in parts if part]):
        return []
    return sorted(found, key=lambda number: not _MOBILE.fullmatch(number))


def _joined(text: str) -> str:
    return _COUNTRY.sub("", _JOINTS.sub("", squeeze(text)))


def _phone_flaws(numbers: list[str], column: Column) -> tuple[Flaw, ...]:
    if len(numbers) > 1:
        return (
            Flaw(
                "D22",
                WARNING,
                f"“{column.label}”一格里有{len(numbers)}个号码，只取第一个手机号。",
                "一格填了几个号码",
                "请只填一个常用号码。",
            ),
        )
    if not _MOBILE.fullmatch(numbers[0]):
        return (
            Flaw(
                "D22",
                WARNING,
                f"“{column.label}”不是11位手机号。",
                "不是手机号",
                "最好填写手机号；确用座机的请说明。",
            ),
        )
    return ()


def _phone_flaw(column: Column) -> Flaw:
    return Flaw(
        "D22",
        WARNING,
        f"“{column.label}”不是有效的电话号码，手机号应为11位。",
        "电话号码有误",
        "请核对号码。",
    )
