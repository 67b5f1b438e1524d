"""Cleaning cells that hold one of a list of words, several of them, or yes and no (D20, D21)."""

import difflib
import re
from functools import lru_cache
from typing import Any, Final

from accountability.intake.cleaning.characters import half_width, squeeze
from accountability.intake.cleaning.nothing import is_dash, is_none_word
from accountability.intake.cleaning.outcome import ERROR, Cleaned, Flaw, Source, asked, short
from accountability.intake.cleaning.raw import raw_text
from accountability.intake.declare import Column

_BETWEEN: Final = re.compile(r"[、,;/|+\n\r ]+")
_AND: Final = re.compile(r"[和及与]+")  # also within words: 参与中心工作
_ASIDE: Final = re.compile(r"[(\[].*?[)\]]")
_YES: Final = frozenset({"是", "√", "✓", "✔", "☑", "有", "y", "yes", "1", "true", "v"})
_NO: Final = frozenset({"否", "×", "✗", "✘", "☒", "╳", "无", "n", "no", "0", "false", "没有", "x"})
_LIKENESS: Final = 0.6
_LONGEST: Final = 200
_PLAIN: Final[dict[object, bool]] = {"是": True, "否": False}


def _words(column: Column) -> dict[str, str]:
    return _dictionary(column.allowed, tuple(column.value_synonyms.items()))


@lru_cache(maxsize=256)
def _dictionary(allowed: tuple[str, ...], synonyms: tuple[tuple[str, str], ...]) -> dict[str, str]:
    words = {_normal(word): word for word in allowed}
    for synonym, word in synonyms:
        words.setdefault(_normal(synonym), word)
    return words


def _normal(text: str) -> str:
    return half_width(squeeze(text)).lower().strip("'.。")


def clean_choice(raw: object, column: Column, source: Source) -> Any:
    """Clean one word of a list; synonyms are mapped and logged, the rest is asked."""
    if raw in column.allowed:
        return raw
    text = raw_text(raw)
    bare = _normal(text)
    if not bare:
        return ""
    if is_dash(bare) or (is_none_word(bare) and bare not in _words(column)):
        return Cleaned("", "D8")
    word = _word(bare, column)
    if word is None:
        return asked(_choice_flaw(text, bare, column, source), "")
    return Cleaned(word, "D20") if word != text else word


def _word(bare: str, column: Column) -> str | None:
    words = _words(column)
    found = words.get(bare)
    if found is None and len(bare) <= _LONGEST and (stripped := _ASIDE.sub("", bare)) != bare:
        found = words.get(stripped)
    return found


def clean_choices(raw: object, column: Column, source: Source) -> Any:
    """Clean several words of a list in one cell; the value is a list in the list's order."""
    text = raw_text(raw)
    bare = half_width(text).strip()
    if not bare:
        return None
    if is_dash(bare) or is_none_word(bare):
        return Cleaned(None, "D8")
    whole = _word(_normal(bare), column)
    parts = [whole] if whole else _parts(bare[:_LONGEST], column)
    if not parts:
        return Cleaned(None, "D8")
    found = [_word(_normal(part), column) for part in parts]
    unknown = [part for part, word in zip(parts, found, strict=True) if word is None]
    known = [word for word in column.allowed if word in found]
    if unknown:
        flaw = _choice_flaw(unknown[0], _normal(unknown[0]), column, source)
        return asked(flaw, known or None)
    return Cleaned(known, "D20") if any(w not in text for w in known) else known


def _parts(text: str, column: Column) -> list[str]:
    """Return the words of a list; 和 and the like part only what is no word as a whole."""
    parts = [part for part in _BETWEEN.split(text) if part]
    return [
        piece
        for part in parts
        for piece in ([part] if _word(_normal(part), column) else _AND.split(part))
        if piece
    ]


def clean_yes_no(raw: object, column: Column, source: Source) -> Any:
    """Clean yes and no; blank is neither."""
    del source
    if raw in _PLAIN:
        return _PLAIN[raw]
    text = raw_text(raw)
    bare = _normal(text)
    if not bare or is_dash(bare):
        return Cleaned(None, "D8") if bare else None
    word = _word(bare, column) if column.value_synonyms else None
    if bare in _YES or word == "是":
        return Cleaned(value=True, rule="D21")
    if bare in _NO or word == "否":
        return Cleaned(value=False, rule="D21")
    return asked(
        Flaw("D21", ERROR, f"“{short(text)}”看不出是还是否。", "是否填写不清", "请填“是”或“否”。")
    )


def _choice_flaw(text: str, bare: str, column: Column, source: Source) -> Flaw:
    return Flaw(
        "D20",
        ERROR,
        f"“{column.path}”不能填“{short(text)}”，只能是：{_listed(column)}。",
        "不在可选项内",
        "请从可选项中选择。",
        _closest(bare, column) if source.proposes and len(bare) <= _LONGEST else None,
    )


def _listed(column: Column, most: int = 8) -> str:
    more = "等" if len(column.allowed) > most else ""
    return "、".join(column.allowed[:most]) + more


def _closest(bare: str, column: Column) -> str | None:
    words = _words(column)
    near = difflib.get_close_matches(bare, words, n=1, cutoff=_LIKENESS)
    if near:
        return words[near[0]]
    within = {word for key, word in words.items() if len(key) > 1 and key in bare}
    return within.pop() if len(within) == 1 else None
