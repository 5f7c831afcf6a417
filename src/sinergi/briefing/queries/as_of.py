"""Rows as they stood at a moment: what the journal says was done since is taken back.

A report is frozen at its cut-off, by a clock that may come a minute later, or after an outage. So
what happened in between is undone here, from the entries of the journal, and not guessed from
columns of time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import DateField, DateTimeField, Model

from sinergi.kernel.models import JournalEntry, Operation

CHUNK = 1_000  # entries that are read at once, from the newest back

Changes = dict[str, Any]


@dataclass(frozen=True)
class Since:
    """{table: {key: {column: what stood there at the moment}}}"""

    moment: datetime
    undone: dict[str, dict[str, Changes]] = field(default_factory=dict)

    def keys(self, model: type[Model]) -> list[str]:
        """The rows of that table to which something happened since."""
        return list(self.undone.get(model._meta.label_lower, ()))

    def put_back(self, model: type[Model], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """`rows` (of `.values()`, with `pk`) as they stood then, without those made since.

        Changes them in place.
        """
        changed, key = self.undone.get(model._meta.label_lower, {}), model._meta.pk.attname
        stood = [row for row in rows if changed.get(str(row["pk"]), {}).get(key, row) is not None]
        for row in stood:
            for name, old in changed.get(str(row["pk"]), {}).items():
                if name in row:
                    row[name] = _value(model, name, old)
        return stood


def since(operation: Operation, moment: datetime) -> Since:
    """What was done after `moment`. As many statements as thousands of entries since, and one."""
    undone: dict[str, dict[str, Changes]] = defaultdict(lambda: defaultdict(dict))
    for subject, key, changes in _later(operation, moment):
        for name, (old, _new) in changes.items():
            undone[subject][key][name] = old
    return Since(moment, undone)


def _later(operation: Operation, moment: datetime) -> Iterator[tuple[str, str, Changes]]:
    """(table, key, changes) of each change since, the newest first.

    Entries follow the clock of the operation, but for a rehearsal whose clock was set back; so the
    search ends at a whole heap of older ones, not at the first.
    """
    rows = JournalEntry.objects.filter(operation=operation).order_by("-id")
    last: int | None = None
    while True:
        heap = list((rows.filter(id__lt=last) if last else rows)[:CHUNK])
        later = [entry for entry in heap if entry.at > moment]
        for entry in later:
            yield entry.subject_type, entry.subject_id, entry.changes
            parent = entry.facts.get("parent")
            if isinstance(parent, dict) and "changes" in parent:
                yield parent["type"], parent["id"], parent["changes"]
        if not later or len(heap) < CHUNK:
            return
        last = heap[-1].pk


def _value(model: type[Model], name: str, old: Any) -> Any:
    """A value of the journal as the column holds it."""
    column = model._meta.get_field(name.removesuffix("_id"))
    if not isinstance(old, str):
        return old
    if isinstance(column, DateTimeField):
        return datetime.fromisoformat(old)
    return date.fromisoformat(old) if isinstance(column, DateField) else old
