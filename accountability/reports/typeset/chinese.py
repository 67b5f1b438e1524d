"""Wording of official documents: numbers, dates, shares, title lines, punctuation."""

import datetime as dt
import math
import re
from functools import partial
from itertools import pairwise
from typing import TypeAlias

SMALL = 5  # below this a share says less than the counts (domain 6.5)

_DIGITS = "〇一二三四五六七八九"
_HEADINGS = {1: "{}、", 2: "（{}）", 3: "{}.", 4: "（{}）"}


def numeral(number: int) -> str:
    """Write 1 to 99 in Chinese.

    >>> [numeral(n) for n in (1, 10, 12, 20, 35)]
    ['一', '十', '十二', '二十', '三十五']
    """
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def heading_number(level: int, number: int) -> str:
    """Write the number of a heading by its level.

    >>> [heading_number(level, 3) for level in (1, 2, 3, 4)]
    ['三、', '（三）', '3.', '（3）']
    """
    return _HEADINGS[level].format(numeral(number) if level <= 2 else number)  # noqa: PLR2004


def date(day: dt.date) -> str:
    """Write a date without leading zeros.

    >>> date(dt.date(2020, 6, 3))
    '2020年6月3日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def moment(at: dt.datetime) -> str:
    """Write date and minute.

    >>> moment(dt.datetime(2020, 6, 3, 8, 5))
    '2020年6月3日8时05分'
    """
    return f"{date(at)}{at.hour}时{at.minute:02d}分"


def document_number(agency: str, year: int, serial: int) -> str:
    """Write a 发文字号: hexagonal brackets, no leading zero, no 第.

    >>> document_number("中组督", 2020, 7)
    '中组督〔2020〕7号'
    """
    return f"{agency}〔{year}〕{serial}号"


def share(part: int, whole: int) -> str:
    """Write a share with its denominator; counts only where a share says nothing.

    >>> share(1234, 1305)
    '94.6%（1234/1305）'
    >>> share(3, 4)
    '3/4'
    >>> share(0, 0)
    '—'
    """
    if whole == 0:
        return "—"
    if whole < SMALL:
        return f"{part}/{whole}"
    return f"{percent(part, whole)}（{part}/{whole}）"


def percent(part: int, whole: int) -> str:
    """Write a share as a percentage: one decimal, halves up.

    >>> percent(1234, 1305), percent(1, 8), percent(7, 16)
    ('94.6%', '12.5%', '43.8%')
    """
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"


def title_lines(title: str, *, limit: float = 19) -> tuple[str, ...]:
    """Break a title in the shape of a trapezoid, a rhombus or a wedge, never inside a word.

    Units: `limit` in characters a line; a half-width character counts half.

    >>> title_lines("关于2020年5月抓党建促脱贫攻坚工作督查情况的通报")
    ('关于2020年5月抓党建促脱贫攻坚', '工作督查情况的通报')
    >>> title_lines("督查通报")
    ('督查通报',)
    """
    if "\n" in title:
        return tuple(line.strip() for line in title.split("\n") if line.strip())
    count = max(1, math.ceil(_cells(title) / limit))
    parts = _words(title)
    if count > _SEARCHED:
        size = math.ceil(len(title) / count)
        return tuple(title[at : at + size] for at in range(0, len(title), size))
    options = _splits(parts, count, limit) or _splits(parts, count + 1, limit)
    if not options:
        return (title,)
    return tuple("".join(parts[a:b]).strip() for a, b in min(options, key=partial(_ugly, parts)))


def _cells(text: str) -> float:
    return sum(0.5 if char.isascii() else 1 for char in text)


# Words a title line must not cut; between other characters a cut is possible but dear.
_WORDS = re.compile(
    r"\d+年(?:\d+月(?:\d+日)?|第?[一二三四]季度|[上下]半年|度)?|第?[0-9A-Za-z.%]+[期号次]?"
    r"|《[^》]*》|“[^”]*”|抓党建促脱贫攻坚|抓党建|脱贫攻坚|攻坚|第一书记|驻村|工作队|党组织|党支部|党建|党政|正职"
    r"|软弱|涣散|集体|经济|领导|小组|办公室|组织部|省委|市委|县委|中共|中央|政府|委员会|基层|后备"
    r"|力量|责任|考评|督查|巡查|巡视|通报|通知|报告|简报|决定|意见|办法|方案|细则|清单|汇总|明细|情况"
    r"|工作|问题|整改|整顿|关于|印发|转发|全省|全市|全县|各市|各县|市县|乡镇|干部|年度|月度|季度|考核"
    r"|结果|表彰|优秀|先进|个人|集体|进展|履职|履行|做好|开展|加强|推进|落实|扶贫|开发|主要|指标|完成"
    r"|进一步|有关|部分|单位|名单|时限|说明|附表|[部委办厅局组]| |.",
    re.DOTALL,
)
_SEARCHED = 4  # lines; beyond that a title is a mistake and only gets cut
_NOT_FIRST = "的、，：）》”和与及等了"
_DEAR, _CHEAP, _WELCOME = 40.0, 4.0, -40.0

Cut: TypeAlias = tuple[int, int]


def _words(title: str) -> tuple[str, ...]:
    parts: list[str] = []
    for match in _WORDS.finditer(title):
        word = match.group()
        if parts and (word in _NOT_FIRST or parts[-1] in ("（", "关于")):
            parts[-1] += word
        else:
            parts.append(word)
    return tuple(parts)


def _splits(parts: tuple[str, ...], count: int, limit: float, at: int = 0) -> list[tuple[Cut, ...]]:
    """All ways to set the words from `at` in `count` lines, none too long."""
    if count == 1:
        fits = _cells("".join(parts[at:]).strip()) <= limit
        return [((at, len(parts)),)] if fits else []
    found: list[tuple[Cut, ...]] = []
    for cut in range(at + 1, len(parts)):
        if _cells("".join(parts[at:cut]).strip()) > limit:
            break
        found += [((at, cut), *rest) for rest in _splits(parts, count - 1, limit, cut)]
    return found


def _ugly(parts: tuple[str, ...], lines: tuple[Cut, ...]) -> float:
    """Cost of the cuts and of the shape: even steps are good, an hourglass is bad."""
    sizes = [_cells("".join(parts[a:b]).strip()) for a, b in lines]
    steps = [after - before for before, after in pairwise(sizes)]
    waist = any(a < 0 < b for a, b in pairwise(steps))
    shape = sum((abs(step) - 2) ** 2 for step in steps) + (100 if waist else 0)
    return shape + sum(_price(parts[b - 1], parts[b]) for _, b in lines[:-1])


def _price(left: str, right: str) -> float:
    if left == " " or right == " " or right.startswith("关于"):
        return _WELCOME
    known = (len(left) > 1 or left in "部委办厅局组") + (len(right) > 1)
    return (_DEAR, _CHEAP, 0.0)[known]


_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
_URL = re.compile(r"https?://[!-~]+")
_HALF_MARK = re.compile(rf"[;?!()]|[,:](?!\d)|(?<!\d)[,:]|(?<=[{_HAN}])\.")
_FULL_MARK = dict(zip(",;:?!().", "，；：？！（）。", strict=True))


def half_width_marks(text: str) -> tuple[tuple[int, str, str], ...]:
    """Find half-width punctuation in Chinese text: position, mark, what it should be.

    >>> half_width_marks("到岗率94.6%(1234/1305),比上月提高")
    ((8, '(', '（'), (18, ')', '）'), (19, ',', '，'))
    >>> half_width_marks("到岗率94.6%（1234/1305），见10:30的记录。")
    ()
    """
    if not re.search(f"[{_HAN}]", text):
        return ()
    masked = _URL.sub(lambda match: "#" * len(match.group()), text)
    marks = ((match.start(), match.group()) for match in _HALF_MARK.finditer(masked))
    return tuple((at, mark, _FULL_MARK[mark]) for at, mark in marks)
