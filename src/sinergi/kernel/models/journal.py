"""The journal, its seals, and the series of human numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sinergi.kernel.identifiers import uuid7
from sinergi.kernel.models.base import Operation


class Viewer(Protocol):
    """Whoever looks: her operation, the places she covers, and her agency."""

    @property
    def operation_id(self) -> Any: ...
    @property
    def agency_id(self) -> Any: ...
    @property
    def prefixes(self) -> list[str]: ...


Hidden = Callable[[Viewer], models.Q]
_hidden_by_now: list[Hidden] = []


def hide_entries(hidden: Hidden) -> None:
    """Let a room say which entries a viewer may no longer see.

    An entry keeps the audience of its own time and is never changed; what was ordinary then may
    be restricted by now.
    """
    _hidden_by_now.append(hidden)


class JournalEntries(models.QuerySet["JournalEntry"]):
    """Ways to ask the journal."""

    def for_subject(self, row: models.Model) -> JournalEntries:
        """The story of one row, oldest first."""
        return self.filter(subject_type=row._meta.label_lower, subject_id=str(row.pk)).order_by(
            "id"
        )

    def version(self, operation_id: Any) -> int:
        """Grows whenever anything is done in the operation. One statement, by its index."""
        rows = self.filter(operation_id=operation_id).order_by("-id")
        return rows.values_list("id", flat=True).first() or 0

    def visible_to(self, viewer: Viewer) -> JournalEntries:
        """What `viewer` may see: her operation, her places, and what is not kept to others."""
        places = models.Q(pk__in=[])
        for prefix in viewer.prefixes:
            places |= models.Q(region=prefix) | models.Q(region__startswith=prefix + ".")
        audience = models.Q(audience__isnull=True) | models.Q(
            audience__contains=[str(viewer.agency_id)]
        )
        rows = self.filter(places, audience, operation_id=viewer.operation_id)
        for hidden in _hidden_by_now:
            rows = rows.exclude(hidden(viewer))
        return rows


class CurrentTransaction(models.Func):
    """The number of the running transaction, as a bigint."""

    template = "pg_current_xact_id()::text::bigint"
    output_field = models.BigIntegerField()


class JournalEntry(models.Model):
    """Who did what, when, to what, where, and what changed. Append-only, by trigger."""

    id = models.BigAutoField(primary_key=True)
    txid = models.BigIntegerField(db_default=CurrentTransaction(), editable=False)
    at = models.DateTimeField(help_text="time of the operation's clock")
    recorded_at = models.DateTimeField(help_text="time of the world")
    operation = models.ForeignKey(Operation, models.PROTECT, null=True, related_name="+")
    region = models.CharField(max_length=13, blank=True)
    account_id = models.UUIDField(null=True)
    post_id = models.UUIDField(null=True)
    actor_label = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    subject_label = models.CharField(max_length=200)
    changes = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    door = models.CharField(max_length=20)
    request_id = models.CharField(max_length=40, blank=True)
    audience = ArrayField(models.UUIDField(), null=True)

    objects = JournalEntries.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="journal_subject"),
            models.Index(fields=["operation", "id"], name="journal_operation"),
            models.Index(fields=["txid", "id"], name="journal_txid"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_label}"


class Seal(models.Model):
    """One batch of entries under a Merkle root, chained to the seal before it."""

    number = models.BigIntegerField(primary_key=True)
    made_at = models.DateTimeField()
    from_txid = models.BigIntegerField()
    to_txid = models.BigIntegerField(help_text="exclusive")
    entry_ids = ArrayField(models.BigIntegerField())
    leaves = ArrayField(models.CharField(max_length=64))
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} · {self.hash[:16]}"


class NumberSeries(models.Model):
    """The last number given out in a series; its row is the lock that keeps it gapless."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    prefix = models.CharField(max_length=120, unique=True)
    last = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix}: {self.last}"


__all__ = ["JournalEntry", "NumberSeries", "Seal", "Viewer"]
