"""Making the rows of a case: sealed when they are made, so that nothing readable is ever kept.

Called by the letterbox and inside actions, which journal. What is written into `report`:

    {"what", "subject_kind", "subject" (post and office), "breaches" [codes], "day" (ISO, or ""),
     "when" (in words), "known_on" (ISO, or ""), "where" (in words), "region" (code, or ""),
     "witnesses", "candidate" (ballot number, or "")}

and into `identity`: {"name", "address", "phone", "email"}. No number of an identity card is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Post
from sinergi.kernel.clock import local, now, use_operation
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Conflict
from sinergi.neutrality.models import Bar, Case, HandlerKey, KeyWrap, Leaf, RecoveryKey
from sinergi.neutrality.sealing import age
from sinergi.neutrality.sealing.case_keys import CONTENT, IDENTITY, wraps_for
from sinergi.neutrality.sealing.words import seal_identity, seal_words

NOBODY = _("Nobody at Bawaslu can read this report here.")
SUMMARY = ("subject", "subject_kind", "breaches", "where")
SUMMARY_LENGTH = 160  # characters of what happened


@dataclass(frozen=True)
class Keyring:
    """To whom new cases of an agency are sealed."""

    handlers: list[HandlerKey]
    recovery: RecoveryKey

    def without(self, barred: Collection[Any]) -> list[HandlerKey]:
        """Those left when some accounts are barred."""
        return [key for key in self.handlers if key.post.account_id not in barred]


def keyring_of(operation: Operation, agency: Agency | None = None) -> Keyring | None:
    """The keyring of the agency that handles reports; None while no one can read a report.

    Without `agency` it is the one of the operation's Bawaslu.
    """
    recovery = RecoveryKey.objects.filter(operation=operation, retired_at__isnull=True)
    if agency is not None:
        recovery = recovery.filter(agency=agency)
    spare = recovery.select_related("agency").first()
    if spare is None:
        return None
    with use_operation(operation):  # whose calendar says which posts are held
        keys = HandlerKey.objects.in_force().filter(agency=spare.agency).select_related("post")
        handlers = list(keys)
    readable = any(key.purpose == CONTENT for key in handlers)
    return Keyring(handlers, spare) if readable else None


def today(operation: Operation) -> date:
    """The day in the region."""
    return local(now()).date()


def open_case(
    operation: Operation,
    *,
    report: dict[str, Any],
    identity: dict[str, Any] | None = None,
    origin: str = Case.Origin.REPORT,
    barred: Iterable[Post] = (),
    by: Post | None = None,
    keyring: Keyring | None = None,
) -> Case:
    """A new case with its first leaf; with `by`, whoever wrote it down, it is no one's secret.

    Its key pairs are made here; their private halves are sealed to those handlers who are not
    barred, and are then forgotten. Raises Conflict when nobody could read it.
    """
    ring, barred = keyring or keyring_of(operation), list(barred)
    if ring is None:
        raise Conflict(NOBODY)
    holders = _holders(ring, barred)
    content, person = age.new_pair(), age.new_pair()
    case = Case.objects.create(
        operation=operation,
        agency=ring.recovery.agency,
        origin=origin,
        arrived_on=today(operation),
        content_recipient=content.recipient,
        identity_recipient=person.recipient,
        summary=seal_words(summary_of(report), content.recipient),
        has_identity=identity is not None,
    )
    for purpose, pair in ((CONTENT, content), (IDENTITY, person)):
        KeyWrap.objects.bulk_create(wraps_for(case, purpose, pair.secret, holders, ring.recovery))
    write_leaf(case, Leaf.Kind.REPORT, report, by=by)
    if identity is not None:
        write_identity(case, identity, by=by)
    Bar.objects.bulk_create(
        Bar(case=case, post=post, by_reporter=by is None, day=case.arrived_on) for post in barred
    )
    return case


def _holders(ring: Keyring, barred: list[Post]) -> list[HandlerKey]:
    found = ring.without({post.account_id for post in barred})
    if not any(key.purpose == CONTENT for key in found):
        raise Conflict(NOBODY)
    return found


def summary_of(report: dict[str, Any]) -> dict[str, Any]:
    """What the list shows of a report."""
    words = {name: report.get(name, "") for name in SUMMARY}
    return {**words, "what": str(report.get("what", ""))[:SUMMARY_LENGTH]}


def write_leaf(
    case: Case,
    kind: str,
    facts: dict[str, Any],
    *,
    by: Post | None,
    for_reporter: bool = False,
) -> Leaf:
    """Add a sealed text to a case; the caller holds the case's row, or just made it.

    Without `by` the reporter wrote it: it carries its day only, and waits in the letterbox.
    `for_reporter` seals it besides to the receipt, when there is one.
    """
    return _add(
        case,
        kind,
        seal_words(facts, case.content_recipient),
        by,
        _copy_for_reporter(case, facts) if for_reporter or by is None else None,
    )


def write_identity(case: Case, identity: dict[str, Any], *, by: Post | None) -> Leaf:
    """Add who reported, in two layers."""
    sealed = seal_identity(
        identity, content=case.content_recipient, identity=case.identity_recipient
    )
    return _add(case, Leaf.Kind.IDENTITY, sealed, by, None)


def _copy_for_reporter(case: Case, facts: dict[str, Any]) -> bytes | None:
    receipt = getattr(case, "receipt", None)
    return seal_words(facts, receipt.recipient) if receipt else None


def _add(case: Case, kind: str, content: bytes, by: Post | None, copy: bytes | None) -> Leaf:
    last = Leaf.objects.filter(case=case).aggregate(last=Max("turn"))["last"] or 0
    return Leaf.objects.create(
        case=case,
        kind=kind,
        content=content,
        for_reporter=copy,
        day=today(case.operation),
        written_at=now() if by else None,
        written_by=by,
        collected=by is not None,
        turn=last + 1,
    )
