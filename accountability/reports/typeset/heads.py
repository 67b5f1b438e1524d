"""The red heading of the first page: 发文机关标志 of a document, or the masthead of a 简报."""

from html import escape
from math import ceil

from accountability.reports.typeset import chinese
from accountability.reports.typeset.geometry import AGENCY_DROP, AREA_WIDTH, BODY, PITCH, RULE_DROP
from accountability.reports.typeset.model import BulletinMasthead, Document, Masthead

_RULE = 1.6  # points, as in page.css
_EMPTY = 0.1  # of the height: from the head of the type to the ink of 小标宋
_TALL = 1.45  # at most so much higher than wide, as 小标宋 is used in red headings


def head_html(document: Document) -> str:
    """Write the heading, a whole number of grid lines high; nothing where there is none."""
    head = document.masthead
    if isinstance(head, Masthead):
        return _official(head, document.number)
    if isinstance(head, BulletinMasthead):
        return _bulletin(head)
    return ""


def _official(head: Masthead, number: str) -> str:
    corner = [head.copy_number, head.marking.value, head.urgency]
    parts = [
        _at(index * PITCH, text, "" if text == head.copy_number else "hei")
        for index, text in enumerate(text for text in corner if text)
    ]
    size, height = _fit(head.agency, 46)
    top = AGENCY_DROP - _EMPTY * height
    parts.append(_red(top, head.agency, size, height))
    foot = top + height + 2 * PITCH
    if number:
        parts.append(_at(foot, number, "center"))
    return _closed(parts, foot + BODY + RULE_DROP)


def _bulletin(head: BulletinMasthead) -> str:
    size, height = _fit(head.name, 60)
    parts = [_at(0, head.marking.value, "hei")] if head.marking else []
    top = 1.5 * PITCH
    foot = top + height + 0.8 * PITCH
    parts += [
        _red(top, head.name, size, height),
        _at(foot, head.issue, "center"),
        _at(foot + 1.5 * PITCH, head.editor, ""),
        _at(foot + 1.5 * PITCH, chinese.date(head.issued_on), "right"),
    ]
    return _closed(parts, foot + 1.5 * PITCH + BODY + RULE_DROP)


def _closed(parts: list[str], rule_at: float) -> str:
    parts.append(f'<div class="rule" style="top:{rule_at:.3f}pt"></div>')
    height = ceil((rule_at + _RULE) / PITCH) * PITCH - 0.01
    return f'<div class="head" style="height:{height:.3f}pt">{"".join(parts)}</div>'


def _at(top: float, text: str, style: str) -> str:
    return f'<div class="{style}" style="top:{top:.3f}pt">{escape(text)}</div>'


def _fit(name: str, largest: float) -> tuple[float, float]:
    """Size of the type and height of the letters, so that a name fills the width with dignity."""
    size = min(largest, AREA_WIDTH * 0.94 / max(len(name), 1))
    return size, min(largest, size * _TALL)


def _red(top: float, name: str, size: float, height: float) -> str:
    count = len(name)
    spare = AREA_WIDTH * 0.94 - size * count
    spacing = min(spare / max(count - 1, 1), size * 0.35) if count > 1 else 0.0
    left = (AREA_WIDTH - size * count - spacing * (count - 1)) / 2
    style = (
        f"top:{top:.3f}pt;font-size:{size:.3f}pt;line-height:{size:.3f}pt;text-align:left;"
        f"padding-left:{left:.3f}pt;letter-spacing:{spacing:.3f}pt;"
        f"transform:scaleY({height / size:.4f})"
    )
    return f'<div class="agency" style="{style}">{escape(name)}</div>'
