"""Identifiers that sort by the time at which they were made."""

from __future__ import annotations

import secrets
import time
import uuid


def uuid7() -> uuid.UUID:
    """A new UUID, version 7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then chance.

    Rows made one after the other lie side by side in an index, and an old phone can name a
    report before it reaches the server.
    """
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76
    value |= secrets.randbits(12) << 64
    value |= 0b10 << 62
    value |= secrets.randbits(62)
    return uuid.UUID(int=value)
