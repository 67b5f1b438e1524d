"""The chain of seals over the audit trail: each head follows from the one before and the events."""

import hashlib
import json
from collections.abc import Iterable, Sequence

BEGINNING = "0" * 64


def head_of(previous: str, events: Iterable[Sequence[object]]) -> str:
    """Return the head that seals `events`, in their order, after `previous`.

    >>> head_of(BEGINNING, [(1, "a")]) == head_of(BEGINNING, [(1, "b")])
    False
    """
    digest = hashlib.sha256(previous.encode())
    for event in events:
        text = json.dumps(event, ensure_ascii=False, sort_keys=True, default=str)
        digest.update(text.encode() + b"\n")
    return digest.hexdigest()
