"""Sealing what must not lie open in the database: ID numbers and telephone numbers."""

import base64
import hmac
import os
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

KEY_ID = b"\x01"
SHOWN_FIRST, SHOWN_LAST = 3, 4


@lru_cache(maxsize=2)
def _cipher_of(key: str) -> AESGCM:
    return AESGCM(base64.b64decode(key))


def _cipher() -> AESGCM:
    return _cipher_of(settings.PORTAL_FIELD_KEY)


def seal(plain: str) -> bytes:
    """Encrypt `plain`; the first byte names the key, so keys can be changed later."""
    nonce = os.urandom(12)
    return KEY_ID + nonce + _cipher().encrypt(nonce, plain.encode(), KEY_ID)


def unseal(sealed: bytes) -> str:
    """Decrypt what `seal` made."""
    sealed = bytes(sealed)
    return _cipher().decrypt(sealed[1:13], sealed[13:], sealed[:1]).decode()


def fingerprint(plain: str) -> str:
    """Return the keyed digest under which equal numbers match without being readable."""
    return hmac.digest(settings.PORTAL_HMAC_KEY.encode(), plain.encode(), "sha256").hex()


def mask_id(number: str) -> str:
    """Hide the middle of an ID number, and a number too short to have one whole.

    >>> mask_id("990123198001011234")
    '990***********1234'
    """
    return _mask(number)


def mask_phone(number: str) -> str:
    """Hide the middle of a telephone number.

    >>> mask_phone("15401234567")
    '154****4567'
    """
    return _mask(number)


def _mask(number: str) -> str:
    hidden = len(number) - SHOWN_FIRST - SHOWN_LAST
    if hidden < 1:
        return "*" * len(number)
    return number[:SHOWN_FIRST] + "*" * hidden + number[-SHOWN_LAST:]
