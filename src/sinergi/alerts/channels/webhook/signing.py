"""How a program knows that a message is ours, new, and unchanged."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from sinergi.agencies.ciphers import cipher

HEADER = "Sinergi-Signature"
TOLERANCE = 300  # seconds; the docs tell receivers to refuse what is older


def new_secret() -> str:
    """What we share with the program: `whs_` and 43 characters, 256 bits."""
    return f"whs_{secrets.token_urlsafe(32)}"


def sealed(secret: str) -> str:
    """As it is kept: encrypted, so that a stolen table alone signs nothing."""
    return cipher("webhook").encrypt(secret.encode()).decode()


def opened(kept: str) -> str:
    """As it signs. Raises InvalidToken when the house's own secret has changed since."""
    return cipher("webhook").decrypt(kept.encode()).decode()


def signature(secret: str, body: bytes, at: int) -> str:
    """`t=…,v1=…`: the HMAC-SHA256 of the moment, a point, and the body."""
    signed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={signed}"


def verify(secret: str, body: bytes, header: str, now: int) -> bool:
    """What a receiver does; here for tests and as a pattern. False for what is old or changed."""
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    if not parts.get("t", "").isdigit() or abs(now - int(parts["t"])) > TOLERANCE:
        return False
    return hmac.compare_digest(signature(secret, body, int(parts["t"])), header)
