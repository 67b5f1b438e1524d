"""What makes a password good enough, and how long a login lasts.

Source: docs/sources.md#djcp (GB/T 22239-2019 8.1.4): at least ten characters of three kinds,
changed every 90 days, the last five not used again, first password changed at the first login.
"""

import datetime as dt
import re
from collections.abc import Iterable
from enum import Enum

CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")
CLASSES_WANTED = 3
LENGTH = 10
LETTERS_WANTED = 4
REMEMBERED = 5
DISGUISES = str.maketrans("013457@$!", "oleastasi")
ALPHABET = ("abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789")  # no l I O 0 1
INITIAL_LENGTH = 12
ABSOLUTE = dt.timedelta(hours=8)


def character_kinds(password: str) -> int:
    """Count the kinds of characters: small and capital letters, digits, others.

    >>> character_kinds("Abc123")
    3
    """
    return sum(bool(re.search(kind, password)) for kind in CLASSES)


def is_made_of_words(password: str, words: Iterable[str]) -> bool:
    """Say whether hardly a letter is left once known words are taken out.

    >>> words = {"zuzhibu", "password"}
    >>> is_made_of_words("Zuzhibu@2020", words), is_made_of_words("P@ssw0rd2020", words)
    (True, True)
    >>> is_made_of_words("kite-Lantern7", words)
    False
    """
    plain = password.lower()
    known = sorted((word for word in words if len(word) > 1), key=len, reverse=True)
    return any(_is_worded(text, known) for text in (plain, plain.translate(DISGUISES)))


def _is_worded(text: str, known: list[str]) -> bool:
    """Say whether taking out the known words leaves fewer letters than a password needs."""
    letters = rest = re.sub(r"[^a-z]+", " ", text)
    for word in known:
        rest = rest.replace(word, " ")
    return rest != letters and len(rest.replace(" ", "")) < LETTERS_WANTED


class Ended(Enum):
    """Why a login no longer holds, as the sentence the user reads."""

    IDLE = "您已较长时间没有操作，为安全起见已退出登录，请重新登录。"
    TOO_LONG = "本次登录已满8小时，请重新登录。"
    ELSEWHERE = "您的账号已在另一处登录，本次登录已结束。如果不是您本人操作，请立即联系安全管理员。"


def ended(
    *,
    now: dt.datetime,
    started_at: dt.datetime | None,
    seen_at: dt.datetime | None,
    idle: dt.timedelta,
    is_latest: bool,
) -> Ended | None:
    """Say why a login has ended, or nothing while it holds."""
    if not is_latest:
        return Ended.ELSEWHERE
    if started_at is None or now - started_at >= ABSOLUTE:
        return Ended.TOO_LONG
    if seen_at is None or now - seen_at >= idle:
        return Ended.IDLE
    return None


def must_change(
    *, forced: bool, changed_at: dt.datetime | None, now: dt.datetime, days: int
) -> bool:
    """Say whether the password has to be changed first. Units: `days` 0 means never by age."""
    if forced or changed_at is None:
        return True
    return days > 0 and now - changed_at >= dt.timedelta(days=days)
