"""Drawing primitives: numbers, text, the outer element."""

from collections.abc import Iterable
from html import escape

from portal.ui.figures import count_text
from portal.ui.palette import COLOURS

FONT = "Microsoft YaHei,PingFang SC,Noto Sans CJK SC,Source Han Sans SC,Fandol Hei,sans-serif"
_WIDE = "\u2e80"


def short(value: float) -> str:
    """Write a coordinate with at most one decimal place.

    >>> short(3.0), short(3.14)
    ('3', '3.1')
    """
    return f"{value:.1f}".removesuffix(".0")


def said(value: float | None) -> str:
    """Write a value for a label: at most one decimal place, missing is 未报."""
    return count_text(None if value is None else round(value, 1))


def text_width(text: str, size: float) -> float:
    """Estimate the width of `text`: a Chinese character is square, others about half."""
    return sum(size if char >= _WIDE else size * 0.56 for char in text)


def tag(name: str, body: str = "", /, **attributes: float | str) -> str:
    """Write one element; an underscore in a name stands for a hyphen."""
    parts = [
        f' {key.rstrip("_").replace("_", "-")}="{_plain(value)}"'
        for key, value in attributes.items()
    ]
    return f"<{name}{''.join(parts)}>{body}</{name}>" if body else f"<{name}{''.join(parts)}/>"


def _plain(value: float | str) -> str:
    return escape(value) if isinstance(value, str) else short(value)


def text(words: str, x: float, y: float, size: float = 12, /, **attributes: float | str) -> str:
    """Write words at a base line."""
    look: dict[str, float | str] = {"fill": COLOURS["ink-2"], **attributes}
    return tag("text", escape(words), x=x, y=y, font_size=size, **look)


def titled(title: str, *marks: str) -> str:
    """Group marks under one tooltip."""
    return tag("g", tag("title", escape(title)) + "".join(marks))


def path(points: Iterable[tuple[float, float]], /, **attributes: float | str) -> str:
    """Draw a line through the points."""
    steps = "L".join(f"{short(x)} {short(y)}" for x, y in points)
    return tag("path", d=f"M{steps}", fill="none", **attributes)


def svg(
    width: float, height: float, body: Iterable[str], *, label: str, stretch: bool = False
) -> str:
    """Close the picture: size, font, and what it says to who cannot see it."""
    stretched = ' preserveAspectRatio="none"' if stretch else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {short(width)} {short(height)}" '
        f'width="{short(width)}" height="{short(height)}" role="img"{stretched} '
        f'aria-label="{escape(label)}" font-family="{FONT}">{"".join(body)}</svg>'
    )
