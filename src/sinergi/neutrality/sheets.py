"""Recovery sheets between two pages: printed first, kept only when somebody has them in hand.

The sheets are shown once. What the server must remember until they are confirmed travels with the
page, signed: it is sealed already, and holds none of their words.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.problems import Conflict
from sinergi.neutrality.private_keys import SealedKey
from sinergi.neutrality.recovery import LENGTH, SplitKey

SALT = "sinergi.neutrality.sheets"
HOUR = 3600
CONSTANT = 4  # words at the beginning that all sheets of a set share, or nearly


@dataclass(frozen=True)
class Waiting:
    """What is kept once the sheets are confirmed."""

    split: SplitKey
    own: SealedKey | None
    asked: tuple[int, int, int]
    answer: str

    def is_answered(self, words: str) -> bool:
        """Whether these are the two words that were asked for."""
        return hmac.compare_digest(_digest(words), self.answer)


def wrap_up(post: Post, split: SplitKey, shares: list[str], own: SealedKey | None) -> str:
    """The token that travels with the page of the sheets; it asks for two words of one of them."""
    sheet = secrets.randbelow(len(shares))
    places = secrets.SystemRandom().sample(range(CONSTANT, LENGTH), 2)
    first, second = sorted(places)
    words = shares[sheet].split()
    told = {
        "post": str(post.pk),
        "split": _plain(asdict(split)),
        "own": _plain(own.columns()) if own else None,
        "asked": [sheet + 1, first + 1, second + 1],
        "answer": _digest(f"{words[first]} {words[second]}"),
    }
    return signing.dumps(told, salt=SALT, compress=True)


def unwrap(post: Post, token: str) -> Waiting:
    """Raises Conflict for a token that is another's, too old, or altered."""
    try:
        told = signing.loads(token, salt=SALT, max_age=HOUR)
    except signing.BadSignature as error:
        raise Conflict(_("This page is too old. Please begin again.")) from error
    if told["post"] != str(post.pk):
        raise Conflict(_("This page is too old. Please begin again."))
    own = SealedKey(**_raw(told["own"])) if told["own"] else None
    asked: tuple[int, int, int] = tuple(told["asked"])
    return Waiting(SplitKey(**_raw(told["split"])), own, asked, told["answer"])


def _digest(words: str) -> str:
    return salted_hmac(SALT, words, algorithm="sha256").hexdigest()


def _plain(columns: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {"b64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value
        for name, value in columns.items()
    }


def _raw(columns: dict[str, Any]) -> dict[str, Any]:
    return {
        name: base64.b64decode(value["b64"]) if isinstance(value, dict) else value
        for name, value in columns.items()
    }
