"""Tell how the characters of a text file are stored, and refuse rather than guess wrong.

Order: a byte order mark, the NUL pattern of UTF-16, UTF-8, then GB 18030. Nearly any bytes are
valid GB 18030, so a text is only believed when its characters are mostly everyday ones.
"""

import re
from dataclasses import dataclass
from typing import Final

from accountability.intake.reading import refusals

MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32", "utf-32"),
    (b"\xff\xfe", "utf-16", "utf-16"),
    (b"\xfe\xff", "utf-16", "utf-16"),
)
SAMPLE: Final = 1 << 16
ALIKE: Final = 0.7
BELIEVABLE: Final = 0.5
GB18030_NOTICE: Final = (
    "文件没有注明文字编码，已按国标 GB18030 读取；如有乱码，请另存为 .xlsx 后重新上传。"
)

_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_TWO_HAN: Final = re.compile(f"{_HAN.pattern}.*{_HAN.pattern}")
_CONTROL: Final = re.compile(rb"[\x01-\x08\x0e-\x19\x1b-\x1f\x7f]")
_WIDE: Final = re.compile(rb"[\x80-\xff]")
_CODE: Final = re.compile(rb"[\x81-\xfe][0-9].[0-9]|[\x81-\xfe][\x40-\xfe]", re.DOTALL)
_EVERYDAY: Final = re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]")
PAIR: Final = 2
_LINE_END_BYTE: Final = re.compile(rb"[\r\n]")
_LINE_END: Final = re.compile(rb"\r\n|\r|\n")
_MANGLED: Final = ("\ufffd", "锟斤拷")
_READ_WRONGLY: Final = (
    ("cp1252", "utf-8"),
    ("latin-1", "utf-8"),
    ("latin-1", "gb18030"),
    ("gb18030", "utf-8"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, and how it was stored."""

    text: str
    encoding: str
    notice: str = ""


def decode(data: bytes) -> Decoded:
    """Decode the bytes of a text file.

    Raises: RefusedError naming the line and the byte where the encoding breaks.
    """
    for mark, codec, name in MARKS:
        if data.startswith(mark):
            return _checked(Decoded(_strictly(data, codec, name.upper()), name))
    wide = _utf_16_without_mark(data)
    if wide:
        return _checked(Decoded(_strictly(data, wide, wide.upper()), wide))
    if b"\x00" in data:
        at = data.index(b"\x00")
        raise refusals.encoding(f"{_place(data, at)}含有空字符（NUL）")
    if len(_CONTROL.findall(data[:SAMPLE])) * 100 > min(len(data), SAMPLE):
        raise refusals.not_a_workbook()
    return _checked(_without_mark(data))


def _without_mark(data: bytes) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        broken_at = error.start
        cut_off = error.reason == "unexpected end of data"
    if _HAN.search(data[:broken_at].decode("utf-8")) and (cut_off or _also_utf_8(data)):
        raise refusals.encoding(f"{_place(data, broken_at)}与其余部分的编码（UTF-8）不一致")
    text = _strictly(data, "gb18030", "UTF-8 或 GB18030")
    if _share_of_everyday(text) < BELIEVABLE:
        raise refusals.encoding(f"{_place(data, broken_at)}既不是 UTF-8，也不像 GB18030")
    later = _first_foreign_line(data)
    if later is not None:
        raise refusals.encoding(f"{_place(data, later)}与其余部分的编码（GB18030）不一致")
    return Decoded(text, "gb18030", GB18030_NOTICE)


def _strictly(data: bytes, codec: str, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise refusals.encoding(f"{_place(data, error.start)}不是有效的 {name}") from error


def _place(data: bytes, at: int) -> str:
    line = len(_LINE_END.findall(data[:at])) + 1
    return f"第 {line:,} 行（第 {at + 1:,} 字节，0x{data[at]:02X}）"


def _utf_16_without_mark(data: bytes) -> str:
    """Return the byte order of a text whose ASCII characters show their NUL halves.

    A stray NUL does not make a text UTF-16: most line ends must have their NUL beside them.
    """
    sample = data[: min(len(data), SAMPLE) & ~1]
    ends = len(_LINE_END_BYTE.findall(sample))
    for codec, nuls, pairs in (
        ("utf-16-le", sample[1::2].count(0), sample.count(b"\n\0") + sample.count(b"\r\0")),
        ("utf-16-be", sample[0::2].count(0), sample.count(b"\0\n") + sample.count(b"\0\r")),
    ):
        if nuls * 2 > sample.count(0) and nuls * 40 > len(sample) and pairs * 2 >= ends:
            return codec
    return ""


def _also_utf_8(data: bytes) -> bool:
    """Say whether most of the lines with other than ASCII are Chinese in UTF-8."""
    lines = [line for line in _LINE_END.split(data) if not line.isascii()]
    chinese = sum(1 for line in lines if _is_chinese_utf_8(line))
    return chinese * 2 >= len(lines)


def _first_foreign_line(data: bytes) -> int | None:
    """Return where the first line begins that is plainly UTF-8 inside a GB 18030 text."""
    at = 0
    for line in data.splitlines(keepends=True):
        if not line.isascii() and _is_chinese_utf_8(line):
            words = line.decode("utf-8")
            if _share_of_everyday(words) > _share_of_everyday(line.decode("gb18030", "replace")):
                return at + _first_wide(line)
        at += len(line)
    return None


def _first_wide(line: bytes) -> int:
    match = _WIDE.search(line)
    return match.start() if match else 0


def _is_chinese_utf_8(line: bytes) -> bool:
    try:
        return _HAN.search(line.decode("utf-8")) is not None
    except UnicodeDecodeError:
        return False


def _share_of_everyday(text: str) -> float:
    """Return the share of common characters among all that are not ASCII.

    Common are the 3,755 of GB 2312's first level and its punctuation; a rare character of four
    bytes is neither.
    """
    codes = re.sub("[\x00-\x7f]", "", text[:SAMPLE]).encode("gb18030", "replace")
    pairs = [code for code in _CODE.findall(codes) if len(code) == PAIR]
    everyday = sum(1 for code in pairs if _EVERYDAY.match(code))
    return everyday / len(pairs) if pairs else 1.0


def _checked(decoded: Decoded) -> Decoded:
    """Refuse what was broken before it came to us.

    Raises: RefusedError.
    """
    for mark in (*_MANGLED, "\x00"):
        at = decoded.text.find(mark)
        if at >= 0:
            line = len(re.findall(r"\r\n|\r|\n", decoded.text[:at])) + 1
            what = "空字符（NUL）" if mark == "\x00" else "已经损坏的文字"
            raise refusals.encoding(f"第 {line:,} 行含有{what}")
    sample = decoded.text[:SAMPLE]
    if not sample.isascii() and any(_was_read_as(sample, *pair) for pair in _READ_WRONGLY):
        raise refusals.encoding("文字是乱码，可能曾用错误的编码打开并保存")
    return decoded


def _was_read_as(sample: str, wrong: str, right: str) -> bool:
    """Say whether the text makes sense once a wrong decoding is taken back."""
    first = next((line for line in re.split("[\r\n]", sample) if not line.isascii()), "")
    try:
        meant = first.encode(wrong).decode(right)
    except UnicodeError:
        return False
    if _TWO_HAN.search(meant) is None or _share_of_everyday(meant) < ALIKE:
        return False
    return _HAN.search(first) is None or _share_of_everyday(meant) > _share_of_everyday(first)
