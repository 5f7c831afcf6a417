"""The rows of a check-in: what holds for a station is read, and the new one written, at once.

This is the most frequent write of the house, so each is one statement that was put together once.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from sinergi.kernel.rows import insert
from sinergi.polling.models import CheckIn, Milestone, Station
from sinergi.polling.tallying import CHANGE, Share


class Holding(NamedTuple):
    """What holds of a milestone: the columns of the check-in that was written last."""

    check_in_id: UUID
    value: int | None
    happened_at: datetime
    written_at: datetime
    flag: str
    withdrawn: bool


class Line(NamedTuple):
    """A milestone that stations are asked for, and what holds of it; None until it is reported."""

    asked: tuple[Any, ...]  # the milestone's columns, in the order of `_ASKED`
    holding: Holding | None

    @property
    def due_at(self) -> datetime:
        """By when it is expected."""
        moment: datetime = self.asked[_DUE_AT]
        return moment

    def milestone(self) -> Milestone:
        """As a row, made only for the one that is reported; its words are read once asked for."""
        return Milestone.from_db(connection.alias, _ASKED, self.asked)


_ASKED = ("id", "operation_id", "code", "kind", "due_at", "grace")  # in the model's order
_CODE, _DUE_AT = _ASKED.index("code"), _ASKED.index("due_at")
_HELD = """
t.check_in_id, t.value, t.happened_at, t.written_at, t.flag, t.withdrawn
FROM polling_milestone m
LEFT JOIN polling_standing t ON t.milestone_id = m.id AND t.station_id = %s
WHERE m.operation_id = %s AND m.active
"""
_SHEET = " ".join(["SELECT", *(f"m.{name}," for name in _ASKED), _HELD])


def sheet_of(station: Station) -> dict[str, Line]:
    """All that the station is asked for, by the milestones' codes; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SHEET, [station.pk, station.operation_id])
        rows = cursor.fetchall()
    return {row[_CODE]: _line(row) for row in rows}


def _line(row: tuple[Any, ...]) -> Line:
    held = row[len(_ASKED) :]
    return Line(row[: len(_ASKED)], Holding(*held) if held[0] else None)


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
        values += [made.operation_id, station.region_id, made.milestone_id, *difference]
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
