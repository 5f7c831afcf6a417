"""The letterbox: what a reporter sends is sealed and laid here, without a trace of the moment.

These writes are no actions, for an entry of the journal would say when someone sat at a computer
(docs/decisions/0012). Once an hour the letterbox is emptied by actions (`actions/letterbox.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from sinergi.agencies.models import Post
from sinergi.kernel.models import Operation
from sinergi.neutrality.casebook import open_case, write_identity, write_leaf
from sinergi.neutrality.models import Case, Leaf, SealedFile
from sinergi.neutrality.receipts import Mailbox, give_receipt
from sinergi.neutrality.sealing.store import keep_sealed
from sinergi.neutrality.sealing.words import seal_words
from sinergi.neutrality.thresholds import Passage, spend
from sinergi.neutrality.upload import SealedUpload, shown_name


@dataclass(frozen=True)
class Sent:
    """What the reporter is told, once."""

    code: str
    with_identity: bool

    def __repr__(self) -> str:
        return "Sent()"


def lay_report(
    operation: Operation,
    *,
    report: dict[str, Any],
    passage: Passage,
    identity: dict[str, Any] | None = None,
    files: Sequence[SealedUpload] = (),
    barred: Iterable[Post] = (),
) -> Sent:
    """A new report into the letterbox; without an identity it is preliminary information.

    Raises Conflict when nobody could read it, or when this form was sent already.
    """
    with transaction.atomic():
        spend(passage)
        origin = Case.Origin.REPORT if identity else Case.Origin.INFORMATION
        case = open_case(operation, report=report, identity=identity, origin=origin, barred=barred)
        keep_files(case.leaves.get(kind=Leaf.Kind.REPORT), files)
        return Sent(give_receipt(case), identity is not None)


def lay_message(
    mailbox: Mailbox, text: str, *, passage: Passage, files: Sequence[SealedUpload] = ()
) -> Leaf:
    """A message of the reporter, with files or without; a text is not needed beside files."""
    with transaction.atomic():
        case = _held(mailbox, passage)
        leaf = write_leaf(case, Leaf.Kind.MESSAGE, {"text": text}, by=None)
        keep_files(leaf, files)
        return leaf


def lay_identity(mailbox: Mailbox, identity: dict[str, Any], *, passage: Passage) -> Leaf:
    """Who the reporter is, in two layers, added to what was reported before."""
    with transaction.atomic():
        return write_identity(_held(mailbox, passage), identity, by=None)


def _held(mailbox: Mailbox, passage: Passage) -> Case:
    """The case, held until the end of the transaction: one turn after the other."""
    spend(passage)
    rows = Case.objects.select_for_update(of=("self",)).select_related("operation", "receipt")
    return rows.get(pk=mailbox.receipt.case_id)


def keep_files(
    leaf: Leaf, files: Sequence[SealedUpload], *, from_reporter: bool = True
) -> list[SealedFile]:
    """Keep examined files with a text of a case; those of handlers wait in no letterbox."""
    return [_keep_file(leaf, upload, from_reporter) for upload in files]


def _keep_file(leaf: Leaf, upload: SealedUpload, from_reporter: bool) -> SealedFile:
    """The copy sealed to the case; the original besides to the keeper of identities.

    What could not be stripped has no copy, so handlers read its original.
    """
    case, stripped = leaf.case, upload.stripped
    layers = [case.identity_recipient] if stripped else []
    return SealedFile.objects.create(
        case=case,
        leaf=leaf,
        about=seal_words(_about(upload), case.content_recipient),
        shown_path=keep_sealed(stripped.source, case.content_recipient) if stripped else "",
        original_path=keep_sealed(upload.spool, *layers, case.content_recipient),
        original_layers=len(layers) + 1,
        day=leaf.day,
        from_reporter=from_reporter,
        collected=not from_reporter,
    )


def _about(upload: SealedUpload) -> dict[str, Any]:
    stripped = upload.stripped
    return {
        "name": shown_name(upload, upload.kind),
        "media_type": upload.kind.media_type if upload.kind else "",
        "size": upload.size,
        "sha256": upload.sha256,
        "shown_sha256": stripped.sha256 if stripped else "",
        "shown_type": stripped.media_type if stripped else "",
    }
