"""Cleaning short and long text, serial numbers and the names of persons (D2, D8, D26)."""

import re
from typing import Any, Final

from accountability.intake.cleaning.characters import (
    HAN,
    PRIVATE,
    SUSPECT,
    half_width,
    one_line,
    paragraphs,
    squeeze,
)
from accountability.intake.cleaning.nothing import is_dash
from accountability.intake.cleaning.outcome import ERROR, Cleaned, Flaw, Source, asked, short
from accountability.intake.cleaning.raw import raw_text
from accountability.intake.declare import CellType, Column

PLAIN_NAME: Final = re.compile("[\u4e00-\u9fff]{2,4}")
_HAN_NAME: Final = re.compile(f"[{HAN}](?:[{HAN}·]{{0,13}}[{HAN}])")
_LATIN_NAME: Final = re.compile(r"[A-Za-z][A-Za-z .'·-]{1,48}")
_DOTS: Final = str.maketrans(dict.fromkeys("•．‧・∙⋅●", "·"))
_ASIDE: Final = re.compile(r"[（(].*?[）)]")
_SEVERAL: Final = re.compile(rf"[{HAN}]{{2,4}}(?:[、,，/;；和及][{HAN}]{{2,4}})+")
_MISSING: Final = re.compile("[?？□■*＊\ufffd]")
_SERIAL_CAP: Final = 20
_DASH_LENGTH: Final = 3


def clean_text(raw: object, column: Column, source: Source) -> Any:
    """Clean a text cell: outer and doubled white space and invisible characters go, logged."""
    del source
    text = raw if isinstance(raw, str) else raw_text(raw)
    if len(text) <= column.max_length and not SUSPECT.search(text):
        return Cleaned("", "D8") if len(text) <= _DASH_LENGTH and text and is_dash(text) else text
    clean = paragraphs(text) if column.type is CellType.LONG_TEXT else one_line(text)
    if not clean or is_dash(clean):
        return Cleaned("", "D8") if clean else ""
    flaws = tuple(_text_flaws(clean, column))
    return Cleaned(clean[: column.max_length], "D2" if clean != text else "", flaws)


def _text_flaws(text: str, column: Column) -> list[Flaw]:
    flaws = []
    if len(text) > column.max_length:
        flaws.append(
            Flaw(
                "LEN",
                ERROR,
                f"“{column.label}”有{len(text)}个字，最多{column.max_length}个字。",
                "文字过长",
                f"请精简到{column.max_length}个字以内。",
            )
        )
    if PRIVATE.search(text):
        flaws.append(private_flaw(column))
    return flaws


def private_flaw(column: Column) -> Flaw:
    """Return the question about a character that only one machine's font knows."""
    return Flaw(
        "D26",
        ERROR,
        f"“{column.label}”中有造字区的字，换一台电脑就显示不出来。",
        "造字区的字",
        "请用能在任何电脑上显示的国标字重新录入；没有这个字时请用同音字并在备注中说明。",
    )


def is_plain_serial(text: str) -> bool:
    """Say whether a serial number is one already."""
    return text.isdigit() and len(text) <= _SERIAL_CAP


def clean_serial(raw: object, column: Column, source: Source) -> Any:
    """Clean a serial number: kept as text, it names nothing."""
    del column, source
    text = raw_text(raw)
    if is_plain_serial(text):
        return text
    return one_line(half_width(text))[:_SERIAL_CAP]


def clean_name(raw: object, column: Column, source: Source) -> Any:
    """Clean the name of one person: Han names lose inner spaces, dots become one kind (D2)."""
    del source
    if isinstance(raw, str) and PLAIN_NAME.fullmatch(raw):
        return raw
    text = raw_text(raw)
    name = squeeze(text).translate(_DOTS)
    if not name or is_dash(name):
        return ""
    if _HAN_NAME.fullmatch(name):
        return Cleaned(name, "D2") if name != text else name
    spaced = one_line(text).translate(_DOTS)
    if _LATIN_NAME.fullmatch(spaced):
        return Cleaned(spaced, "D2") if spaced != text else spaced
    return asked(_name_flaw(name, column), name[: column.max_length])


def _name_flaw(name: str, column: Column) -> Flaw:
    label, what = column.label, short(name)
    if PRIVATE.search(name):
        return private_flaw(column)
    if _SEVERAL.fullmatch(name):
        return Flaw(
            "D2",
            ERROR,
            f"“{label}”一格里有几个人：“{what}”。",
            "一格填了几个人",
            "一行只填一个人，请拆成几行。",
        )
    if _MISSING.search(name):
        return Flaw(
            "D26",
            ERROR,
            f"“{label}”中有没能录入的字：“{what}”。",
            "姓名有缺字",
            "请补全姓名中的生僻字。",
        )
    bare = _ASIDE.sub("", name) if len(name) <= column.max_length else name
    if bare != name and _HAN_NAME.fullmatch(bare):
        return Flaw(
            "D2",
            ERROR,
            f"“{label}”里有姓名以外的内容：“{what}”。",
            "姓名带说明",
            "姓名一格只填姓名，说明请填在备注。",
            bare,
        )
    return Flaw(
        "NAME",
        ERROR,
        f"“{what}”不像一个姓名，应为2至15个汉字。",
        "姓名不规范",
        "请填写身份证上的姓名。",
    )
