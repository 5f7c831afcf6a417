"""The key pair by which push services know the house (VAPID, RFC 8292)."""

from __future__ import annotations

import base64
import functools
import time

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02

LASTS = 12 * 3600  # seconds that a signature holds; a service takes 24 hours at most
RENEWED = LASTS // 2


def new_private_key() -> str:
    """A new private key: its 32 bytes in base64url, as the environment carries it."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return _text(number.to_bytes(32, "big"))


def public_key(private: str) -> str:
    """What browsers are given, in base64url. Raises ValueError for what is no key."""
    point = _key(private).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return _text(point)


def is_key(private: str) -> bool:
    """Whether this is a private key at all."""
    try:
        _key(private)
    except ValueError:
        return False
    return True


def public_key_of_house() -> str:
    """What the page gives to browsers; empty while Web Push is off."""
    private = settings.SINERGI_VAPID_KEY
    return public_key(private) if private and is_key(private) else ""


@functools.lru_cache(maxsize=4)
def _key(private: str) -> Vapid02:
    try:
        return Vapid02.from_string(private)
    except Exception as error:  # the library lets out whatever its parser meets
        raise ValueError("not a VAPID key") from error


def authorization(origin: str) -> dict[str, str]:
    """The headers that one push service is shown; signed anew twice a day, not for each push."""
    return _signed(settings.SINERGI_VAPID_KEY, origin, int(time.time()) // RENEWED)


@functools.lru_cache(maxsize=64)
def _signed(private: str, origin: str, half: int) -> dict[str, str]:
    claims = {
        "aud": origin,
        "exp": half * RENEWED + LASTS,
        "sub": settings.SINERGI_VAPID_CONTACT,
    }
    return dict(_key(private).sign(claims))


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
