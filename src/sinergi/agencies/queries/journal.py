"""The journal as an auditor reads it: entries, their seals, and the proof of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Max, Q
from django.urls import NoReverseMatch

from sinergi.agencies.models import Post
from sinergi.kernel.action import registry
from sinergi.kernel.clock import midnight
from sinergi.kernel.models import JournalEntry, Seal
from sinergi.kernel.seals import Proof, leaf_of, prove
from sinergi.regions.models import under

PAGE = 50
MANAGED = "/administration/"  # whoever audits does not therefore keep people


@dataclass(frozen=True)
class JournalFilter:
    """Which entries; empty values ask for all. `before` is the number of an entry."""

    verb: str = ""
    actor: str = ""
    place: str = ""
    day: date | None = None
    before: int | None = None


@dataclass(frozen=True)
class Line:
    """One entry as it is listed."""

    entry: JournalEntry
    title: Any
    url: str
    sealed: bool


@dataclass(frozen=True)
class Lines:
    """A page of the journal; `older` is where the next one begins."""

    lines: list[Line]
    older: int | None


@dataclass(frozen=True)
class Proven:
    """What the journal can prove of one entry. `proof` is None until it is sealed."""

    proof: Proof | None
    holds: bool


def lines(post: Post, asked: JournalFilter) -> Lines:
    """Entries that she may see, the newest first. Two statements, however long the journal is."""
    rows = _matching(post, asked).order_by("-id")[: PAGE + 1]
    found = list(rows)
    older = found[PAGE - 1].pk if len(found) > PAGE else None
    sealed_to = Seal.objects.aggregate(to=Max("to_txid"))["to"] or 0
    return Lines([_line(post, entry, sealed_to) for entry in found[:PAGE]], older)


def _matching(post: Post, asked: JournalFilter) -> Any:
    rows = JournalEntry.objects.visible_to(post)
    if asked.verb:
        rows = rows.filter(verb=asked.verb)
    if asked.actor:
        rows = rows.filter(actor_label__icontains=asked.actor)
    if asked.place:
        rows = rows.filter(under("region", [asked.place]))
    if asked.day:
        begins = midnight(asked.day)
        rows = rows.filter(at__gte=begins, at__lt=begins + timedelta(days=1))
    return rows.filter(Q(pk__lt=asked.before)) if asked.before else rows


def _line(post: Post, entry: JournalEntry, sealed_to: int) -> Line:
    return Line(entry, title_of(entry.verb), url_of(post, entry), entry.txid < sealed_to)


def title_of(verb: str) -> Any:
    """What the action behind a verb is called; the verb itself for one of another time."""
    return titles().get(verb, verb)


@cache
def titles() -> dict[str, Any]:
    """{verb: title} of all actions of the house."""
    return {action.verb: action.title for action in registry.values()}


def url_of(post: Post, entry: JournalEntry) -> str:
    """Where its subject is shown to her; empty when it has no page, or one that is not hers.

    No statement: the key suffices.
    """
    try:
        model = apps.get_model(entry.subject_type)
        url = str(model(pk=entry.subject_id).get_absolute_url())
    except (LookupError, AttributeError, NoReverseMatch, ValueError, TypeError):
        return ""
    return "" if url.startswith(MANAGED) and not post.can("manage_people") else url


def proven(entry: JournalEntry) -> Proven:
    """Whether its seal proves that it is as it was written."""
    proof = prove(entry)
    if proof is None:
        return Proven(None, holds=False)
    (seal,) = Seal.objects.filter(number=proof.seal)
    kept = seal.leaves[proof.index]
    return Proven(proof, holds=proof.holds() and kept == leaf_of(entry))


def changes_of(entry: JournalEntry) -> Sequence[tuple[str, Any, Any]]:
    """(column, before, after) of what it changed."""
    return [(name, *pair) for name, pair in sorted(entry.changes.items())]
