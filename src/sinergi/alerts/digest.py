"""Reading the journal: what is new since the last time, and whom it concerns.

Entries become visible out of the order of their numbers, so the reader goes by transaction
numbers, below the oldest transaction that still runs, as the sealing does. The cursor moves in
the transaction that makes the notices: a crash loses nothing and tells nobody twice.
"""

from __future__ import annotations

from itertools import groupby

from django.db import transaction
from django.db.models import Q

from sinergi.alerts.models import Cursor
from sinergi.alerts.rules import JOURNAL_VERBS, TELL_WITHIN
from sinergi.alerts.subjects import ACCOUNT, News, Subjects
from sinergi.alerts.telling import tell
from sinergi.kernel import seals
from sinergi.kernel.clock import now, use_operation
from sinergi.kernel.models import JournalEntry, Operation

NAME = "notices"
BATCH = 200  # entries in one transaction


def digest_all() -> int:
    """Read to the end of what is there; how many notices were made."""
    total = 0
    while True:
        made, more = digest_batch()
        total += made
        if not more:
            return total


def digest_batch() -> tuple[int, bool]:
    """Read one batch: (how many notices were made, whether there may be more).

    One process reads at a time; another finds nothing to do.
    """
    Cursor.objects.get_or_create(name=NAME)
    with transaction.atomic():
        cursor = Cursor.objects.select_for_update(skip_locked=True).filter(name=NAME).first()
        if cursor is None:
            return 0, False
        horizon = seals.horizon()
        entries = _entries(cursor, horizon)
        made = sum(_of_operation(group) for group in _by_operation(entries))
        _advance(cursor, horizon, entries)
        return made, len(entries) == BATCH


def _entries(cursor: Cursor, horizon: int) -> list[JournalEntry]:
    after = Q(txid__gt=cursor.txid) | Q(txid=cursor.txid, id__gt=cursor.entry_id)
    rows = JournalEntry.objects.filter(
        after, txid__gte=cursor.txid, txid__lt=horizon, verb__in=JOURNAL_VERBS
    )
    return list(rows.order_by("txid", "id")[:BATCH])


def _advance(cursor: Cursor, horizon: int, entries: list[JournalEntry]) -> None:
    """To the last entry that was read; when that was all, over those that concern nobody too."""
    if len(entries) == BATCH:
        mark: tuple[int, int] | None = (entries[-1].txid, entries[-1].pk)
    else:
        below = JournalEntry.objects.filter(txid__lt=horizon, txid__gte=cursor.txid)
        mark = below.order_by("-txid", "-id").values_list("txid", "id").first()
    if mark:
        cursor.txid, cursor.entry_id = mark
        cursor.save()


def _by_operation(entries: list[JournalEntry]) -> list[list[JournalEntry]]:
    ordered = sorted(entries, key=lambda entry: str(entry.operation_id))
    return [list(group) for _key, group in groupby(ordered, key=lambda e: e.operation_id)]


def _of_operation(entries: list[JournalEntry]) -> int:
    made = 0
    for operation in _operations(entries):
        with use_operation(operation):
            recent = [entry for entry in entries if entry.at > now() - TELL_WITHIN]
            made += tell(operation, _news(operation, recent)) if recent else 0
    return made


def _operations(entries: list[JournalEntry]) -> list[Operation]:
    """Where these entries are told: what belongs to no operation, in those of its account."""
    if entries[0].operation_id:
        return list(Operation.objects.filter(pk=entries[0].operation_id))
    accounts = {entry.subject_id for entry in entries if entry.subject_type == ACCOUNT}
    return list(Operation.objects.filter(posts__account_id__in=accounts).distinct())


def _news(operation: Operation, entries: list[JournalEntry]) -> list[News]:
    subjects = Subjects(operation, entries)
    found = (subjects.news(entry) for entry in entries)
    return [news for news in found if news is not None]
