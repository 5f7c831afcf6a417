"""Killed under load and started again: what was acknowledged is there, exactly once."""

from __future__ import annotations

import hashlib
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.durability.reporting import Reporter
from tests.durability.standing import Standing, standing, wait_for

pytestmark = pytest.mark.slow

KILLED = (
    ("serve",),
    ("database",),
    ("worker", "serve"),
    ("database",),
    ("database", "serve", "worker"),
)
BETWEEN = 12  # reports that are acknowledged before the next one dies
SEED = 3519


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Standing]:
    """Empty; what its processes say stands in the folder of the test."""
    with standing(tmp_path) as house:
        yield house


def test_nothing_that_was_acknowledged_is_lost_or_doubled(house: Standing) -> None:
    founded = json.loads(house.run("tests.durability.founding"))
    house.keep_up()
    reporters = [
        Reporter(house.port, told["token"], told["region"], seed)
        for seed, told in enumerate(founded["reporters"])
    ]
    for reporter in reporters:
        reporter.start()
    try:
        kill_at_random_moments(house, reporters)
    finally:
        for reporter in reporters:
            reporter.enough.set()
    for reporter in reporters:
        reporter.join(60)
    assert not any(reporter.is_alive() for reporter in reporters)
    assert [refusal for reporter in reporters for refusal in reporter.refused] == []
    assert sum(reporter.sent_again for reporter in reporters), "nobody noticed"
    assert_every_report_once(house, reporters, len(founded["cases"]))
    assert_numbers_without_gap(house)
    assert_evidence(house, reporters)
    assert_deadlines_kept(house, founded["cases"])
    assert_journal(house)


def kill_at_random_moments(house: Standing, reporters: list[Reporter]) -> None:
    chance = random.Random(SEED)

    def done() -> int:
        return sum(len(reporter.acknowledged) for reporter in reporters)

    for victims in KILLED:
        before = done()
        wait_for(lambda b=before: done() >= b + BETWEEN, within=60, what="reports")
        time.sleep(chance.uniform(0, 0.2))  # in the midst of whatever it does just then
        house.kill(*victims)
        house.keep_up()
    before = done()
    wait_for(lambda: done() >= before + BETWEEN, within=60, what="reports after the last")


def assert_every_report_once(house: Standing, reporters: list[Reporter], founded: int) -> None:
    told = {k: case for reporter in reporters for k, case in reporter.acknowledged.items()}
    rows = house.ask("SELECT client_id::text, id::text, number FROM incidents_incident")
    kept = {client_id: (key, number) for client_id, key, number in rows}
    assert {k: (case["id"], case["number"]) for k, case in told.items()}.items() <= kept.items()
    assert len(rows) == len(told) + founded, "a report is there that nobody sent, or twice"
    entries = "SELECT subject_id FROM kernel_journalentry WHERE verb = 'incident.reported'"
    journal = [key for (key,) in house.ask(entries)]
    assert sorted(journal) == sorted(key for key, _number in kept.values())


def assert_numbers_without_gap(house: Standing) -> None:
    rows = house.ask("SELECT right(number, 6)::int FROM incidents_incident ORDER BY 1")
    assert [number for (number,) in rows] == list(range(1, len(rows) + 1))
    assert house.ask("SELECT last FROM kernel_numberseries WHERE prefix LIKE '%%KJD%%'") == [
        (len(rows),)
    ]


def assert_evidence(house: Standing, reporters: list[Reporter]) -> None:
    told = {k: digest for reporter in reporters for k, digest in reporter.photos.items()}
    rows = house.ask(
        "SELECT e.id::text, b.sha256, b.original_path, b.shown_path "
        "FROM incidents_incidentevidence e JOIN kernel_blob b ON b.id = e.blob_id"
    )
    assert told, "no photo was sent"
    assert {key: digest for key, digest, *_paths in rows} == told
    for _key, digest, original, shown in rows:
        assert digest_of(house.folder / "evidence" / original) == digest
        assert digest_of(house.folder / "evidence" / shown) == Path(shown).name


def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


LATE = """
    SELECT count(*) FROM incidents_incident i JOIN kernel_operation o ON o.id = i.operation_id
    WHERE i.id = ANY(%s::uuid[]) AND i.level = 'village'
    AND i.next_deadline <= o.exercise_start + (now() - o.real_start)
"""
STEPS = """
    SELECT incident_id::text, array_agg(reason ORDER BY at, id) FROM incidents_movement
    WHERE incident_id = ANY(%s::uuid[]) GROUP BY 1
"""


def assert_deadlines_kept(house: Standing, cases: list[str]) -> None:
    """Each case that was not acknowledged in time has climbed, and once only."""
    wait_for(lambda: house.ask(LATE, cases) == [(0,)], within=60, what="late cases to climb")
    steps = dict(house.ask(STEPS, cases))
    climbed = [way for way in steps.values() if len(way) > 1]
    assert len(climbed) > len(cases) / 2
    assert all(way == ["reported", "unacknowledged"] for way in climbed)


def assert_journal(house: Standing) -> None:
    house.run("sinergi.config.cli", "journal", "seal")
    assert "whole" in house.run("sinergi.config.cli", "journal", "verify")
