"""Numbers drawn from the seed, and invented names."""

import hashlib

from villages.demo.synthetic import person

SEED = "demo-2020-05"


def draw(*key: object, below: int = 0) -> int:
    """Return a number from 0 to `below` - 1 that depends on the key alone.

    The last positional value may stand for `below`.
    """
    *parts, last = key
    most = below or int(str(last))
    text = SEED + ":".join(str(part) for part in (parts if not below else key))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big") % most


def name(*key: object) -> str:
    """Return the name of somebody who does not exist."""
    return person(SEED, ":".join(str(part) for part in key)).name


def care(county: str) -> int:
    """Return how many of a thousand weeks a county's people miss: most few, some many."""
    kind = draw(county, "care", 100)
    if kind < 4:  # noqa: PLR2004 - a few counties far below
        return 130
    return 70 if kind < 18 else 11  # noqa: PLR2004 - some below, most above
