"""The code on the screen of the room: it changes every 20 seconds, so a photo of it is stale.

Who types or scans it was in the room within the last minute. It is an HMAC (RFC 2104, SHA-256)
of the meeting's secret and the number of the time step, as in RFC 6238, but with letters, so that
guessing is hopeless: 8 characters of 31 are 39 bits. Pure: the clock is given.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

STEP = 20  # seconds
STEPS_BACK = 2  # older codes that still count: who is slow has 40 to 60 seconds
LENGTH = 8
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0 1 I L O: they are misread
_MISREAD = str.maketrans("", "", " -.")

MOST_WRONG = 5
WITHIN = 300  # seconds in which so many wrong codes shut the door


def step_of(moment: datetime) -> int:
    """The number of the time step in which `moment` lies."""
    return int(moment.timestamp()) // STEP


def code_at(secret: str, meeting_id: str, step: int) -> str:
    """The code of a meeting in a time step. ValueError without a secret: no door is open."""
    if not secret:
        raise ValueError("a meeting whose door was never opened has no code")
    message = f"{meeting_id}:{step}".encode()
    number = int.from_bytes(hmac.new(secret.encode(), message, hashlib.sha256).digest(), "big")
    letters = []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def is_valid(secret: str, meeting_id: str, code: str, moment: datetime) -> bool:
    """Whether `code` is the present one or one of the last two. Each is compared, always."""
    given = read(code)
    now = step_of(moment)
    fits = False
    for step in range(now - STEPS_BACK, now + 1):
        fits |= hmac.compare_digest(code_at(secret, meeting_id, step).encode(), given.encode())
    return fits


def seconds_left(moment: datetime) -> int:
    """How long the present code is still shown: 1 to 20."""
    return STEP - int(moment.timestamp()) % STEP


def shown(code: str) -> str:
    """As it is read aloud and typed: ABCD-EFGH"""
    return f"{code[:4]}-{code[4:]}"


def read(text: str) -> str:
    """A code as someone typed it, brought to its one form."""
    return text.strip().upper().translate(_MISREAD)[: LENGTH * 2]
