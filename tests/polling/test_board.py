"""The board of the voting day: sums, who is silent, whom to call, and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sinergi.kernel.problems import Problem
from sinergi.polling import tallying
from sinergi.polling.actions import call_station
from sinergi.polling.models import CheckIn, Milestone, Standing, Station, StationCall
from sinergi.polling.queries.board import board_of, shade
from sinergi.polling.queries.scope import scope_of
from sinergi.polling.queries.silent import silent_stations
from tests import factories
from tests.factories import DISTRICT, ELSEWHERE, NEIGHBOUR, REGENCY, VILLAGE, World
from tests.factories_polling import polling, reported, station
from tests.fixtures import Clock

NINE = datetime(2024, 11, 27, 2, 45, tzinfo=UTC)  # 09.45 WIB: the count of nine is overdue
BOARD = "/polling/board/"


@pytest.fixture
def day(world: World, clock: Clock) -> dict[str, Milestone]:
    clock.moment = NINE
    return polling(world)


def many(world: World, count: int, milestone: Milestone, told: int) -> list[Station]:
    """`count` stations of the village; the first `told` of them reported the milestone."""
    rows = Station.objects.bulk_create(
        Station(
            operation=world.operation, region=world.region(), number=100 + number,
            voters_male=200, voters_female=200,
        )
        for number in range(count)
    )  # fmt: skip
    made = [
        CheckIn(
            operation=world.operation, station=row, milestone=milestone, value=100,
            happened_at=NINE, written_at=NINE, received_at=NINE, post=world.posts["babinsa"],
        )
        for row in rows[:told]
    ]  # fmt: skip
    CheckIn.objects.bulk_create(made)
    Standing.objects.bulk_create(
        Standing(
            station=row.station, milestone=milestone, check_in=row, value=100,
            happened_at=NINE, written_at=NINE,
        )
        for row in made
    )  # fmt: skip
    tallying.rebuild(world.operation)
    return rows


def statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(asked)


def test_sums_of_a_place_are_those_of_the_places_below(world: World, day: dict) -> None:
    near, far = station(world, 1), station(world, 1, ELSEWHERE)
    reported(world, near, day["turnout_09"], 120)
    reported(world, far, day["turnout_09"], 80, by=world.post("kpu_liaison"))
    station(world, 2)
    board = board_of(scope_of(world.post("kpu_liaison"), REGENCY))
    nine = board.milestone("turnout_09")
    assert nine is not None
    assert (nine.sum.done, nine.sum.value, nine.missing, nine.expected) == (2, 200, 1, 3)
    assert [(row.region.pk, row.total.stations) for row in board.places] == [
        (DISTRICT, 2),
        (factories.OTHER_DISTRICT, 1),
    ]
    assert board.turnout is not None
    assert board.turnout.turnout == pytest.approx(0.2)


def test_what_is_not_due_is_not_missing(world: World, day: dict) -> None:
    station(world)
    board = board_of(scope_of(world.post("kpu_liaison"), REGENCY))
    eleven, closed = board.milestone("turnout_11"), board.milestone("closed")
    assert eleven is not None and not eleven.is_due and eleven.expected == 0
    assert closed is not None and closed.missing == 0
    assert board.current is not None and board.current.milestone.code == "turnout_09"


def test_a_village_shows_its_stations(world: World, day: dict) -> None:
    here = station(world)
    reported(world, here, day["opened"])
    board = board_of(scope_of(world.post("babinsa"), VILLAGE))
    (row,) = board.stations
    said = {cell.milestone.code: cell for cell in row.cells}
    assert said["opened"].late  # by the clock it opened at 09.45
    assert said["turnout_09"].overdue
    assert not said["closed"].overdue


def test_the_longest_overdue_is_first(world: World, day: dict) -> None:
    one, two = station(world, 1), station(world, 2)
    for code in ("logistics", "setup"):
        reported(world, one, day[code])
    overdue = [day[code] for code in ("logistics", "setup", "turnout_09")]
    page = silent_stations(scope_of(world.post("babinsa"), VILLAGE), overdue)
    assert [row.station for row in page.rows] == [two, one]
    assert [m.code for m in page.rows[1].milestones] == ["turnout_09"]
    assert page.rows[0].since == day["logistics"].due_at


def test_a_silent_station_names_whom_to_call(world: World, day: dict) -> None:
    here = station(world)
    here.people.create(service="kpps", title="Ketua KPPS TPS 001", phone="+628119999999")
    page = silent_stations(scope_of(world.post("babinsa"), VILLAGE), [day["opened"]])
    titles = [one.title for one in page.rows[0].contacts]
    assert titles[0] == "Ketua KPPS TPS 001"
    assert len(titles) == 4  # and PPS, PKD and the head of the village


def test_the_placement_of_security_is_told_to_security_alone(world: World, day: dict) -> None:
    here = station(world)
    here.people.create(service="police", title="Pengamanan TPS 001", phone="+628118888888")

    def titles(role: str) -> list[str]:
        page = silent_stations(scope_of(world.post(role), VILLAGE), [day["opened"]])
        return [one.title for one in page.rows[0].contacts]

    assert "Pengamanan TPS 001" in titles("bhabinkamtibmas")
    assert "Pengamanan TPS 001" not in titles("village_committee")


def test_who_reports_after_all_leaves_the_list(world: World, day: dict, signed_in) -> None:
    here = station(world)
    client = signed_in("kpu_liaison")
    assert "Dagangan" in str(client.get(f"{BOARD}?region={VILLAGE}").content)
    for code in ("logistics", "setup", "personnel", "opened", "turnout_09"):
        reported(world, here, day[code], 100 if code == "turnout_09" else None)
    told = client.get(f"{BOARD}?region={VILLAGE}").content.decode()
    assert "silent-row" not in told


@pytest.mark.parametrize("address", ["/polling/board/", "/polling/board/wall/"])
def test_without_stations_board_and_wall_say_so(
    day: dict, signed_in: Callable[[str], Client], address: str
) -> None:
    said = signed_in("kpu_liaison").get(address).content.decode()
    assert "Belum ada TPS di sini" in said
    assert "Semua TPS sudah" not in said


def test_before_anything_is_due_nothing_is_praised(
    world: World, day: dict, clock: Clock, signed_in: Callable[[str], Client]
) -> None:
    station(world)
    clock.moment = NINE - timedelta(days=3)
    said = signed_in("kpu_liaison").get("/polling/board/").content.decode()
    assert "Belum ada yang waktunya dilaporkan" in said
    assert "26 Nov, 18.00 WIB" in said


def test_two_people_do_not_call_the_same_station(world: World, day: dict, clock: Clock) -> None:
    here = station(world)
    call_station(world.post("babinsa"), here, remark="Tidak diangkat.")
    with pytest.raises(Problem) as raised:
        call_station(world.post("village_head"), here)
    assert raised.value.code == "conflict"
    call_station(world.post("village_head"), here, again=True)
    clock.forward(minutes=11)
    call_station(world.post("babinsa"), here)
    assert StationCall.objects.filter(station=here).count() == 3


def test_a_call_is_noted_from_the_board(
    world: World, day: dict, signed_in: Callable[[str], Client]
) -> None:
    here = station(world)
    client = signed_in("kpu_liaison")
    sent = {"remark": "Lapor pukul 10.", "region": DISTRICT}
    answer = client.post(f"/polling/stations/{here.pk}/call/", sent)
    assert (answer.status_code, answer["Location"]) == (302, f"{BOARD}?region={DISTRICT}")
    told = client.get(answer["Location"]).content.decode()
    assert "Lapor pukul 10." in told
    assert "silent-called" in told
    again = signed_in("duty_officer").post(f"/polling/stations/{here.pk}/call/", sent)
    assert again.status_code == 409


def test_a_place_that_is_not_hers_is_not_known(world: World, day: dict, signed_in) -> None:
    client = signed_in("babinsa")
    assert client.get(f"{BOARD}?region={NEIGHBOUR}").status_code == 404
    assert client.get(f"{BOARD}?region=35.77").status_code == 404
    assert client.get(f"{BOARD}?region=x").status_code == 404
    assert client.get(BOARD).status_code == 200


def test_who_serves_at_a_station_has_no_board(world: World, day: dict, signed_in) -> None:
    assert signed_in("station_officer").get(BOARD).status_code == 403


def test_an_operation_without_stations_says_so(world: World, signed_in) -> None:
    assert signed_in("regent").get(BOARD).status_code == 200
    assert signed_in("regent").get(f"{BOARD}wall/").status_code == 200


@pytest.mark.parametrize("region", [REGENCY, DISTRICT, VILLAGE])
@pytest.mark.parametrize("page", [BOARD, f"{BOARD}wall/"])
def test_the_board_asks_as_often_for_many_stations(
    world: World, day: dict, signed_in, region: str, page: str
) -> None:
    many(world, 10, day["turnout_09"], 5)
    few = statements(signed_in("kpu_liaison"), f"{page}?region={region}")
    Station.objects.filter(operation=world.operation).update(active=False)
    Station.objects.filter(operation=world.operation).update(number=models_number())
    many(world, 300, day["turnout_09"], 150)
    assert statements(signed_in("kpu_liaison"), f"{page}?region={region}") == few
    assert few <= 32


def models_number():
    """Numbers out of the way of the next heap."""
    from django.db.models import F

    return F("number") + 1000


def test_shades_say_all_only_for_all() -> None:
    assert [shade(done, 8) for done in (0, 1, 2, 4, 6, 7, 8)] == [0, 1, 2, 3, 4, 4, 5]
    assert shade(0, 0) == 0


def test_the_hours_of_the_board_are_those_of_the_operation(
    world: World, day: dict, clock: Clock
) -> None:
    station(world)
    scope = scope_of(world.post("kpu_liaison"), REGENCY)
    before = [row.missing for row in board_of(scope).milestones]
    clock.moment = NINE + timedelta(hours=12)
    assert sum(row.missing for row in board_of(scope).milestones) > sum(before)
