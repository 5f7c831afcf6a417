"""Texts of a case as sealed JSON of few sizes."""

from __future__ import annotations

import json
from typing import Any

from sinergi.neutrality.sealing import age
from sinergi.neutrality.sealing.padding import pad, unpad


def seal_words(facts: dict[str, Any], *recipients: str) -> bytes:
    """`facts` (plain JSON) for whoever holds one of the private keys."""
    return age.seal(pad(json.dumps(facts, ensure_ascii=False).encode()), *recipients)


def open_words(content: bytes | memoryview, secret: str) -> dict[str, Any]:
    """What `seal_words` sealed; raises age.Unreadable."""
    raw = age.open_sealed(content, secret)
    try:
        facts: dict[str, Any] = json.loads(unpad(raw))
    except ValueError as error:  # an identity, whose inner layer is not this key's to open
        raise age.Unreadable from error
    return facts


def seal_identity(facts: dict[str, Any], *, content: str, identity: str) -> bytes:
    """Who reported, in two layers: a handler takes off the outer, the keeper the inner.

    So neither alone can read it. `content` and `identity` are the case's two public keys.
    """
    return age.seal(seal_words(facts, identity), content)


def uncover_identity(sealed: bytes | memoryview, content_secret: str) -> bytes:
    """What a handler can do: the outer layer off. What is left only the keeper reads."""
    return age.open_sealed(sealed, content_secret)
