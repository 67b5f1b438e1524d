"""Punctuation of Chinese text: full-width after a Chinese character. Plain functions.

Text that must stay as a file has it (headings of a workbook, dirt to be recognised) is marked with
the comment `zh: verbatim` on its line.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

VERBATIM = "zh: verbatim"
_HAN = "\u4e00-\u9fff"
_FULL = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）", ".": "。"}

# After a Chinese character (or a closing Chinese quote) a half-width mark is a mistake, unless
# it belongs to a file name, an address or a number.
_AFTER = re.compile(rf"(?<=[{_HAN}”》）])[ ]?([,;?!]|:(?!//)|\.(?=\s|$|[{_HAN}<])|\((?!%))")
_BEFORE = re.compile(rf"([,;:?!])[ ]?(?=[{_HAN}“《])")
_BRACKET = re.compile(rf"(\()[^()\n]*[{_HAN}][^()\n]*\)")
_QUOTED = re.compile(rf'(")[^"\n<>=]*[{_HAN}][^"\n<>=]*"')
_TEMPLATE_CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<!--.*?-->", re.DOTALL)
_SCRIPT = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_WORDS_IN_CODE = re.compile(r'"([^"\n]*)"|\'([^\'\n]*)\'')
_INLINE = re.compile(r"</?(?:b|a|em|strong|i|small|time)\b[^>]*>", re.DOTALL)
_MARKUP = re.compile(r"<[^>]*>", re.DOTALL)
_SQL = re.compile(r"\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|FILTER|CREATE|ALTER|WHERE)\b")
_RAW = re.compile(rb"(?i)(?:f?r|rf)['\"]")
_SPOKEN = re.compile(r'\b(?:title|alt|placeholder|aria-label|data-confirm|content)="([^"]*)"')


@dataclass(frozen=True)
class Slip:
    """One half-width mark where a full-width one belongs. Units: `line` counts from 1."""

    line: int
    words: str
    should: str


def slips_in(text: str, *, line: int = 1) -> Iterator[Slip]:
    """Find the half-width marks in Chinese prose.

    >>> [slip.should for slip in slips_in("已保存,请核对")]
    ['，']
    """
    if not re.search(f"[{_HAN}]", text):
        return
    marks = {
        found.start(1): found[1]
        for pattern in (_AFTER, _BEFORE, _BRACKET, _QUOTED)
        for found in pattern.finditer(text)
    }
    for at, mark in sorted(marks.items()):
        around = text[max(0, at - 12) : at + 12].replace("\n", " ").strip()
        yield Slip(line + text.count("\n", 0, at), around, _FULL.get(mark, "“”"))


def slips_in_template(source: str) -> Iterator[Slip]:
    """Find them in what a template shows: its text, spoken attributes and words in its tags."""
    shown = _SCRIPT.sub(_blank, source)
    for found in _TEMPLATE_CODE.finditer(shown):
        for words in _WORDS_IN_CODE.finditer(found[0]):
            line = 1 + shown.count("\n", 0, found.start())
            yield from slips_in(words[1] or words[2] or "", line=line)
    prose = _TEMPLATE_CODE.sub(_stand_in, shown)
    for found in _SPOKEN.finditer(prose):
        yield from slips_in(found[1], line=1 + prose.count("\n", 0, found.start()))
    yield from slips_in(_MARKUP.sub(_apart, _INLINE.sub(_blank, prose)))


def _blank(found: re.Match[str]) -> str:
    """Leave nothing but the line numbers."""
    return "\n" * found[0].count("\n")


def _apart(found: re.Match[str]) -> str:
    """Keep apart what stood on either side of an element."""
    return "\0" + _blank(found)


def _stand_in(found: re.Match[str]) -> str:
    """Put a letter for a value, nothing for a tag."""
    lines = "\n" * found[0].count("\n")
    return ("x" if found[0].startswith("{{") else "") + lines


def slips_in_python(source: str) -> Iterator[Slip]:
    """Find them in the strings of a module.

    Left out: docstrings, patterns (raw strings), SQL, and lines marked as verbatim.
    """
    spared = _verbatim_lines(source)
    tree = ast.parse(source)
    silent = {id(part) for node in _silent(tree, source) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        if id(node) in silent or spared.intersection(lines) or _SQL.search(node.value):
            continue
        for slip in slips_in(node.value):
            yield Slip(node.lineno, slip.words, slip.should)


def _silent(tree: ast.AST, source: str) -> Iterator[ast.AST]:
    """Yield the strings nobody is shown."""
    yield from _docstrings(tree)
    lines = source.encode().split(b"\n")  # the tree counts columns in bytes
    for node in ast.walk(tree):
        if isinstance(node, (ast.Constant, ast.JoinedStr)):
            begins = lines[node.lineno - 1][node.col_offset :]
            if _RAW.match(begins):
                yield node


def _docstrings(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            yield body[0].value


def _verbatim_lines(source: str) -> set[int]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {
        token.start[0]
        for token in tokens
        if token.type == tokenize.COMMENT and VERBATIM in token.string
    }
