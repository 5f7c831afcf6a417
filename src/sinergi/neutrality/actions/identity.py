"""Opening what is sealed twice: the reporter's identity, and originals of files.

A handler takes off the outer layer and says why; the keeper takes off the inner one. Neither could
do it alone: each lacks the other's key. What was opened is sealed to the two of them, for a day.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.action import action
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Conflict, Invalid, NotFound
from sinergi.neutrality import permissions
from sinergi.neutrality.actions.closing import answer_proposal
from sinergi.neutrality.actions.steps import say
from sinergi.neutrality.models import Case, HandlerKey, Leaf, Proposal, SealedFile
from sinergi.neutrality.sealing import age, store
from sinergi.neutrality.sealing.case_keys import CONTENT, IDENTITY, Opened, secret_of
from sinergi.neutrality.sealing.spool import Spool
from sinergi.neutrality.sealing.words import open_words, seal_words, uncover_identity

LASTS = timedelta(hours=24)


@action(
    "identity.asked",
    subject=Proposal,
    parent=Case,
    lock_parent=True,
    may=permissions.may_ask_identity,
    title=_("Ask to open the identity"),
)
def ask_identity(
    by: Post, case: Case, *, reason: str, opened: Opened, file: SealedFile | None = None
) -> Proposal:
    """Take off the outer layer of who reported, for the keeper, and say why it is needed.

    With `file` that of its original, whose metadata may betray who made it. `opened` is the
    asker's own unlocked key. Raises Conflict when there is no identity, Invalid (field `file`) for
    a file whose original is not sealed twice, NotFound for a key that is not of this case.
    """
    secret = _secret(by, case, opened, CONTENT)
    leaf = None if file else _identity_of(case)
    why = say(case, Leaf.Kind.REASON, reason, by=by, about="ask_identity")
    words: dict[str, Any] = {"reason": reason.strip()}
    path = ""
    if file is not None:
        path, about = _uncovered_file(case, file, secret)
        words |= about
    elif leaf is not None:
        inner = uncover_identity(leaf.content, secret)
        words["inner"] = base64.b64encode(inner).decode()
    return Proposal.objects.create(
        case=case,
        kind=Proposal.Kind.IDENTITY,
        reason=why,
        leaf=leaf,
        file=file,
        uncovered=seal_words(words, case.identity_recipient),
        kept_path=path,
        proposed_at=now(),
        proposed_by=by,
    )


def _identity_of(case: Case) -> Leaf:
    """The latest one that was left."""
    rows = case.leaves.filter(kind=Leaf.Kind.IDENTITY, collected=True)
    leaf = rows.order_by("-turn").first()
    if leaf is None:
        raise Conflict(_("The reporter left no identity."))
    return leaf


def _uncovered_file(case: Case, file: SealedFile, secret: str) -> tuple[str, dict[str, Any]]:
    """Where the original lies without its outer layer, and what it is called."""
    if file.case_id != case.pk or file.original_layers != permissions.TWO_LAYERS:
        raise Invalid(_("Choose a file of this case."), field="file")
    about = open_words(file.about, secret)
    kept = {name: about.get(name, "") for name in ("name", "media_type")}
    return store.reseal(file.original_path, secret, case.identity_recipient), kept


@action(
    "identity.opened",
    subject=Proposal,
    may=permissions.may_open_identity,
    title=_("Open it"),
)
def open_identity(by: Post, proposal: Proposal, *, opened: Opened) -> Proposal:
    """Take off the inner layer; for a day the two of them can read it, with their own keys.

    `opened` is the keeper's own unlocked key. Raises Conflict when who asked has no key any more,
    NotFound for a key that is not of this case.
    """
    case = proposal.case
    secret = _secret(by, case, opened, IDENTITY)
    asker = HandlerKey.objects.in_force().filter(post=proposal.proposed_by).first()
    if asker is None or proposal.uncovered is None:
        raise Conflict(_("Who asked has no key in use any more."))
    words = open_words(proposal.uncovered, secret)
    readers = (asker.recipient, opened.key.recipient)
    if proposal.kept_path:
        proposal.kept_path, found = _opened_file(proposal.kept_path, secret)
        words = {name: words.get(name, "") for name in ("name", "media_type")} | found
    else:
        words = open_words(base64.b64decode(words["inner"]), secret)
    proposal.opened, proposal.ends_at = seal_words(words, *readers), now() + LASTS
    answer_proposal(proposal, by, Proposal.State.CONFIRMED)
    return proposal


def _opened_file(path: str, secret: str) -> tuple[str, dict[str, Any]]:
    """The file sealed anew to a key made for it; that key goes to the two who opened it."""
    pair = age.new_pair()
    with Spool() as plain, store.open_kept(path, secret, secret) as kept:
        for piece in kept:
            plain.write(piece)
        anew = store.keep_sealed(plain, pair.recipient)
    return anew, {"key": pair.secret}


@action(
    "identity.refused",
    subject=Proposal,
    may=permissions.may_refuse_identity,
    title=_("Refuse to open it"),
)
def refuse_identity(by: Post, proposal: Proposal, *, reason: str) -> Proposal:
    """It stays closed, with a reason; who asked takes the request back so."""
    say(proposal.case, Leaf.Kind.REASON, reason, by=by, about="refuse_identity")
    answer_proposal(proposal, by, Proposal.State.REFUSED)
    return _forgotten(proposal)


@action(
    "identity.read",
    subject=Proposal,
    may=permissions.may_read_identity,
    title=_("Read it"),
)
def read_identity(by: Post, proposal: Proposal, *, opened: Opened) -> Proposal:
    """Each reading is journaled. The proposal carries `words` then: what was sealed.

    Raises NotFound for a key that is not one of the two to whom it was sealed.
    """
    proposal.words = _words(by, proposal, opened)  # type: ignore[attr-defined]
    return proposal


def _words(by: Post, proposal: Proposal, opened: Opened) -> dict[str, Any]:
    if opened.key.post_id != by.pk or proposal.opened is None:
        raise NotFound()
    try:
        return open_words(proposal.opened, opened.secret)
    except age.Unreadable as error:
        raise NotFound() from error


@action(
    "identity.closed",
    subject=Proposal,
    may=permissions.may_end_identity,
    title=_("Close it again"),
    system=True,
)
def end_identity(by: Post, proposal: Proposal) -> Proposal:
    """What was opened is forgotten: after a day by itself, or before by one of the two."""
    proposal.state = Proposal.State.ENDED
    return _forgotten(proposal)


def _forgotten(proposal: Proposal) -> Proposal:
    proposal.opened, proposal.uncovered, proposal.kept_path = None, None, ""
    proposal.save()
    return proposal


def over(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Those whose time is over and that still hold what was opened."""
    moment = now()
    return [row for row in proposals if row.opened and row.ends_at and row.ends_at <= moment]


def _secret(by: Post, case: Case, opened: Opened, purpose: str) -> str:
    """The case's private key of that purpose, by this person's own key."""
    if opened.key.post_id != by.pk or opened.key.purpose != purpose:
        raise NotFound()
    return secret_of(case, opened)
