"""The rows of a check-in: what holds for a station is read, and the new one written, at once.

This is the most frequent write of the house, so each is one statement that was put together once.
"""

from __future__ import annotations

import uuid
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from sinergi.kernel.rows import insert
from sinergi.polling.models import CheckIn, Milestone, Standing, Station
from sinergi.polling.tallying import CHANGE, Share


@dataclass(frozen=True)
class Held:
    """What a station reported of one milestone: its code, its time, and what holds."""

    code: str
    due_at: datetime
    standing: Standing


_FIELDS = Milestone._meta.concrete_fields
_MILESTONE = " ".join(
    [
        "SELECT",
        ", ".join(f'"{field.column}"' for field in _FIELDS),
        "FROM polling_milestone WHERE operation_id = %s AND code = %s AND active",
    ]
)


def milestone_called(operation_id: uuid.UUID, code: str) -> Milestone | None:
    """The milestone of that code that stations are asked for; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_MILESTONE, [operation_id, code])
        row = cursor.fetchone()
    names = [field.attname for field in _FIELDS]
    return None if row is None else Milestone.from_db(connection.alias, names, row)


_HELD = """
SELECT m.code, m.due_at, t.milestone_id, t.check_in_id, t.value, t.happened_at, t.written_at,
       t.flag, t.withdrawn
FROM polling_standing t JOIN polling_milestone m ON m.id = t.milestone_id
WHERE t.station_id = %s
"""
_NAMES = ("milestone_id", "check_in_id", "value", "happened_at", "written_at", "flag", "withdrawn")


def held_by(station: Station) -> dict[uuid.UUID, Held]:
    """All that holds for the station, by milestone; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [station.pk])
        rows = cursor.fetchall()
    return {
        key: Held(code, due_at, Standing(**dict(zip(_NAMES, (key, *rest), strict=True))))
        for code, due_at, key, *rest in rows
    }


_MADE = """
INSERT INTO polling_checkin
    (id, operation_id, station_id, milestone_id, value, happened_at, written_at, received_at,
     post_id, flag, withdrawn, note)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_STANDS = """
INSERT INTO polling_standing
    (station_id, milestone_id, check_in_id, value, happened_at, written_at, flag, withdrawn)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (station_id, milestone_id) DO UPDATE SET
    check_in_id = EXCLUDED.check_in_id,
    value = EXCLUDED.value,
    happened_at = EXCLUDED.happened_at,
    written_at = EXCLUDED.written_at,
    flag = EXCLUDED.flag,
    withdrawn = EXCLUDED.withdrawn
"""
_KEPT = f"WITH made AS ({_MADE}) {_STANDS}"
_SUMMED = f"WITH made AS ({_MADE}), stands AS ({_STANDS}) {CHANGE}"


def keep(made: CheckIn) -> None:
    """Write a check-in that does not hold: a later one arrived before it."""
    insert(made)


def keep_standing(made: CheckIn, difference: Share) -> None:
    """Write a check-in, let it hold, and add `difference` to its village's sums; one statement.

    The station is held by the caller. Raises IntegrityError when its identifier is taken.
    """
    values = [*_made(made), *_stands(made)]
    statement = _KEPT
    if difference != Share():
        statement = _SUMMED
        station = made.station
        values += [made.operation_id, station.region_id, made.milestone_id, *astuple(difference)]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    made._state.adding, made._state.db = False, connection.alias


def _made(row: CheckIn) -> list[Any]:
    return [row.pk, row.operation_id, row.station_id, row.milestone_id, row.value,
            row.happened_at, row.written_at, row.received_at, row.post_id, row.flag,
            row.withdrawn, row.note]  # fmt: skip


def _stands(row: CheckIn) -> list[Any]:
    return [row.station_id, row.milestone_id, row.pk, row.value, row.happened_at,
            row.written_at, row.flag, row.withdrawn]  # fmt: skip
