"""A private key and the passphrase of the person who holds it."""

from __future__ import annotations

import math
import secrets
import time
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sinergi.kernel.problems import Invalid
from sinergi.neutrality.models import HandlerKey
from sinergi.neutrality.problems import TooManyWords
from sinergi.neutrality.receipts import words as word_list
from sinergi.neutrality.sealing import age, passphrase

LEAST, LEAST_DIFFERENT = 14, 6  # characters
PROPOSED = 6  # words: 77 bits
TRIES, SPAN = 5, 15 * 60  # wrong ones, within so many seconds


@dataclass(frozen=True)
class SealedKey:
    """A new key pair whose private half only its holder's passphrase opens."""

    recipient: str
    sealed: bytes
    salt: bytes
    memory: int
    passes: int

    def columns(self) -> dict[str, Any]:
        """As they stand in HandlerKey."""
        return dict(self.__dict__)


def normal(words: str) -> str:
    """A passphrase however it is typed: one form of each letter, one blank between words."""
    return " ".join(unicodedata.normalize("NFKC", words).split())


def proposed() -> str:
    """A passphrase made by chance: six words of the EFF's list."""
    return " ".join(secrets.choice(word_list()) for _word in range(PROPOSED))


def check_words(words: str) -> str:
    """A new passphrase in its normal form; Invalid (field `words`) for one that is too weak."""
    found = normal(words)
    if len(found) < LEAST or len(set(found.lower())) < LEAST_DIFFERENT:
        text = _("Choose a longer passphrase: at least 14 characters, best four words or more.")
        raise Invalid(text, field="words")
    return found


def seal_private(pair: age.Pair, words: str) -> SealedKey:
    """Seal the private half of a pair with a passphrase. Takes a moment, by design."""
    salt, cost = passphrase.new_salt(), passphrase.people_cost()
    key = passphrase.derive(normal(words), salt, cost)
    sealed = passphrase.close(pair.secret.encode(), key, pair.recipient.encode())
    return SealedKey(pair.recipient, sealed, salt, cost.memory, cost.passes)


def open_private(key: HandlerKey, words: str) -> str:
    """The private key; raises Invalid (field `words`), or TooManyWords after five wrong ones.

    Each try is counted before it is made, so that many at once are no way around. Call it outside
    of a transaction: a refusal must not undo the count.
    """
    _count_try(key)
    cost = passphrase.Cost(key.memory, key.passes)
    found = passphrase.derive(normal(words), bytes(key.salt), cost)
    try:
        secret = passphrase.disclose(key.sealed, found, key.recipient.encode())
    except age.Unreadable as error:
        raise Invalid(_("This is not the passphrase of your key."), field="words") from error
    cache.delete(_place(key))
    return secret.decode()


def _count_try(key: HandlerKey) -> None:
    """The row is held meanwhile: those who try at once are counted one after another."""
    with transaction.atomic():
        HandlerKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
        moment = time.time()
        tries = [at for at in cache.get(_place(key), []) if at > moment - SPAN]
        if len(tries) < TRIES:
            cache.set(_place(key), [*tries, moment], SPAN)
            return
    raise TooManyWords(_shut(math.ceil((tries[0] + SPAN - moment) / 60)), field="words")


def _place(key: HandlerKey) -> str:
    return f"neutrality:tries:{key.pk}"


def _shut(minutes: int) -> str:
    return ngettext(
        "Too many wrong passphrases. Please try again in %(minutes)d minute.",
        "Too many wrong passphrases. Please try again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}
