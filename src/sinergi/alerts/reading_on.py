"""Reading the journal from where one stopped, below the oldest transaction that still runs.

Entries become visible out of the order of their numbers, so a reader goes by transaction numbers.
The cursor moves in the reader's own transaction: a crash loses nothing.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from sinergi.alerts.models import Cursor
from sinergi.kernel import seals
from sinergi.kernel.models import JournalEntry

BATCH = 1_000  # entries at a time
MOST = 50  # batches in one run


def read_on(name: str, verbs: Collection[str]) -> list[JournalEntry]:
    """The entries of these verbs since the last time; none while another reads under `name`.

    Only what tells where something changed is loaded: operation, verb, numbers. A reader of that
    name who begins starts with what is new.
    """
    found: list[JournalEntry] = []
    for _batch in range(MOST):
        rows = _batch_of(name, verbs)
        found += rows
        if len(rows) < BATCH:
            break
    return found


@transaction.atomic
def _batch_of(name: str, verbs: Collection[str]) -> list[JournalEntry]:
    horizon = seals.horizon()
    start = {"txid": max(horizon - 1, 0)}
    Cursor.objects.get_or_create(name=name, defaults=start)
    cursor = Cursor.objects.select_for_update(skip_locked=True).filter(name=name).first()
    if cursor is None:
        return []
    after = Q(txid__gt=cursor.txid) | Q(txid=cursor.txid, id__gt=cursor.entry_id)
    fresh = JournalEntry.objects.filter(after, txid__gte=cursor.txid, txid__lt=horizon)
    rows = list(
        fresh.filter(verb__in=verbs)
        .only("id", "txid", "operation_id", "verb")
        .order_by("txid", "id")[:BATCH]
    )
    last = fresh.order_by("-txid", "-id").only("id", "txid").first()
    mark = rows[-1] if len(rows) == BATCH else last
    if mark is not None:
        cursor.txid, cursor.entry_id = mark.txid, mark.pk
        cursor.save()
    return rows
