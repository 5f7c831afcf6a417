"""The state of a row as plain JSON: what the journal keeps, and what changed between two states."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import FileField, Model

State = dict[str, Any]


def plain(value: Any) -> Any:
    """`value` as JSON can hold it: times in UTC with microseconds, identifiers as text."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, date | time | uuid.UUID | Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return None
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def state_of(row: Model) -> State:
    """Every column of `row` except those that it hides from the journal."""
    hidden = getattr(row, "journal_hidden", ())
    return {
        field.attname: plain(
            str(getattr(row, field.attname))
            if isinstance(field, FileField)
            else getattr(row, field.attname)
        )
        for field in row._meta.concrete_fields
        if field.attname not in hidden
    }


def changes_between(before: State | None, after: State) -> dict[str, list[Any]]:
    """{column: [old, new]} of what differs; a row that was not there before changed wholly."""
    if before is None:
        return {name: [None, value] for name, value in after.items()}
    return {
        name: [before.get(name), value]
        for name, value in after.items()
        if before.get(name) != value
    }
