"""The life of a commitment: opened, closed with its document, or withdrawn."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.commitments import paper, permissions, rules
from sinergi.commitments.models import Commitment
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.documents import issue_document
from sinergi.kernel.problems import Conflict, Invalid


@action(
    "commitment.opened",
    subject=Commitment,
    may=permissions.may_open,
    title=_("Open for signing"),
)
def open_for_signing(by: Post, commitment: Commitment) -> Commitment:
    """From now on it can be signed, and its text is fixed.

    Raises Conflict while nobody is named or a place in the text is still to be filled.
    """
    if not commitment.signatories.filter(withdrawn_at=None).exists():
        raise Conflict(_("Name at least one signatory first."))
    fix(commitment)
    commitment.save()
    note(digest=commitment.digest)
    return commitment


def fix(commitment: Commitment) -> None:
    """Set it open: inside the action that is running. Raises Invalid or Conflict."""
    blanks = rules.left_open(commitment.text)
    if blanks:
        words = {"names": ", ".join(blanks)}
        raise Invalid(_("Still to be filled in the text: %(names)s.") % words)
    if not commitment.is_intact:
        raise Conflict(_("The text is not the one whose digest was taken."))
    commitment.state, commitment.opened_at = Commitment.State.OPEN, now()


@action(
    "commitment.closed",
    subject=Commitment,
    may=permissions.may_close,
    title=_("Close and issue the document"),
)
def close_signing(by: Post, commitment: Commitment) -> Commitment:
    """Nobody signs any more; the document with all signatures is issued, numbered and sealed.

    Raises Conflict while nobody has signed, or when the stored text was tampered with.
    """
    if not commitment.is_intact:
        raise Conflict(_("The text is not the one whose digest was taken."))
    given = paper.signatures_of(commitment)
    if not any(row.given for row in given) and not paper.is_drive(commitment):
        raise Conflict(_("Nobody has signed yet."))
    commitment.state, commitment.closed_at = Commitment.State.CLOSED, now()
    commitment.document = issue_document(
        paper.KIND,
        paper.TEMPLATE,
        paper.document_data(commitment, given),
        by=by,
        operation=commitment.operation,
        region_code=commitment.region_id,
        title=commitment.title,
        series="KB",
    )
    commitment.save()
    note(number=commitment.document.number, sha256=commitment.document.sha256)
    return commitment


@action(
    "commitment.withdrawn",
    subject=Commitment,
    may=permissions.may_withdraw,
    title=_("Withdraw the commitment"),
)
def withdraw_commitment(by: Post, commitment: Commitment, *, reason: str) -> Commitment:
    """It no longer counts; its page says so and why. Signatures given under it stay."""
    commitment.state, commitment.reason = Commitment.State.WITHDRAWN, reason.strip()[:300]
    commitment.save()
    note(reason=commitment.reason)
    return commitment
