"""Cells that say nothing, say "none", or point to the cell above: three things, never zero (D8)."""

from typing import Final

from accountability.intake.cleaning.characters import half_width, squeeze

DASHES: Final = frozenset("—–-－―─/／\\·…") | {"——", "--", "---", "……", "N/A", "n/a", "NA"}
NONE_WORDS: Final = frozenset({"无", "暂无", "没有", "空"})
DITTO: Final = frozenset({"同上", "〃", "″", '"', "”", "“", "''", "’’", "同 上", "同前"})


def is_dash(text: str) -> bool:
    """Say whether the cell only marks that nothing is reported.

    >>> is_dash("——"), is_dash(" / "), is_dash("无")
    (True, True, False)
    """
    return squeeze(text) in DASHES or half_width(squeeze(text)) in DASHES


def is_none_word(text: str) -> bool:
    """Say whether the cell states that there is none; that is neither zero nor blank."""
    return squeeze(text) in NONE_WORDS


def is_ditto(cell: object) -> bool:
    """Say whether the cell means "as above"."""
    return isinstance(cell, str) and squeeze(cell) in DITTO
