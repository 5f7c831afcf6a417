"""What stations are asked: milestones and indicators, edited by the operation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from sinergi.kernel.problems import Problem
from sinergi.polling.actions import (
    add_milestone,
    change_indicator,
    change_milestone,
    switch_indicator,
    switch_milestone,
)
from sinergi.polling.models import Indicator, Milestone, Tally
from tests.factories import World
from tests.factories_polling import polling, reported, station
from tests.fixtures import Clock

Enter = Callable[[str], Client]
NINE = datetime(2024, 11, 27, 2, 5, tzinfo=UTC)


def tallies(world: World) -> list[tuple[Any, ...]]:
    rows = Tally.objects.filter(operation=world.operation).exclude(done=0)
    names = ("region_id", "milestone__code", "done", "late", "flagged", "value", "voters")
    return sorted(rows.values_list(*names))


def test_hours_of_turnout_are_as_the_operation_wants(world: World, clock: Clock) -> None:
    clock.moment = NINE
    day, by = polling(world), world.post("kpu_liaison")
    ten = day["turnout_09"].due_at + timedelta(hours=1)
    made = add_milestone(
        by, world.operation, title="Hadir 10.00", word="hadir10", kind="count", due_at=ten, grace=30
    )
    rows = Milestone.objects.filter(operation=world.operation).values_list("word", flat=True)
    at = list(rows).index("HADIR10")
    assert list(rows)[at - 1 : at + 2] == ["HADIR09", "HADIR10", "HADIR11"]
    assert switch_milestone(by, made).active is False
    with pytest.raises(Problem) as raised:
        change_milestone(by, made, title="x", word="BUKA", due_at=ten, grace=1)
    assert raised.value.field == "word"


def test_a_milestone_that_was_reported_is_only_changed(world: World, clock: Clock) -> None:
    clock.moment = NINE
    day, by = polling(world), world.post("kpu_liaison")
    reported(world, station(world), day["opened"])  # at 09.05, due at 07.00
    assert tallies(world)[0][3] == 1
    with pytest.raises(Problem) as raised:
        switch_milestone(by, day["opened"])
    assert raised.value.status == 409
    later = day["opened"].due_at + timedelta(hours=3)
    change_milestone(by, day["opened"], title="Dibuka", word="BUKA", due_at=later, grace=0)
    assert tallies(world)[0][3] == 0


def test_indicators_are_edited(world: World, signed_in: Enter) -> None:
    polling(world)
    by = world.post("kpu_liaison")
    row = Indicator.objects.get(operation=world.operation, code="V1.7")
    assert switch_indicator(by, row).active is True
    assert change_indicator(by, row, variable="Hak pilih", title="Noken").title == "Noken"
    client = signed_in("kpu_liaison")
    sent = {"code": "V7.8", "variable": "Lokasi TPS", "title": "Dekat sungai"}
    assert client.post("/polling/indicators/add/", sent).status_code == 302
    assert "Dekat sungai" in client.get("/polling/indicators/").content.decode()
