"""Characters that come with spreadsheets: full-width, invisible, private and look-alike ones."""

import re
from typing import Final

FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0xA0: 0x20,
    0x2018: 0x27,
    0x2019: 0x27,
    0x2212: 0x2D,
    0x2013: 0x2D,
    0x2010: 0x2D,
    0x2011: 0x2D,
}
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_ZERO_WIDTH = "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200c\u200e\u200f"
_BIDI = "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e007f"
INVISIBLE: Final = re.compile(
    f"[{_CONTROLS}{_ZERO_WIDTH}{_BIDI}]|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
)
PRIVATE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
SUSPECT: Final = re.compile(
    f"[{_CONTROLS}{_ZERO_WIDTH}{_BIDI}\u200d\ue000-\uf8ff\U000f0000-\U0010ffff\ud800-\udfff]"
    r"|\s\s|[\t\n\r\xa0\u2000-\u200a\u2028\u2029\u3000]|^\s|\s$"
)
SPACES: Final = re.compile(r"\s+")
SURROGATES: Final = re.compile("[\ud800-\udfff]")
HAN: Final = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_HAN_SIDE: Final = re.compile(f"[{HAN}，。；：、（）]")


def half_width(text: str) -> str:
    """Turn full-width ASCII into half-width: for numbers, dates and codes only (D1).

    Never NFKC: ㎡ and ① stay what they are.

    >>> half_width("１２３％（㎡）")
    '123%(㎡)'
    """
    return text.translate(FULL_WIDTH)


def scrub(text: str) -> str:
    """Take out what no reader sees: controls, zero-width and direction marks, lone surrogates.

    >>> scrub("张\u200b三\u202e")
    '张三'
    """
    return SURROGATES.sub("\ufffd", INVISIBLE.sub("", text))


def squeeze(text: str) -> str:
    r"""Scrub, and remove every white space.

    >>> squeeze(" 姓　 名\n")
    '姓名'
    """
    return SPACES.sub("", scrub(text))


def one_line(text: str) -> str:
    r"""Scrub, and bring a short text onto one line: breaks between Han vanish, others are a space.

    >>> one_line("省发展\n改革委  A  B ")
    '省发展改革委 A B'
    """
    return SPACES.sub(_joint, scrub(text)).strip()


def _joint(space: re.Match[str]) -> str:
    """Return what a run of white space becomes: nothing where it broke a Chinese line."""
    run, text = space[0], space.string
    if "\n" not in run and "\r" not in run:
        return " "
    sides = text[max(0, space.start() - 1) : space.start()], text[space.end() : space.end() + 1]
    return "" if all(_HAN_SIDE.match(side) for side in sides) else " "


def paragraphs(text: str) -> str:
    """Scrub a long text and keep its line breaks."""
    lines = scrub(text).replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").split("\n")
    return "\n".join(line.strip() for line in lines).strip()
