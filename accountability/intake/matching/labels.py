"""Header labels in one form, however they are typed (D2, D12)."""

import re
from functools import lru_cache
from typing import Final

from accountability.intake.cleaning.characters import half_width, squeeze

_BRACKETS: Final = re.compile(r"[(\[{【〔〈<].*?[)\]}】〕〉>]")
_IN_BRACKETS: Final = re.compile(
    r"[(\[【](?:单位[::])?(亿元|万元|千元|元|万人|人|户|个|天|夜|次|%|分|名|亩|票)[)\]】]"
)
_TRIM: Final = " *:：,，.。、;；·'\"“”‘’!！#-_=/\\"
_NUMBERED: Final = re.compile(r"^(?:\d{1,2}|[一二三四五六七八九十]{1,2})[.、.)）]")
_WEEK: Final = re.compile(r"第([一二三四五六])(?=周|季|步|次)")
_CHINESE: Final = str.maketrans("一二三四五六", "123456")
_DASHES: Final = str.maketrans("—–－~～", "-----")


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    r"""Return a label without spaces, marks, brackets and numbering, in half-width lower case.

    >>> normal(" 姓　\n名＊"), normal("贫困户数（户）"), normal("第一周"), normal("5.派出单位：")
    ('姓名', '贫困户数', '第1周', '派出单位')
    """
    bare = half_width(squeeze(text)).lower().translate(_DASHES).strip(_TRIM)
    without = _BRACKETS.sub("", bare).strip(_TRIM)
    label = without or bare
    label = _NUMBERED.sub("", label).strip(_TRIM) or label
    return _WEEK.sub(lambda found: f"第{found[1].translate(_CHINESE)}", label)


def unit_in(text: str) -> str:
    """Return the unit a header names in brackets, "" where it names none.

    >>> unit_in("总收入（万元）"), unit_in("姓名")
    ('万元', '')
    """
    found = _IN_BRACKETS.search(half_width(squeeze(text)))
    return found[1] if found else ""


def flat(parts: tuple[str, ...]) -> str:
    """Return the labels of a path joined, repeats and blanks left out.

    >>> flat(("请假", "", "天数")), flat(("序号", "序号"))
    ('请假天数', '序号')
    """
    kept: list[str] = []
    for part in parts:
        if part and (not kept or kept[-1] != part):
            kept.append(part)
    return "".join(kept)
