"""Makes the derived fonts of accountability/reports/typeset/fonts.

Usage: python ops/make_fonts.py FOLDER_OF_FANDOL NotoSerifCJK-Regular.ttc
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

FONTS = Path(__file__).resolve().parents[1] / "accountability/reports/typeset/fonts"
HANGUL = (
    range(0x1100, 0x1200),
    range(0x3130, 0x3190),
    range(0x3200, 0x321F),
    range(0x3260, 0x3280),
    range(0xA960, 0xA980),
    range(0xAC00, 0xD800),
    range(0xFFA0, 0xFFDD),
)
LATIN = set(range(0x20, 0x7F))


def cut(font: TTFont, wanted: set[int], name: str) -> None:
    """Keep the wanted characters; give all fonts the same vertical metrics."""
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
    options.glyph_names = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = 880, -120, 0
    font["OS/2"].sTypoAscender, font["OS/2"].sTypoDescender = 880, -120
    font["OS/2"].sTypoLineGap = 0
    font["OS/2"].usWinAscent, font["OS/2"].usWinDescent = 880, 120
    font["head"].modified = font["head"].created
    for identity in (1, 4, 6):
        font["name"].setName(name, identity, 3, 1, 0x409)
    font.recalcTimestamp = False
    font.save(FONTS / f"{name}.otf")
    print(name, len(wanted))


def chinese(path: Path) -> TTFont:
    """Find the simplified Chinese face of the collection."""
    for font in TTCollection(str(path), lazy=True).fonts:
        if font["name"].getDebugName(4) == "Noto Serif CJK SC":
            return font
    raise SystemExit("错误：这个文件里没有 Noto Serif CJK SC")


def main(fandol: Path, noto: Path) -> None:
    """Cut Latin faces out of Fandol, and out of Noto what no Fandol face has.

    The rest keeps the space: by it WeasyPrint measures the height of a line.
    """
    cut(TTFont(fandol / "FandolSong-Regular.otf"), LATIN, "FandolSong-Latin")
    cut(TTFont(fandol / "FandolHei-Bold.otf"), LATIN, "FandolHei-Latin")
    names = ("Fang-Regular", "Kai-Regular", "Hei-Regular", "Song-Regular", "Song-Bold")
    maps = [TTFont(fandol / f"Fandol{name}.otf").getBestCmap() for name in names]
    covered = set.intersection(*map(set, maps))
    rest = chinese(noto)
    wanted = set(rest.getBestCmap()) - covered
    wanted = {code for code in wanted if not any(code in block for block in HANGUL)}
    cut(rest, wanted | {0x20}, "NotoSerifCJKsc-Rest")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
