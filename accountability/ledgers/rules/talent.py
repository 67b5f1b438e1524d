"""Talent and expert service: who is in the pool, and how several names are written in one cell."""

import re
from typing import Final

SERVING, PAUSED, LEFT = STANDINGS = ("服务中", "暂停", "退出")
_PARTED: Final = re.compile(r"[、，,;；/\s]+")


def names_in(text: str) -> list[str]:
    """Return the names of a cell that may hold several.

    >>> names_in("张三、李四，王五")
    ['张三', '李四', '王五']
    """
    return [name for name in _PARTED.split(text.strip()) if name]
