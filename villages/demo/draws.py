"""Draws that come out the same for the same seed on every machine and Python version."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")
_BYTES = 8


class Draws:
    """An endless row of draws named by a seed and a key."""

    def __init__(self, seed: str, key: str) -> None:
        self._name = f"{seed}\0{key}\0".encode()
        self._block = 0
        self._left = b""

    def below(self, limit: int) -> int:
        """Draw a number from 0 to `limit` - 1."""
        if not self._left:
            self._left = hashlib.sha256(self._name + b"%d" % self._block).digest()
            self._block += 1
        drawn, self._left = self._left[:_BYTES], self._left[_BYTES:]
        return int.from_bytes(drawn, "big") % limit

    def between(self, first: int, last: int) -> int:
        """Draw a number from `first` to `last`."""
        return first + self.below(last - first + 1)

    def pick(self, items: Sequence[Item]) -> Item:
        """Draw one of the items, each as likely as any other."""
        return items[self.below(len(items))]

    def happens(self, per_mille: int) -> bool:
        """Draw whether something happens that does so so many times in a thousand."""
        return self.below(1000) < per_mille


def spread(weights: str) -> str:
    """Spell out letters by weight: the string to pick from.

    >>> spread("王3李2")
    '王王王李李'
    """
    found, letter, digits = "", "", ""
    for character in weights + "。":
        if character.isdigit():
            digits += character
            continue
        found += letter * int(digits or 1)
        letter, digits = character, ""
    return found
