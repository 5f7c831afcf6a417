"""Signing: the second factor, the signature on the phone, and the one on paper."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Account, Post
from sinergi.commitments import factors, permissions, rules
from sinergi.commitments.models import Commitment, OneTimeCode, Proof, Signatory, Signature
from sinergi.commitments.problems import NoMailbox, TextDiffers, TooManyTries, WrongCode
from sinergi.kernel import evidence
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now, real_now
from sinergi.kernel.problems import Conflict, Invalid, TooMany


@action(
    "signing_code.made",
    subject=OneTimeCode,
    parent=Signatory,
    lock_parent=True,
    may=permissions.may_sign,
    title=_("Send a code for signing"),
)
def make_signing_code(by: Post, signatory: Signatory) -> OneTimeCode:
    """A one-time code for this signature; `plain` on the result is for the letter alone.

    A new code puts the one before out of use. Raises NoMailbox, or TooMany within a minute.
    """
    if not by.account.email:
        raise NoMailbox()
    last = OneTimeCode.objects.filter(account=by.account).first()
    wait = rules.next_code_at(last.made_at if last else None)
    if wait and wait > real_now():
        raise TooMany(_("A code was sent just now. Another can be sent after a minute."))
    made = factors.new_code(signatory, by.account)
    made.save(force_insert=True)
    return made


@action(
    "signing.proved",
    subject=Proof,
    parent=Signatory,
    lock_parent=True,
    may=permissions.may_sign,
    title=_("Prove the second factor"),
)
def prove_factor(by: Post, signatory: Signatory, *, code: str) -> Proof:
    """One try of a code. A wrong one is kept too, and does not raise: it must be counted.

    Raises TooManyTries after MOST_TRIES wrong ones in ten minutes.
    """
    Account.objects.select_for_update().get(pk=by.account_id)  # two tries at once are two tries
    if factors.tries_left(by.account) == 0:
        raise TooManyTries(field="code")
    means = factors.means_of(code, by.account, signatory)
    proof = Proof(
        signatory=signatory,
        account=by.account,
        means=means or Proof.Means.NONE,
        passed=bool(means),
        at=real_now(),
    )
    proof.save(force_insert=True)
    return proof


@action(
    "commitment.signed",
    subject=Signature,
    parent=Signatory,
    lock_parent=True,
    may=permissions.may_sign,
    title=_("Sign"),
)
def sign_on_phone(
    by: Post,
    signatory: Signatory,
    *,
    digest: str,
    proof: Proof,
    strokes: object = None,
    typed: str = "",
) -> Signature:
    """Sign the text of that digest, with a drawing or a typed name, and a factor just proved.

    Raises TextDiffers when the text is another than the one she read, WrongCode when the proof
    is not hers, too old or used, Invalid (field `strokes`) when there is nothing to see.
    """
    commitment = _held(signatory)
    if digest != commitment.digest or not commitment.is_intact:
        raise TextDiffers()
    drawn, name = _drawing(strokes), " ".join(typed.split())[:80]
    if not drawn and not name:
        raise Invalid(_("Draw your signature, or type your name."), field="typed")
    spent = _spent(proof, by, signatory)
    signature = Signature(
        signatory=signatory,
        digest=commitment.digest,
        means=Signature.Means.DRAWN if drawn else Signature.Means.TYPED,
        strokes=drawn,
        typed="" if drawn else name,
        factor=spent.means,
        signed_at=now(),
        account=by.account,
        post_label=by.title,
        recorded_by=by.actor_label,
    )
    signature.save(force_insert=True)
    note(digest=signature.digest, title=commitment.title)
    return signature


def _held(signatory: Signatory) -> Commitment:
    """The commitment as it stands, held: nobody closes it between this and the signature."""
    rows = Commitment.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("operation").get(pk=signatory.commitment_id)
    if not row.is_open:
        raise Conflict(_("It was closed meanwhile."))
    signatory.commitment = row
    return row


def _drawing(given: object) -> list[rules.Stroke]:
    if not given:
        return []
    try:
        return rules.read_strokes(given)
    except ValueError as error:
        text = _("The drawing cannot be read. Clear it and draw again, or type your name.")
        raise Invalid(text, field="strokes") from error


def _spent(proof: Proof, by: Post, signatory: Signatory) -> Proof:
    """The proof, used up: it serves one signature of one person, for ten minutes."""
    fresh = Proof.objects.select_for_update().filter(
        pk=proof.pk,
        account_id=by.account_id,
        signatory=signatory,
        passed=True,
        used_at=None,
        at__gt=real_now() - rules.PROOF_LIFE,
    )
    row = fresh.first()
    if row is None:
        raise WrongCode(field="code")
    row.used_at = real_now()
    row.save()
    return row


@action(
    "commitment.signed_on_paper",
    subject=Signature,
    parent=Signatory,
    lock_parent=True,
    may=permissions.may_record_paper,
    title=_("Keep what was signed on paper"),
)
def record_paper_signature(
    by: Post, signatory: Signatory, *, scan: Any, witness: str, digest: str
) -> Signature:
    """The signed sheet as a scan, with who saw it being signed (by post).

    `digest` is the one printed on the sheet. Raises TextDiffers when it is of another text.
    """
    commitment = _held(signatory)
    if rules.read_digest(digest) != commitment.digest or not commitment.is_intact:
        raise TextDiffers(_("The sheet bears another digest: another text was signed."),
                          field="digest")  # fmt: skip
    blob = evidence.store(scan, by=by, operation=commitment.operation)
    signature = Signature(
        signatory=signatory,
        digest=commitment.digest,
        means=Signature.Means.PAPER,
        scan=blob,
        witness=" ".join(witness.split())[:150],
        signed_at=now(),
        post_label=signatory.label,
        recorded_by=by.actor_label,
    )
    signature.save(force_insert=True)
    note(digest=signature.digest, sha256=blob.sha256, title=commitment.title)
    return signature
