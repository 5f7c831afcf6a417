"""Sealing the journal, verifying it, and proving that an entry is in it.

A seal covers the entries of all transactions that ended before its moment: those with a
transaction number in [from, to), where `to` is the oldest transaction still running. Entries may
become visible out of the order of their numbers; transaction numbers below that mark never do.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from sinergi.kernel import merkle
from sinergi.kernel.clock import real_now
from sinergi.kernel.models import JournalEntry, Seal
from sinergi.kernel.state import state_of

GENESIS = "0" * 64
MAX_BATCH = 20_000
_LOCK = 0x51EA1


@dataclass(frozen=True)
class Proof:
    """That one entry is under a seal: hash it, walk the path, compare with the root."""

    entry_id: int
    leaf: str
    index: int
    count: int
    path: list[str]
    root: str
    seal: int
    seal_hash: str

    def holds(self) -> bool:
        """Whether the path leads from the leaf to the root."""
        path = [bytes.fromhex(step) for step in self.path]
        leaf = bytes.fromhex(self.leaf)
        return merkle.root_from_path(leaf, self.index, self.count, path).hex() == self.root


@dataclass(frozen=True)
class Verdict:
    """What verification found: `first_bad` names the first entry that is not as it was sealed."""

    ok: bool
    seals: int
    entries: int
    reason: str = ""
    first_bad: int | None = None


def leaf_of(entry: JournalEntry) -> str:
    """The leaf hash of an entry, over its canonical JSON (sorted keys, no spaces, UTF-8)."""
    state = state_of(entry)
    state["audience"] = [str(agency) for agency in entry.audience] if entry.audience else None
    text = json.dumps(state, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return merkle.leaf_hash(text.encode()).hex()


def seal_hash(seal: Seal) -> str:
    """The chained hash: over the hash before it, the root, the range and the count."""
    parts = [
        seal.previous,
        seal.root,
        seal.number,
        seal.from_txid,
        seal.to_txid,
        len(seal.entry_ids),
    ]
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()


def make_seal() -> Seal | None:
    """Seal what has been written since the last seal; None when there is nothing new.

    One process seals at a time (advisory lock); another returns None at once.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return None
        last = Seal.objects.order_by("-number").first()
        start = last.to_txid if last else 0
        end = _within_a_batch(start, horizon())
        entries = list(JournalEntry.objects.filter(txid__gte=start, txid__lt=end).order_by("id"))
        if not entries:
            return None
        return _store(last, start, end, entries)


def horizon() -> int:
    """The number of the oldest transaction that still runs: below it nothing new can appear."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def _within_a_batch(start: int, end: int) -> int:
    """`end`, or a nearer one when more than MAX_BATCH entries wait: a day without a worker.

    A transaction is never parted, however many entries it wrote.
    """
    waiting = JournalEntry.objects.filter(txid__gte=start, txid__lt=end).order_by("txid", "id")
    numbers = waiting.values_list("txid", flat=True)
    beyond: int | None = numbers[MAX_BATCH : MAX_BATCH + 1].first()
    if beyond is None:
        return end
    return beyond if beyond > numbers[0] else beyond + 1


def _store(last: Seal | None, start: int, end: int, entries: list[JournalEntry]) -> Seal:
    leaves = [leaf_of(entry) for entry in entries]
    seal = Seal(
        number=last.number + 1 if last else 1,
        made_at=real_now(),
        from_txid=start,
        to_txid=end,
        entry_ids=[entry.pk for entry in entries],
        leaves=leaves,
        root=merkle.root([bytes.fromhex(leaf) for leaf in leaves]).hex(),
        previous=last.hash if last else GENESIS,
    )
    seal.hash = seal_hash(seal)
    seal.save(force_insert=True)
    return seal


def latest(operation: Any = None) -> Seal | None:
    """The newest seal, as printed at the foot of every official document.

    The chain is one for the whole installation; `operation` is accepted for the caller's ease.
    """
    return Seal.objects.order_by("-number").first()


def verify(anchor: tuple[int, str] | None = None) -> Verdict:
    """Recompute every seal from the entries as they stand.

    `anchor` is (number, beginning of the hash) as printed on a signed document: it catches even
    the rewriting of the whole chain. Finds any altered, removed, inserted or reordered entry and
    names the first.
    """
    previous, checked, count = GENESIS, 0, 0
    mark = 0
    for seal in Seal.objects.order_by("number").iterator(chunk_size=50):
        count += 1
        verdict = _check_chain(seal, count, previous, mark) or _check_entries(seal)
        if verdict is None and anchor and _is_another(seal, anchor):
            verdict = ("the seal is not the one printed", None)
        if verdict:
            return Verdict(False, count, checked, f"seal {seal.number}: {verdict[0]}", verdict[1])
        previous, mark = seal.hash, seal.to_txid
        checked += len(seal.entry_ids)
    if anchor and anchor[0] > count:
        return Verdict(False, count, checked, f"seal {anchor[0]}: missing")
    return Verdict(True, count, checked)


Fault = tuple[str, int | None]


def _is_another(seal: Seal, anchor: tuple[int, str]) -> bool:
    return anchor[0] == seal.number and not seal.hash.startswith(anchor[1].lower())


def _check_chain(seal: Seal, number: int, previous: str, mark: int) -> Fault | None:
    if seal.number != number or seal.from_txid != mark:
        return "a seal before it is missing", None
    if seal.previous != previous:
        return "not chained to the seal before it", None
    if seal_hash(seal) != seal.hash:
        return "its hash does not match", None
    leaves = [bytes.fromhex(leaf) for leaf in seal.leaves]
    if merkle.root(leaves).hex() != seal.root:
        return "its leaves do not match its root", None
    return None


def _check_entries(seal: Seal) -> Fault | None:
    entries = _entries_of(seal)
    sealed = zip(seal.entry_ids, seal.leaves, strict=True)
    return next(_faults(entries, sealed), None)


def _entries_of(seal: Seal) -> Sequence[JournalEntry]:
    """The entries of the range, and those that were sealed but have left it."""
    inside = JournalEntry.objects.filter(txid__gte=seal.from_txid, txid__lt=seal.to_txid)
    moved = JournalEntry.objects.filter(pk__in=seal.entry_ids)
    return list((inside | moved).distinct().order_by("id"))


def _faults(entries: Sequence[JournalEntry], sealed: Iterator[tuple[int, str]]) -> Iterator[Fault]:
    found = {entry.pk: entry for entry in entries}
    expected = dict(sealed)
    for pk in sorted(found.keys() | expected.keys()):
        if pk not in found:
            yield f"entry {pk} was removed", pk
        elif pk not in expected:
            yield f"entry {pk} was inserted", pk
        elif leaf_of(found[pk]) != expected[pk]:
            yield f"entry {pk} was altered or moved", pk


def prove(entry: JournalEntry) -> Proof | None:
    """Proof that `entry` is under a seal; None while it is not sealed yet."""
    seal = Seal.objects.filter(from_txid__lte=entry.txid, to_txid__gt=entry.txid).first()
    if seal is None or entry.pk not in seal.entry_ids:
        return None
    index = seal.entry_ids.index(entry.pk)
    leaves = [bytes.fromhex(leaf) for leaf in seal.leaves]
    path = [step.hex() for step in merkle.inclusion_path(index, leaves)]
    return Proof(
        entry.pk, leaf_of(entry), index, len(leaves), path, seal.root, seal.number, seal.hash
    )
