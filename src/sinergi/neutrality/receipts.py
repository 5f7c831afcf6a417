"""The receipt: seven words with which a reporter comes back, and which nobody else can guess.

Seven words of the EFF's long list (7,776 words) hold 90 bits of chance. Argon2id makes 64 bytes of
them: one half finds the letterbox (its SHA-256 is kept), the other opens the private key to which
answers are sealed. The words themselves are kept nowhere.

The salt is a fixed one of this program. It must survive that secrets are renewed and that the
house moves to another machine, for a lost receipt cannot be made again; and against 90 bits no
table can be computed beforehand, with a salt or without.
"""

from __future__ import annotations

import functools
import hashlib
import re
import secrets
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from diceware.wordlist import WordList, get_wordlist_path
from django.db.models import Count

from sinergi.neutrality.models import Case, Leaf, Receipt
from sinergi.neutrality.sealing import age, passphrase
from sinergi.neutrality.sealing.words import open_words

WORDS = 7
LIST = "en_eff"
HALF = 32  # bytes
SALT = hashlib.sha256(b"sinergi: receipt of a report, version 1").digest()[: passphrase.SALT]
_SEPARATORS = re.compile(r"[\s,.;:/_\u2010-\u2015-]+")


@dataclass(frozen=True)
class Code:
    """What the words of a receipt make."""

    lookup: bytes
    key: bytes

    def __repr__(self) -> str:
        return "Code()"


@dataclass(frozen=True)
class Mailbox:
    """An opened letterbox: its case, and the private key of its reporter's copies."""

    receipt: Receipt
    secret: str

    def __repr__(self) -> str:
        return "Mailbox()"


@dataclass(frozen=True)
class Letter:
    """One text between the reporter and Bawaslu, as the reporter reads it."""

    from_reporter: bool
    text: str
    day: date
    files: int


@functools.cache
def words() -> tuple[str, ...]:
    """The list, without the four words that have a hyphen of their own."""
    return tuple(word for word in WordList(get_wordlist_path(LIST)) if word.isalpha())


def new_code() -> str:
    """Fresh words, as they are shown: `abacus denim …`."""
    return " ".join(secrets.choice(words()) for _ in range(WORDS))


def normal(typed: str) -> str:
    """The words as they were given, however they were typed: case, hyphens, commas, line ends."""
    flat = unicodedata.normalize("NFKC", typed).casefold()
    return " ".join(word for word in _SEPARATORS.split(flat) if word)


def code_of(typed: str) -> Code:
    """What the typed words make; the same work for right and wrong ones."""
    made = passphrase.derive(normal(typed), SALT, passphrase.CHOSEN_BY_CHANCE, 2 * HALF)
    return Code(hashlib.sha256(made[:HALF]).digest(), made[HALF:])


def give_receipt(case: Case) -> str:
    """A receipt for a new case: the words, which are shown once and then forgotten."""
    shown, pair = new_code(), age.new_pair()
    code = code_of(shown)
    Receipt.objects.create(
        case=case,
        lookup=code.lookup,
        recipient=pair.recipient,
        sealed=passphrase.close(pair.secret.encode(), code.key, pair.recipient.encode()),
    )
    return shown


def open_mailbox(code: Code) -> Mailbox | None:
    """The letterbox of these words; None when there is none, after the same work."""
    found = (
        Receipt.objects.select_related("case__operation", "case__agency")
        .filter(lookup=code.lookup)
        .first()
    )
    receipt, sealed = (found, found.sealed) if found else (None, _nothing())
    about = receipt.recipient if receipt else _NOBODY
    try:
        secret = passphrase.disclose(sealed, code.key, about.encode()).decode()
    except age.Unreadable:
        return None
    return Mailbox(receipt, secret) if receipt else None


_NOBODY = "age1" + "q" * 58


def _nothing() -> bytes:
    """Something that no words open, as long as a sealed private key."""
    return secrets.token_bytes(passphrase.NONCE + 74 + 16)


def letters_of(mailbox: Mailbox | None) -> list[Letter]:
    """What was written to and fro, oldest first; asked of nobody's letterbox, the same work."""
    case_id = mailbox.receipt.case_id if mailbox else uuid.uuid4()
    rows = Leaf.objects.filter(case_id=case_id, for_reporter__isnull=False)
    shown = list(rows.annotate(count=Count("files")).order_by("turn"))
    return [_letter(leaf, mailbox.secret) for leaf in shown] if mailbox else []


def _letter(leaf: Any, secret: str) -> Letter:
    facts = open_words(leaf.for_reporter, secret)
    return Letter(leaf.written_by_id is None, str(facts.get("text", "")), leaf.day, leaf.count)


def bound_to(code: Code) -> str:
    """What ties a form to these words without telling them."""
    return hashlib.sha256(b"form of " + code.lookup).hexdigest()
