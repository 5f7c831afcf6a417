"""Writing to the journal: one row. The database itself tells whoever listens (migration 0005)."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from sinergi.kernel.actors import Actor
from sinergi.kernel.clock import current_operation, now, real_now
from sinergi.kernel.context import current_door
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.rows import insert

CHANNEL = "sinergi_journal"


def write_entry(
    verb: str,
    by: Actor,
    subject: Model,
    *,
    changes: dict[str, Any],
    facts: dict[str, Any] | None = None,
) -> JournalEntry:
    """Add one entry inside the running transaction; at its commit listeners are told.

    Only the kernel's `@action` calls this. The label of the actor is kept as it was at the time:
    a post may end, the memory of what it did may not.
    """
    door = current_door()
    entry = JournalEntry(
        at=now(),
        recorded_at=real_now(),
        operation_id=_operation_of(subject, by),
        region=_ask(subject, "journal_region", ""),
        account_id=by.account_id,
        post_id=by.post_id,
        actor_label=by.actor_label[:200],
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_label=_ask(subject, "journal_label", str(subject))[:200],
        changes=changes,
        facts=facts or {},
        door=door.name,
        request_id=door.request_id,
        audience=_ask(subject, "journal_audience", None),
    )
    insert(entry)
    return entry


def event_of(entry: JournalEntry) -> dict[str, Any]:
    """What listeners are told of an entry: enough to route it, nothing of its content.

    A trigger writes the same when the entry is made: one round trip less while the transaction
    holds what others wait for.
    """
    return {
        "id": entry.pk,
        "operation": str(entry.operation_id) if entry.operation_id else None,
        "region": entry.region,
        "audience": [str(agency) for agency in entry.audience] if entry.audience else None,
        "verb": entry.verb,
        "subject_type": entry.subject_type,
        "subject_id": entry.subject_id,
        "at": entry.at.isoformat(),
    }


def _ask(subject: Model, question: str, default: Any) -> Any:
    answer = getattr(subject, question, None)
    return answer() if callable(answer) else default


def _operation_of(subject: Model, by: Actor) -> Any:
    operation = current_operation()
    return (
        _ask(subject, "journal_operation", None)
        or by.operation_id
        or (operation.pk if operation else None)
    )
