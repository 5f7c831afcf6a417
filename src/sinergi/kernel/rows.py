"""Writing a new row, and holding one, in a statement that was put together once.

The ordinary query composes its statement anew each time, which costs as much as all the rest of
reporting a case. What every action does, or what is done hundreds of times a second, is done here.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model
from django.db.models.fields import NOT_PROVIDED

M = TypeVar("M", bound=Model)


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


@dataclass(frozen=True)
class _Holding:
    """The statement that holds a row of a table, and how each of its columns is read."""

    statement: str
    names: Sequence[str]
    converters: Sequence[tuple[int, Any, Any]]  # place of the column, expression, converter


@functools.cache
def _holding(model: type[Model]) -> _Holding:
    fields = model._meta.concrete_fields
    table = connection.ops.quote_name(model._meta.db_table)
    converters = []
    for place, field in enumerate(fields):
        read = field.get_col(model._meta.db_table)
        ways = connection.ops.get_db_converters(read) + read.get_db_converters(connection)
        converters += [(place, read, way) for way in ways]
    key = _names([model._meta.pk])
    words = ["SELECT", _names(fields), "FROM", table, "WHERE", key, "= %s FOR UPDATE"]
    return _Holding(" ".join(words), [field.attname for field in fields], converters)


def hold(model: type[M], pk: Any) -> M | None:
    """The row of that key as it stands now, held until the transaction ends; None without one."""
    made = _holding(model)
    with connection.cursor() as cursor:
        cursor.execute(made.statement, [model._meta.pk.get_db_prep_value(pk, connection)])
        row = cursor.fetchone()
    if row is None:
        return None
    values = list(row)
    for place, read, convert in made.converters:
        values[place] = convert(values[place], read, connection)
    return model.from_db(DEFAULT_DB_ALIAS, made.names, values)
