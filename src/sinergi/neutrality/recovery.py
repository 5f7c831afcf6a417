"""The agency's recovery key: its private half is sealed with what a number of shares make.

The shares are SLIP-39 words (Shamir's scheme over a 256-bit secret, by Trezor's `shamir-mnemonic`):
33 English words each, with a checksum. Fewer than the threshold tell nothing at all.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.share import Share
from shamir_mnemonic.wordlist import WORDLIST

from sinergi.agencies.models import Agency
from sinergi.neutrality.models import RecoveryKey
from sinergi.neutrality.models.keys import fingerprint_of
from sinergi.neutrality.sealing import age, passphrase

LENGTH = 33  # words of a share
LEAST, MOST_NEEDED, MOST = 2, 5, 8


class ShareFault(Exception):
    """A share that cannot be used; the text says why, `at` which one it is (from 0)."""

    def __init__(self, text: str, at: int) -> None:
        super().__init__(text)
        self.at = at


@dataclass(frozen=True)
class SplitKey:
    """A recovery key that is not kept yet: what may be kept of it."""

    recipient: str
    sealed: bytes
    threshold: int
    count: int

    @property
    def fingerprint(self) -> str:
        """As on its sheets."""
        return fingerprint_of(self.recipient)


def split_key(threshold: int, count: int) -> tuple[SplitKey, list[str]]:
    """A recovery key, and its shares, of which `threshold` open it. They are kept nowhere."""
    master, pair = os.urandom(passphrase.KEY), age.new_pair()
    (shares,) = generate_mnemonics(1, [(threshold, count)], master)
    sealed = passphrase.close(pair.secret.encode(), master, pair.recipient.encode())
    return SplitKey(pair.recipient, sealed, threshold, count), shares


def join_shares(texts: Sequence[str]) -> bytes:
    """What the shares make; raises ShareFault at the one that does not fit."""
    normal = [" ".join(text.lower().split()) for text in texts]
    shares = [_read(text, at) for at, text in enumerate(normal)]
    first = shares[0]
    for at, share in enumerate(shares):
        if share.identifier != first.identifier or share.member_threshold != first.member_threshold:
            raise ShareFault(_("This sheet belongs to another set than the first one."), at)
        if any(share.index == before.index for before in shares[:at]):
            raise ShareFault(_("This is a sheet that was entered already."), at)
    if len(shares) < first.member_threshold:
        text = _("%(count)d different sheets are needed.") % {"count": first.member_threshold}
        raise ShareFault(text, len(shares) - 1)
    try:
        return bytes(combine_mnemonics(normal[: first.member_threshold]))
    except MnemonicError as error:
        raise ShareFault(_("These sheets do not fit together."), 0) from error


def open_recovery(agency: Agency, master: bytes) -> tuple[RecoveryKey, str] | None:
    """The recovery key of an agency that this opens, with its private half; the newest first.

    An earlier one is of use as long as some cases are not sealed to its successor.
    """
    for key in RecoveryKey.objects.filter(agency=agency).order_by("-made_at"):
        try:
            secret = passphrase.disclose(key.sealed, master, key.recipient.encode())
        except age.Unreadable:
            continue
        return key, secret.decode()
    return None


def _read(text: str, at: int) -> Share:
    words = text.split()
    unknown = [word for word in words if word not in WORDLIST]
    if unknown:
        text = _("“%(word)s” is not a word of such a sheet. Look for a slip of the pen.")
        raise ShareFault(text % {"word": unknown[0]}, at)
    if len(words) != LENGTH:
        told = _("A sheet has %(length)d words; here are %(count)d.")
        raise ShareFault(told % {"length": LENGTH, "count": len(words)}, at)
    try:
        return Share.from_mnemonic(text)
    except MnemonicError as error:
        told = _("A word is wrong or in the wrong place: the sheet's check does not fit.")
        raise ShareFault(told, at) from error
