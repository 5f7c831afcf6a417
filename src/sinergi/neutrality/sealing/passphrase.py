"""Sealing a private key with words that a person knows: Argon2id (RFC 9106), ChaCha20-Poly1305."""

from __future__ import annotations

import os
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.conf import settings

from sinergi.neutrality.sealing.age import Unreadable

KEY, NONCE, SALT = 32, 12, 16  # bytes


@dataclass(frozen=True)
class Cost:
    """What guessing one passphrase costs: memory in KiB, and passes over it."""

    memory: int
    passes: int


# RFC 9106, section 4, second recommended option; tests set a lower one (SINERGI_KEY_COST).
CHOSEN_BY_PEOPLE = Cost(memory=64 * 1024, passes=3)
# Of words with 90 bits of chance in them: what protects is their number, not the cost of a guess.
CHOSEN_BY_CHANCE = Cost(memory=19 * 1024, passes=2)


def people_cost() -> Cost:
    """The cost for passphrases that people choose."""
    cost: Cost = getattr(settings, "SINERGI_KEY_COST", CHOSEN_BY_PEOPLE)
    return cost


def derive(words: str, salt: bytes, cost: Cost, length: int = KEY) -> bytes:
    """`length` bytes from words and a salt."""
    return hash_secret_raw(
        words.encode(),
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory,
        parallelism=1,
        hash_len=length,
        type=Type.ID,
    )


def new_salt() -> bytes:
    """A fresh salt."""
    return os.urandom(SALT)


def close(content: bytes, key: bytes, about: bytes) -> bytes:
    """Seal with a symmetric key; `about` binds it to its place and is not kept."""
    nonce = os.urandom(NONCE)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, content, about)


def disclose(content: bytes | memoryview, key: bytes, about: bytes) -> bytes:
    """The reverse of `close`; raises Unreadable for another key, place, or an altered content."""
    raw = bytes(content)
    try:
        return ChaCha20Poly1305(key).decrypt(raw[:NONCE], raw[NONCE:], about)
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error
