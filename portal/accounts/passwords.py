"""Django's hooks for passwords: the hasher, and what AUTH_PASSWORD_VALIDATORS asks."""

import datetime as dt
import secrets
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password
from django.core.exceptions import ValidationError

from portal.access.models import User
from portal.accounts import rules

WORDS = frozenset(
    line
    for line in Path(__file__).with_name("words.txt").read_text("utf-8").split("\n")
    if line and not line.startswith("#")
)


class Hasher(Argon2PasswordHasher):
    """Argon2id at a cost eight web threads can pay at once (RFC 9106, 64 MiB, one lane)."""

    time_cost = 2
    memory_cost = 65_536
    parallelism = 1


class LengthValidator:
    """Long enough; Django's own sentence is not translated."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError when the password is too short."""
        if len(password) < rules.LENGTH:
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        """Say the rule."""
        return f"密码长度太短，至少{rules.LENGTH}个字符。"


class KindsValidator:
    """At least three of four kinds of characters."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError when there are too few kinds."""
        if rules.character_kinds(password) < rules.CLASSES_WANTED:
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        """Say the rule."""
        return "密码须包含大写字母、小写字母、数字、符号中的至少三种。"


class WordsValidator:
    """Not made of unit names, place names, the person's own name or the usual words."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError when hardly anything but such words is in the password."""
        own = own_words(user) if isinstance(user, User) else set()
        if rules.is_made_of_words(password, WORDS | own):
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        """Say the rule."""
        return "密码不能主要由姓名、单位名、地名的拼音或常用词组成。"


class HistoryValidator:
    """Not one of the last passwords."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError when the password was used lately."""
        if not isinstance(user, User) or user.pk is None:
            return
        past = user.past_passwords.order_by("-chosen_at").values_list("password", flat=True)
        known = {user.password, *past[: rules.REMEMBERED - 1]}
        if any(check_password(password, one) for one in known):
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        """Say the rule."""
        return f"不能使用最近{rules.REMEMBERED}次用过的密码。"


def own_words(user: User) -> set[str]:
    """Return the user's names in pinyin, whole, by syllable and by initials."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - 0.4 s that no start should wait for

    areas = [grant.area.name for grant in user.active_grants]
    words = {user.username.lower()}
    for name in (user.full_name, user.unit_name, user.post_title, *areas):
        syllables = [syllable.lower() for syllable in lazy_pinyin(name)]
        words |= {"".join(syllables), "".join(one[:1] for one in syllables), *syllables}
        words |= {"".join(pair) for pair in pairwise(syllables)}
    return words


def is_password_due(user: User, now: dt.datetime) -> bool:
    """Say whether the user has to change the password before anything else."""
    return rules.must_change(
        forced=user.must_change_password,
        changed_at=user.password_changed_at,
        now=now,
        days=settings.PORTAL_PASSWORD_DAYS,
    )


def initial_password() -> str:
    """Return a random password no one can mistake when reading it aloud or off paper."""
    every = "".join(rules.ALPHABET)
    while True:
        password = "".join(secrets.choice(every) for _ in range(rules.INITIAL_LENGTH))
        if all(set(kind) & set(password) for kind in rules.ALPHABET):
            return password
