"""Sealing to public keys: the age format (age-encryption.org/v1), X25519, by pyrage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import pyrage
from pyrage.x25519 import Identity, Recipient


class Source(Protocol):
    """What is read from."""

    def read(self, size: int = -1, /) -> bytes: ...


class Target(Protocol):
    """What is written to."""

    def write(self, piece: bytes, /) -> int: ...
    def flush(self) -> None: ...


class Unreadable(Exception):
    """It was not sealed to this key, or was altered."""


@dataclass(frozen=True)
class Pair:
    """A key pair: `secret` is the age identity, `recipient` its public half.

    Where a secret is asked for, several may stand in it, one a line, as in age's own key files.
    """

    secret: str
    recipient: str


def new_pair() -> Pair:
    """A fresh key pair."""
    identity = Identity.generate()
    return Pair(str(identity), str(identity.to_public()))


def recipient_of(secret: str) -> str:
    """The public half of a private key; of several, of the first."""
    return str(_identities(secret)[0].to_public())


def _identities(secret: str) -> list[Identity]:
    return [Identity.from_str(line) for line in secret.split()]


def seal(content: bytes, *recipients: str) -> bytes:
    """`content` for whoever holds one of the private keys; at least one recipient."""
    return bytes(pyrage.encrypt(content, [Recipient.from_str(one) for one in recipients]))


def open_sealed(content: bytes | memoryview, secret: str) -> bytes:
    """What was sealed; raises Unreadable when this key does not open it."""
    try:
        return bytes(pyrage.decrypt(bytes(content), _identities(secret)))
    except (pyrage.DecryptError, pyrage.IdentityError) as error:
        raise Unreadable from error


def seal_stream(source: Source, target: Target, *recipients: str) -> None:
    """Seal a stream of any size in constant memory; Unreadable when the source breaks off."""
    try:
        pyrage.encrypt_io(source, target, [Recipient.from_str(one) for one in recipients])
    except pyrage.EncryptError as error:
        raise Unreadable from error


def open_stream(source: Source, target: Target, secret: str) -> None:
    """Open a sealed stream in constant memory; raises Unreadable."""
    try:
        pyrage.decrypt_io(source, target, _identities(secret))
    except (pyrage.DecryptError, OSError) as error:
        raise Unreadable from error
