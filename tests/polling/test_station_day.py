"""The day of a station on its page: what it reported, what it owes, and the way to report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from sinergi.config.rehearsal.stories import OF_THE_COUNT, OF_THE_DAY, STORIES
from sinergi.incidents.kinds import KINDS, SEVERITIES
from sinergi.polling.models import Station
from tests.factories import World
from tests.factories_polling import polling, reported, serving, station
from tests.fixtures import Clock

Enter = Callable[[str], Client]
NINE = datetime(2024, 11, 27, 2, 45, tzinfo=UTC)  # 09.45 WIB of the voting day
TITLE = "station-day-title"


@pytest.fixture
def where(world: World, clock: Clock) -> Station:
    clock.moment = NINE
    milestones = polling(world)
    made = station(world)
    serving(world, made)
    for code in ("logistics", "setup", "personnel"):
        reported(world, made, milestones[code], happened_at=milestones[code].due_at)
    return made


def page(client: Client, where: Station) -> str:
    return client.get(where.get_absolute_url()).content.decode()


def test_it_says_what_was_reported_and_what_is_owed(where: Station, signed_in: Enter) -> None:
    said = page(signed_in("kpu_liaison"), where)
    part = said[said.index(TITLE) :]
    part = part[: part.index("</section>")]
    assert part.count("belum lapor") == 2  # opened, and the voters by nine
    assert "26 Nov, 18.00 WIB" in part
    assert "06.30 WIB" in part
    assert f"{where.get_absolute_url()}check-in/opened/" in part


def test_who_serves_there_reports_from_it(where: Station, signed_in: Enter) -> None:
    assert "check-in/opened/" in page(signed_in("station_officer"), where)


def test_who_only_reads_is_shown_no_way_to_report(where: Station, signed_in: Enter) -> None:
    said = page(signed_in("regent"), where)
    assert TITLE in said
    assert "check-in/opened/" not in said


@pytest.mark.parametrize(("hours", "shown"), [(-50, False), (-30, True)])
def test_before_the_eve_it_says_nothing(
    world: World, clock: Clock, signed_in: Enter, hours: int, shown: bool
) -> None:
    polling(world)
    where = station(world)
    clock.moment = NINE + timedelta(hours=hours)
    assert (TITLE in page(signed_in("kpu_liaison"), where)) is shown


@pytest.mark.parametrize("story", [*STORIES, *OF_THE_DAY, *OF_THE_COUNT], ids=lambda one: one.kind)
def test_what_happens_in_the_rehearsal_is_of_a_known_kind(story: Any) -> None:
    assert story.kind in KINDS
    assert story.severity in SEVERITIES
    assert story.weight > 0
    assert story.texts
    assert story.spots
