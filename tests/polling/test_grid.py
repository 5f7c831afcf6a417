"""From the phone in three taps, and a whole village at once: nothing lost, nothing twice."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sinergi.kernel.identifiers import uuid7
from sinergi.polling.models import CheckIn, Standing, Station
from tests.factories import DISTRICT, ELSEWHERE, NEIGHBOUR, REGENCY, VILLAGE, World
from tests.factories_polling import polling, reported, serving, station
from tests.fixtures import Clock

NINE = datetime(2024, 11, 27, 2, 5, tzinfo=UTC)  # 09.05 WIB on the voting day
GRID = f"/polling/villages/{VILLAGE}/grid/"
SignIn = Callable[[str], Client]


@pytest.fixture
def day(world: World, clock: Clock) -> dict:
    clock.moment = NINE
    return polling(world)


def at(where: Station, code: str) -> str:
    return f"/polling/stations/{where.pk}/check-in/{code}/"


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_three_taps(signed_in: SignIn, world: World, day: dict) -> None:
    here = station(world, 3)
    serving(world, here)
    phone = signed_in("station_officer")
    assert at(here, "logistics") in text(phone.get("/polling/"))
    form = text(phone.get(at(here, "opened")))
    assert 'value="09:05"' in form
    answer = phone.post(at(here, "opened"), {"happened_at": "07:02", "client_id": str(uuid7())})
    assert answer.status_code == 302
    told = text(phone.get(answer["Location"]))
    assert "07.02 WIB" in told and at(here, "turnout_09") in told
    assert CheckIn.objects.get().happened_at == datetime(2024, 11, 27, 0, 2, tzinfo=UTC)
    assert at(here, "turnout_09") in text(phone.get("/polling/"))


def test_a_double_tap_is_one_and_a_changed_form_a_correction(
    signed_in: SignIn, world: World, day: dict
) -> None:
    here, phone, key = station(world), signed_in("village_committee"), str(uuid7())
    told = {"value": "120", "happened_at": "09:00", "client_id": key}
    places = {phone.post(at(here, "turnout_09"), told)["Location"] for _ in range(3)}
    assert len(places) == 1 and CheckIn.objects.count() == 1
    phone.post(at(here, "turnout_09"), {**told, "value": "1 02"})
    assert Standing.objects.get().value == 102


def test_what_waited_for_a_signal_was_written_then(
    signed_in: SignIn, world: World, day: dict
) -> None:
    here, phone = station(world), signed_in("village_committee")
    reported(world, here, day["turnout_09"], 130, written_at=NINE - timedelta(minutes=2))
    phone.post(at(here, "turnout_09"), {"value": "110", "waited": "600"})
    assert Standing.objects.get().value == 130


def test_impossible_is_refused_and_improbable_asked_back(
    signed_in: SignIn, world: World, day: dict
) -> None:
    here, phone = station(world), signed_in("village_committee")
    for wrong in ("", "x", "9999", "-3"):
        answer = phone.post(at(here, "turnout_09"), {"value": wrong, "happened_at": "09:00"})
        assert answer.status_code == 422 and "is-invalid" in text(answer), wrong
    answer = phone.post(at(here, "turnout_09"), {"value": "5", "happened_at": "11:00"})
    assert "Jam itu belum lewat." in text(answer)
    told = {"value": "501", "happened_at": "09:00", "client_id": str(uuid7())}
    asked = phone.post(at(here, "turnout_09"), told)
    assert asked.status_code == 422 and 'name="sure" value="501"' in text(asked)
    other = phone.post(at(here, "turnout_09"), {**told, "value": "502", "sure": "501"})
    assert other.status_code == 422  # what was confirmed was another number
    sure = phone.post(at(here, "turnout_09"), {**told, "sure": "501"})
    assert "melebihi pemilih terdaftar" in text(phone.get(sure["Location"]))


def test_taken_back_and_its_history_is_seen(signed_in: SignIn, world: World, day: dict) -> None:
    here, phone = station(world), signed_in("village_committee")
    row = reported(world, here, day["opened"])
    key = {"client_id": str(uuid7())}
    answer = [phone.post(f"/polling/check-ins/{row.pk}/withdraw/", key) for _ in range(2)][-1]
    told = text(phone.get(answer["Location"]))
    assert "Diurungkan" in told and "Laporan sebelumnya" in told
    assert CheckIn.objects.count() == 2 and Standing.objects.get().withdrawn


def test_hers_or_nobodys(signed_in: SignIn, world: World, day: dict) -> None:
    here, far = station(world), station(world, 1, ELSEWHERE)
    row = reported(world, far, day["opened"], by=world.post("kpu_liaison"))
    phone = signed_in("village_committee")
    assert phone.get(at(far, "opened")).status_code == 404
    assert phone.get(f"/polling/check-ins/{row.pk}/").status_code == 404
    assert phone.get(f"/polling/villages/{ELSEWHERE}/grid/").status_code == 404
    assert phone.get(at(here, "gone")).status_code == 404
    assert signed_in("council_member").get("/polling/").status_code == 403
    officer = signed_in("station_officer")
    assert officer.get(at(here, "opened")).status_code == 404


def test_wider_posts_choose_the_place(signed_in: SignIn, world: World, day: dict) -> None:
    for village in (VILLAGE, NEIGHBOUR, ELSEWHERE):
        station(world, 1, village)
    wide = signed_in("kpu_liaison")
    assert f"?place={DISTRICT}" in text(wide.get("/polling/"))
    assert f"?place={VILLAGE}" in text(wide.get(f"/polling/?place={DISTRICT}"))
    assert "TPS 001" in text(wide.get(f"/polling/?place={VILLAGE}"))
    assert f"/polling/villages/{NEIGHBOUR}/grid/" in text(
        wide.get(f"/polling/villages/{REGENCY}/grid/")
    )
    assert f"?place={NEIGHBOUR}" in text(signed_in("district_committee").get("/polling/"))


def cell(where: Station, code: str) -> str:
    return f"cell-{where.pk}-{code}"


def test_a_village_at_once(signed_in: SignIn, world: World, day: dict) -> None:
    one, two = station(world, 1), station(world, 2)
    opened = NINE - timedelta(hours=2)
    reported(world, one, day["opened"], happened_at=opened, written_at=opened)
    desk = signed_in("village_committee")
    shown = {cell(one, "opened"): "07.05"}
    sent = {
        "shown": json.dumps(shown),
        "sheet": str(uuid7()),
        cell(one, "opened"): "07.05",
        cell(one, "turnout_09"): "120",
        cell(two, "opened"): "0710",
        cell(two, "setup"): "x",
        cell(two, "turnout_09"): "501",
        cell(two, "personnel"): "25.00",
    }
    answer = desk.post(GRID, sent)
    told = text(answer)
    assert answer.status_code == 422 and "3 laporan diterima" in told
    assert f'name="sure-{cell(two, "turnout_09")}" value="501"' in told and "25.00" in told
    assert CheckIn.objects.count() == 4
    kept = json.loads(re.search(r'name="shown" value="([^"]*)"', told)[1].replace("&quot;", '"'))
    again = {**sent, "shown": json.dumps(kept), cell(two, "personnel"): "",
             f"sure-{cell(two, 'turnout_09')}": "501", cell(one, "opened"): "",
             cell(two, "setup"): kept[cell(two, "setup")]}  # fmt: skip
    assert desk.post(GRID, again).status_code == 302
    assert desk.post(GRID, again).status_code == 302
    assert CheckIn.objects.count() == 6
    assert Standing.objects.get(station=one, milestone=day["opened"]).withdrawn
    assert Standing.objects.get(station=two, milestone=day["turnout_09"]).flag == "over"


def test_what_others_changed_meanwhile_is_not_overwritten(
    signed_in: SignIn, world: World, day: dict
) -> None:
    here, desk = station(world), signed_in("village_committee")
    reported(world, here, day["turnout_09"], 130, written_at=NINE - timedelta(minutes=2))
    sent = {"shown": "{}", "sheet": str(uuid7()), cell(here, "turnout_09"): "120"}
    answer = desk.post(GRID, sent)
    assert answer.status_code == 422 and "130" in text(answer)
    assert Standing.objects.get().value == 130
    sent["shown"] = json.dumps({cell(here, "turnout_09"): "130"})
    assert desk.post(GRID, sent).status_code == 302
    assert Standing.objects.get().value == 120


@pytest.mark.parametrize("address", [GRID, "/polling/"])
def test_more_stations_cost_no_more_statements(
    signed_in: SignIn, world: World, day: dict, address: str
) -> None:
    desk = signed_in("village_committee")
    counts = []
    for numbers in (range(1, 4), range(4, 40)):
        for number in numbers:
            reported(world, station(world, number), day["opened"])
        desk.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
