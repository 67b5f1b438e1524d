"""The font files behind each face: which glyph, how wide, and what is missing."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

from accountability.reports.typeset.model import Face

FOLDER = Path(__file__).parent / "fonts"
SHIPPED = {
    Face.FANG: ("FandolSong-Latin.otf", "FandolFang-Regular.otf"),
    Face.KAI: ("FandolSong-Latin.otf", "FandolKai-Regular.otf"),
    Face.HEI: ("FandolHei-Latin.otf", "FandolHei-Regular.otf"),
    Face.SONG: ("FandolSong-Latin.otf", "FandolSong-Regular.otf"),
    Face.TITLE: ("FandolSong-Bold.otf",),
}
FALLBACK = "NotoSerifCJKsc-Rest.otf"

# The faces the standard means. They may not be shipped; installed ones come first in each stack.
REAL = {
    Face.FANG: ("仿宋_GB2312", "FangSong_GB2312"),
    Face.KAI: ("楷体_GB2312", "KaiTi_GB2312"),
    Face.HEI: ("黑体", "SimHei"),
    Face.SONG: ("宋体", "SimSun"),
    Face.TITLE: ("方正小标宋简体", "FZXiaoBiaoSong-B05S"),
}


class MissingGlyphError(ValueError):
    """No font has a glyph for the character; the message says which and where."""


@dataclass(frozen=True)
class FontFile:
    """One font file, found by `url` inside the document and nowhere else."""

    path: Path

    @property
    def family(self) -> str:
        """Name of the family in the style sheet and in the PDF."""
        return self.path.stem.partition("-Regular")[0]

    @property
    def style(self) -> str:
        """Class that sets text in this file and no other."""
        return re.sub(r"[^0-9A-Za-z_-]", "_", f"only-{self.family}")

    @property
    def url(self) -> str:
        """Address only our fetcher understands."""
        return f"typeset:{self.path.name}"


@cache
def cmap(file: FontFile) -> dict[int, str]:
    """Glyph names by code point."""
    best: dict[int, str] = opened(file).getBestCmap()
    return best


@cache
def opened(file: FontFile) -> TTFont:
    """Open the font, read lazily and kept."""
    return TTFont(file.path, lazy=True)


@cache
def installed() -> dict[str, Path]:
    """Families of single-face fonts installed on this machine, by every name they carry."""
    home = Path.home()
    folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".fonts"]
    folders += [home / ".local/share/fonts", Path(os.environ.get("PORTAL_FONT_DIR", "/nowhere"))]
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob("**/*.[to]tf")):
            found.update(dict.fromkeys(_names(path), path))
    return found


def _names(path: Path) -> set[str]:
    try:
        with TTFont(path, lazy=True) as font:
            return {str(entry) for entry in font["name"].names if entry.nameID in (1, 4, 6, 16)}
    except (TTLibError, OSError, KeyError, UnicodeDecodeError):
        return set()


@cache
def stack(face: Face) -> tuple[FontFile, ...]:
    """Give the files of a face: the real one where installed, the shipped ones, the fallback."""
    real = [path for path in (installed().get(name) for name in REAL[face]) if path][:1]
    shipped = [FOLDER / name for name in (*SHIPPED[face], FALLBACK)]
    return tuple(FontFile(path) for path in (*real, *shipped))


@cache
def files() -> dict[str, FontFile]:
    """Every file a document may use, by its address."""
    return {file.url: file for face in Face for file in stack(face)}


@cache
def file_of(char: str, face: Face) -> FontFile | None:
    """Find the file that draws the character; None where no font has it."""
    return next((file for file in stack(face) if ord(char) in cmap(file)), None)


@cache
def primary(face: Face) -> FontFile:
    """Find the file that draws the Chinese of a face."""
    return file_of("一", face) or stack(face)[-1]


def split(text: str, face: Face) -> list[tuple[FontFile, str]]:
    """Cut a text where another file draws on.

    >>> [part for _, part in split("共1305人", Face.FANG)]
    ['共', '1305', '人']
    """
    groups = groupby(text, key=lambda char: file_of(char, face))
    return [(file or primary(face), "".join(chars)) for file, chars in groups]


@cache
def advance(char: str, face: Face) -> float:
    """Width of a character.

    Units: the size of the type.
    Raises: MissingGlyphError.
    """
    file = file_of(char, face)
    if file is None:
        raise MissingGlyphError(missing_message(char, ""))
    return advance_in(file, char)


@cache
def advance_in(file: FontFile, char: str) -> float:
    """Width of a character in one file.

    Units: the size of the type.
    """
    font = opened(file)
    metrics: dict[str, tuple[int, int]] = font["hmtx"].metrics
    return metrics[cmap(file)[ord(char)]][0] / float(font["head"].unitsPerEm)


def width(text: str, face: Face) -> float:
    """Width of a text without spacing.

    Units: the size of the type.

    >>> width("县2020", Face.FANG)
    3.0
    """
    return sum(advance(char, face) for char in text)


def missing(text: str, face: Face) -> str:
    """Give the characters no font has.

    >>> missing("垚峣㙍磜䩐䶮㛃𠮷镇", Face.KAI)
    ''
    """
    return "".join(char for char in text if file_of(char, face) is None)


def borrowed(text: Iterable[str], face: Face) -> set[str]:
    """Give the characters only the fallback draws.

    >>> sorted(borrowed("镇垚", Face.FANG))
    ['垚']
    """
    last = stack(face)[-1]
    return {char for char in text if file_of(char, face) == last}


def missing_message(char: str, where: str) -> str:
    """Say which character is missing and where it stands."""
    place = f"{where}中的" if where else ""
    return (
        f"{place}“{char}”（U+{ord(char):04X}）在所有字体中都没有字形，文件没有生成。"
        "请核对这个字；确需使用的，由管理员安装含有该字的字体。"
    )
