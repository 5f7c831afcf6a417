"""A station reports its day: what holds, what is refused, what is asked back, and the sums."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sinergi.kernel.identifiers import uuid7
from sinergi.kernel.problems import Problem
from sinergi.polling import tallying
from sinergi.polling.actions import Said, report_milestone
from sinergi.polling.actions.checking_in import known
from sinergi.polling.models import CheckIn, Standing, Tally
from tests.factories import NEIGHBOUR, World
from tests.factories_polling import polling, reported, serving, station
from tests.fixtures import Clock

NINE = datetime(2024, 11, 27, 2, 5, tzinfo=UTC)  # 09.05 WIB on the voting day


@pytest.fixture
def day(world: World, clock: Clock) -> dict:
    clock.moment = NINE
    return polling(world)


def sums(world: World) -> list[tuple]:
    return sorted(
        Tally.objects.filter(operation=world.operation)
        .exclude(done=0)
        .values_list("region_id", "milestone__code", "done", "late", "flagged", "value", "voters")
    )


def test_a_village_counts_its_stations(world: World, day: dict) -> None:
    for number, value in ((1, 120), (2, 80)):
        reported(world, station(world, number), day["turnout_09"], value)
    assert sums(world) == [("35.19.04.2007", "turnout_09", 2, 0, 0, 200, 1000)]


def test_a_correction_replaces_and_keeps_what_was_said(world: World, day: dict) -> None:
    here = station(world)
    reported(world, here, day["turnout_09"], 120)
    reported(world, here, day["turnout_09"], 102)
    assert CheckIn.objects.filter(station=here).count() == 2
    assert sums(world) == [("35.19.04.2007", "turnout_09", 1, 0, 0, 102, 500)]


def test_what_was_written_last_holds_though_it_arrives_first(world: World, day: dict) -> None:
    here = station(world)
    reported(world, here, day["turnout_09"], 102, written_at=NINE)
    reported(world, here, day["turnout_09"], 120, written_at=NINE - timedelta(minutes=3))
    assert Standing.objects.get(station=here).value == 102
    assert sums(world) == [("35.19.04.2007", "turnout_09", 1, 0, 0, 102, 500)]


def test_the_sums_are_those_of_the_stations(world: World, day: dict) -> None:
    near, far = station(world, 1), station(world, 1, NEIGHBOUR)
    reported(world, near, day["opened"], happened_at=NINE - timedelta(minutes=30))
    reported(world, near, day["turnout_09"], 501)
    reported(world, near, day["opened"], withdrawn=True)
    reported(world, far, day["turnout_09"], 0, by=world.post("district_committee"))
    before = sums(world)
    tallying.rebuild(world.operation)
    assert sums(world) == before
    assert [row[4] for row in before] == [1, 1]  # both improbable, and confirmed


@pytest.mark.parametrize("value", [None, 751])
def test_what_cannot_be_true_is_refused_at_its_field(world: World, day: dict, value) -> None:
    with pytest.raises(Problem) as raised:
        reported(world, station(world), day["turnout_09"], value)
    assert (raised.value.code, raised.value.field) == ("invalid", "value")


def test_what_is_improbable_is_asked_back_once(world: World, day: dict) -> None:
    here = station(world)
    with pytest.raises(Problem) as raised:
        reported(world, here, day["turnout_09"], 501, sure=False)
    assert raised.value.code == "improbable"
    assert reported(world, here, day["turnout_09"], 501).flag == "over"


def test_the_same_identifier_is_one_check_in(world: World, day: dict) -> None:
    here, key, by = station(world), uuid7(), world.post("village_committee")
    said = Said(day["opened"], client_id=key)
    first = report_milestone(by, here, said)
    assert known(by, here, key) == first
    with pytest.raises(Problem):
        known(world.post("babinsa"), here, key)


def test_who_serves_at_a_station_reports_for_that_one_alone(world: World, day: dict) -> None:
    here, other = station(world, 1), station(world, 2)
    officer = serving(world, here)
    assert report_milestone(officer, here, Said(day["opened"])).post == officer
    with pytest.raises(Problem) as raised:
        report_milestone(officer, other, Said(day["opened"]))
    assert raised.value.code == "not-found"
