"""What a check-in costs the database alone: its rows written by psycopg, and nothing besides."""

from __future__ import annotations

from typing import Any

from benchmarks.raw import Connection, Row, insert, row_of
from sinergi.kernel.identifiers import uuid7

TALLY = """
    INSERT INTO polling_tally (operation_id, region_id, milestone_id, done, late, flagged, value,
        voters) VALUES (%s, %s, %s, 1, 0, 0, 0, 0)
    ON CONFLICT (milestone_id, region_id) DO UPDATE SET done = polling_tally.done + 1
"""
STANDING = """
    UPDATE polling_standing SET check_in_id = %s, written_at = now()
    WHERE station_id = %s AND milestone_id = %s
"""


class CheckIns:
    """The rows of the check-in that came last, to be written again for every station in turn."""

    def __init__(self, raw: Connection) -> None:
        newest = "SELECT * FROM kernel_journalentry WHERE verb = 'station.checked_in' "
        self.entry = row_of(raw, newest + "ORDER BY id DESC LIMIT 1")
        case = self.entry["subject_id"]
        self.check_in = row_of(raw, "SELECT * FROM polling_checkin WHERE id = %s", case)
        told = [self.check_in["milestone_id"], self.check_in["operation_id"]]
        self.places: list[dict[str, Any]] = raw.execute(
            "SELECT s.id, s.region_id FROM polling_station s JOIN polling_standing t ON "
            "t.station_id = s.id AND t.milestone_id = %s WHERE s.operation_id = %s",
            told,
        ).fetchall()
        for name in ("id", "txid"):
            del self.entry[name]

    def write(self, raw: Connection, turn: int) -> None:
        """One check-in: its row, what holds, the sum of its village, the journal, the commit."""
        key, place = uuid7(), self.places[turn % len(self.places)]
        row: Row = self.check_in | {"id": key, "station_id": place["id"]}
        insert(raw, "polling_checkin", row)
        raw.execute(STANDING, [key, place["id"], row["milestone_id"]])
        raw.execute(TALLY, [row["operation_id"], place["region_id"], row["milestone_id"]])
        # In no place, so that no page hears of it: telling them is not the database's work.
        insert(raw, "kernel_journalentry", self.entry | {"subject_id": str(key), "region": ""})
        raw.commit()
