"""The vendored Tabler icons (MIT, static/icons/LICENSE), ready to stand in a page."""

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "static" / "icons"
_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


class UnknownIconError(LookupError):
    """No such file in static/icons."""


@cache
def body(name: str) -> str:
    """Return the paths of icon `name` without the outer element.

    Raises: UnknownIconError.
    """
    try:
        found = _BODY.search((FOLDER / f"{name}.svg").read_text(encoding="utf-8"))
    except FileNotFoundError:
        found = None
    if found is None:
        raise UnknownIconError(name)
    return found[1]
