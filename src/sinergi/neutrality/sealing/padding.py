"""Hiding how much was written: sealed texts come in few sizes. Pure.

Sizes follow PADMÉ (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and
Communication with PURBs", PoPETs 2019): at most 12 % larger, and few sizes for all.
"""

from __future__ import annotations

LEAST = 2048  # bytes: most reports and answers look the same
_HEAD = 8


def padded_size(size: int) -> int:
    """The size that `size` bytes are brought to."""
    if size <= LEAST:
        return LEAST
    exponent = size.bit_length() - 1
    kept = exponent.bit_length()
    mask = (1 << max(exponent - kept, 0)) - 1
    return (size + mask) & ~mask


def pad(content: bytes) -> bytes:
    """`content` with its length before it and zeros behind it."""
    whole = len(content).to_bytes(_HEAD, "big") + content
    return whole.ljust(padded_size(len(whole)), b"\0")


def unpad(content: bytes) -> bytes:
    """The reverse of `pad`; ValueError for what it did not make."""
    length = int.from_bytes(content[:_HEAD], "big")
    if _HEAD + length > len(content):
        raise ValueError("not padded content")
    return content[_HEAD : _HEAD + length]
