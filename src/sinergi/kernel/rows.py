"""Writing a new row in one statement that was put together once.

The ordinary `save` composes its statement anew each time, which costs as much as all the rest of
reporting a case. What is written by every action, or hundreds of times a second, is written here.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model
from django.db.models.fields import NOT_PROVIDED


@dataclass(frozen=True)
class _Insertion:
    """The statement of a table, the fields it fills, and those that the database fills."""

    statement: str
    given: Sequence[Any]
    returned: Sequence[Any]


@functools.cache
def _insertion(model: type[Model]) -> _Insertion:
    given: list[Any] = []
    returned: list[Any] = []
    for field in model._meta.concrete_fields:
        counted = field.get_internal_type() == "BigAutoField"
        by_database = counted or field.db_default is not NOT_PROVIDED
        (returned if by_database else given).append(field)
    columns, places = _names(given), ", ".join(["%s"] * len(given))
    table = connection.ops.quote_name(model._meta.db_table)
    words = ["INSERT INTO", table, f"({columns}) VALUES ({places})"]
    if returned:
        words += ["RETURNING", _names(returned)]
    return _Insertion(" ".join(words), given, returned)


def _names(fields: Sequence[Any]) -> str:
    return ", ".join(connection.ops.quote_name(field.column) for field in fields)


def insert(row: Model) -> None:
    """Write `row`, which is new, and set on it what the database filled in."""
    made = _insertion(type(row))
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in made.given]
    with connection.cursor() as cursor:
        cursor.execute(made.statement, values)
        if made.returned:
            for field, value in zip(made.returned, cursor.fetchone(), strict=True):
                setattr(row, field.attname, value)
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
