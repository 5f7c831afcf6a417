"""A commitment before it is opened: its text, and who is to sign it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Desk, Post
from sinergi.commitments import permissions, rules
from sinergi.commitments.models import Commitment, Signatory
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.documents import new_code
from sinergi.kernel.indonesian import long_date
from sinergi.kernel.problems import Invalid

MOST_SIGNATORIES = 300
LONGEST = 20_000  # characters of a text


@action(
    "commitment.drafted",
    subject=Commitment,
    parent=Desk,
    may=permissions.may_convene_at,
    title=_("Draft a commitment"),
)
def draft_commitment(
    by: Post,
    desk: Desk,
    *,
    kind: str,
    title: str,
    text: str,
    place: str = "",
    held_on: date | None = None,
    template: str = "",
    replaces: Commitment | None = None,
) -> Commitment:
    """A new text, in its canonical form, with {election}, {region}, {date}, {place} filled in.

    `replaces` names the commitment in whose place it comes. Raises Invalid (field `text`).
    """
    draft = Commitment(
        operation=desk.operation,
        region=desk.region,
        desk=desk,
        agency=by.agency,
        kind=kind,
        template=template[:40],
        code=new_code(),
        made_at=now(),
        made_by=by.actor_label,
        replaces=_same_operation(by, replaces),
    )
    _write(draft, title, text, place, held_on)
    draft.save(force_insert=True)
    note(digest=draft.digest)
    return draft


def _same_operation(by: Post, other: Commitment | None) -> Commitment | None:
    if other is not None and not permissions.may_see(by, other):
        raise Invalid(_("There is no such item, or it is not yours to see."), field="replaces")
    return other


def _write(draft: Commitment, title: str, text: str, place: str, held_on: date | None) -> None:
    facts = {
        "election": draft.operation.election,
        "region": str(draft.region),
        "place": place.strip(),
        "date": long_date(held_on) if held_on else "",
    }
    draft.title = rules.filled(" ".join(title.split()), facts)[:200]
    draft.text = rules.canonical(rules.filled(text, facts))
    if not draft.text or len(draft.text) > LONGEST:
        raise Invalid(_("A text of 1 to %(most)d characters.") % {"most": LONGEST}, field="text")
    draft.digest = rules.digest_of(draft.text)
    draft.place, draft.held_on = place.strip()[:150], held_on


@action(
    "commitment.changed",
    subject=Commitment,
    may=permissions.may_change,
    title=_("Change the draft"),
)
def change_commitment(
    by: Post,
    commitment: Commitment,
    *,
    title: str,
    text: str,
    place: str = "",
    held_on: date | None = None,
) -> Commitment:
    """Change what is still a draft. What was opened stays: draft one that replaces it."""
    _write(commitment, title, text, place, held_on)
    commitment.save()
    note(digest=commitment.digest)
    return commitment


@action(
    "signatories.named",
    subject=Commitment,
    may=permissions.may_name,
    title=_("Name signatories"),
)
def name_signatories(
    by: Post,
    commitment: Commitment,
    *,
    posts: Sequence[Post] = (),
    others: Iterable[tuple[str, str]] = (),
    capacity: str = "",
) -> Commitment:
    """Add who is to sign: posts, and `others` (label by post, capacity) who sign on paper.

    Who is named already stays as she is. Raises Invalid past MOST_SIGNATORIES.
    """
    there = list(commitment.signatories.values_list("post_id", "withdrawn_at"))
    known = {post for post, withdrawn in there if withdrawn is None}
    rows: list[Signatory] = [
        _signatory(commitment, len(there), post=post, agency=post.agency, label=post.title,
                   capacity=capacity)
        for post in posts
        if post.operation_id == commitment.operation_id and post.pk not in known
    ]  # fmt: skip
    rows += [
        _signatory(commitment, len(there), label=label, capacity=role or capacity)
        for label, role in others
    ]
    if len(there) + len(rows) > MOST_SIGNATORIES:
        raise Invalid(_("At most %(most)d signatories.") % {"most": MOST_SIGNATORIES})
    for number, row in enumerate(rows, 1):
        row.order = len(there) + number
    Signatory.objects.bulk_create(rows)
    note(names=", ".join(row.label for row in rows)[:1000], count=len(rows))
    return commitment


def _signatory(commitment: Commitment, order: int, **told: Any) -> Signatory:
    told["label"], told["capacity"] = told["label"][:200], told.get("capacity", "").strip()[:100]
    return Signatory(commitment=commitment, order=order, named_at=now(), **told)


@action(
    "signatory.withdrawn",
    subject=Signatory,
    may=permissions.may_withdraw_signatory,
    title=_("Withdraw the signatory"),
)
def withdraw_signatory(by: Post, signatory: Signatory, *, reason: str) -> Signatory:
    """Who will not sign after all is no longer waited for; that she was named stays."""
    signatory.withdrawn_at = now()
    signatory.save()
    note(reason=reason, name=signatory.label)
    return signatory
