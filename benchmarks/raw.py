"""What a report costs the database alone: its rows written by psycopg, and nothing besides."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

import psycopg
from django.db import connection
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from sinergi.kernel.identifiers import uuid7

SERIES = "pengukuran:UJI"
NUMBER = """
    INSERT INTO kernel_numberseries (id, prefix, last) VALUES (%s, %s, 1)
    ON CONFLICT (prefix) DO UPDATE SET last = kernel_numberseries.last + 1 RETURNING last
"""
AHEAD = "SET LOCAL synchronous_commit = off"
FLUSH = "SELECT pg_logical_emit_message(true, 'sinergi', '')"
Connection = psycopg.Connection[dict[str, Any]]
Row = dict[str, Any]


class Writer(Protocol):
    """Writes once more, with its commit; `turn` counts through all connections."""

    def write(self, raw: Connection, turn: int) -> None: ...


def rate(connections: int, span: float, writer_of: Callable[[Connection], Writer]) -> float:
    """Writes a second over so many connections, for `span` seconds."""
    told = connection.settings_dict
    address = psycopg.conninfo.make_conninfo(
        dbname=told["NAME"], user=told["USER"], host=told["HOST"]
    )
    with psycopg.connect(address, row_factory=dict_row) as first:
        writer = writer_of(first)
    until = time.perf_counter() + span

    def one(turn: int) -> int:
        done = 0
        with psycopg.connect(address, row_factory=dict_row) as raw:
            while time.perf_counter() < until:
                writer.write(raw, turn + done * connections)
                done += 1
        return done

    with ThreadPoolExecutor(connections) as pool:
        return sum(pool.map(one, range(connections))) / span


class Reports:
    """The rows of the report that came last, to be written again under other identifiers.

    `gathered`: the commit goes ahead and one flush serves many, as the house does it.
    """

    def __init__(self, raw: Connection, *, gathered: bool) -> None:
        self.gathered = gathered
        newest = "SELECT * FROM kernel_journalentry WHERE verb = 'incident.reported' "
        self.entry = row_of(raw, newest + "AND door = 'api' ORDER BY id DESC LIMIT 1")
        case = self.entry["subject_id"]
        self.case = row_of(raw, "SELECT * FROM incidents_incident WHERE id = %s", case)
        self.movement = row_of(raw, "SELECT * FROM incidents_movement WHERE incident_id = %s", case)
        for row, given_by_database in (
            (self.movement, ("id",)),
            (self.entry, ("id", "txid")),
        ):
            for name in given_by_database:
                del row[name]

    def write(self, raw: Connection, turn: int) -> None:
        """One report: movement, number, case, journal, commit; as late as can be the number."""
        key = uuid7()
        if self.gathered:
            raw.execute(AHEAD)
        insert(raw, "incidents_movement", self.movement | {"incident_id": key})
        number = raw.execute(NUMBER, [uuid7(), SERIES]).fetchone()
        assert number is not None
        label = f"UJI/{number['last']:06d}"
        names = {"id": key, "client_id": key, "number": label}
        insert(raw, "incidents_incident", self.case | names)
        # In no place, so that no page hears of it: telling them is not the database's work.
        told = {"subject_id": str(key), "subject_label": label, "region": ""}
        insert(raw, "kernel_journalentry", self.entry | told)
        raw.commit()
        if self.gathered:
            raw.execute(FLUSH)
            raw.commit()


def row_of(raw: Connection, command: str, *given: Any) -> Row:
    found = raw.execute(command, given).fetchone()
    if found is None:
        raise LookupError("no report came by the API yet")
    return {k: Jsonb(v) if isinstance(v, dict) else v for k, v in found.items()}


def insert(raw: Connection, table: str, row: Row) -> None:
    names = ", ".join(row)
    places = ", ".join(f"%({name})s" for name in row)
    raw.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", row)
