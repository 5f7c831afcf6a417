"""Stations as they are kept: list, page, position, category, indicators, people, sums."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import load_workbook

from sinergi.kernel.problems import Problem
from sinergi.polling import tallying
from sinergi.polling.actions import (
    Finding,
    add_station,
    categorise_station,
    change_station,
    locate_station,
    place_person,
    record_findings,
    release_person,
    restore_station,
    strike_station,
)
from sinergi.polling.models import Indicator, Station, StationIndicator, Tally
from sinergi.polling.queries.stations import StationFilter, filter_of, meant, point_chunks, sums
from tests.factories import ELSEWHERE, VILLAGE, World
from tests.factories_polling import polling, reported, serving, station, stations
from tests.fixtures import Clock

Enter = Callable[[str], Client]
NINE = datetime(2024, 11, 27, 2, 5, tzinfo=UTC)


def tallies(world: World) -> list[tuple[Any, ...]]:
    rows = Tally.objects.filter(operation=world.operation).exclude(done=0)
    names = ("region_id", "milestone__code", "done", "late", "flagged", "value", "voters")
    return sorted(rows.values_list(*names))


def test_a_kept_station_moves_the_sums_of_its_village(world: World, clock: Clock) -> None:
    clock.moment = NINE
    day, by = polling(world), world.post("kpu_liaison")
    here, other = station(world, 1), station(world, 2)
    for where in (here, other):
        reported(world, where, day["turnout_09"], 100)
    facts = {"voters_male": 300, "voters_female": 310}
    change_station(by, here, **facts)
    assert tallies(world) == [(VILLAGE, "turnout_09", 2, 0, 0, 200, 1110)]
    strike_station(by, other, reason="Digabung")
    assert tallies(world) == [(VILLAGE, "turnout_09", 1, 0, 0, 100, 610)]
    restore_station(by, other)
    before = tallies(world)
    tallying.rebuild(world.operation)
    assert tallies(world) == before


@pytest.mark.parametrize("role", ["village_committee", "police_officer", "station_officer"])
def test_who_does_not_keep_the_list_changes_nothing(world: World, role: str) -> None:
    here = station(world)
    serving(world, here)
    with pytest.raises(Problem) as raised:
        change_station(world.post(role), here, voters_male=1)
    assert raised.value.status == 403


def test_a_station_elsewhere_is_not_to_be_known(world: World, signed_in: Enter) -> None:
    far = station(world, village=ELSEWHERE)
    assert signed_in("village_committee").get(far.get_absolute_url()).status_code == 404
    assert signed_in("station_officer").get(station(world).get_absolute_url()).status_code == 404


def test_who_stands_there_sets_the_position(world: World, signed_in: Enter) -> None:
    here = station(world)
    officer = serving(world, here)
    locate_station(officer, here, lon=111.552412345, lat=-7.7172)
    here.refresh_from_db()
    assert (here.lon, here.lat) == (111.552412, -7.7172)
    client = signed_in("station_officer")
    page = client.get(f"{here.get_absolute_url()}do/position/")
    assert "data-locate" in page.content.decode()
    sent = client.post(f"{here.get_absolute_url()}do/position/", {"lat": "-7,70", "lon": "111,55"})
    assert sent.status_code == 302
    here.refresh_from_db()
    assert here.lat == -7.7
    wrong = client.post(f"{here.get_absolute_url()}do/position/", {"lat": "x", "lon": "111"})
    assert wrong.status_code == 422


@pytest.mark.parametrize(
    ("role", "may"), [("kapolsek", True), ("kpu_liaison", True), ("babinsa", False)]
)
def test_police_and_kpu_set_the_category(world: World, role: str, may: bool) -> None:
    here = station(world)
    if may:
        assert categorise_station(world.post(role), here, "very").category == "very"
    else:
        with pytest.raises(Problem):
            categorise_station(world.post(role), here, "very")


def test_indicators_are_filled_in_on_the_spot(world: World, signed_in: Enter) -> None:
    polling(world)
    here = station(world)
    by = world.post("village_supervisor")
    record_findings(by, here, [Finding("V1.5", True, 4, "Kursi roda"), Finding("V7.1", False)])
    record_findings(by, here, [Finding("V1.5", True, 4, "Kursi roda")])
    rows = StationIndicator.objects.filter(station=here)
    assert sorted(rows.values_list("indicator__code", "present", "count")) == [
        ("V1.5", True, 4),
        ("V7.1", False, None),
    ]
    with pytest.raises(Problem) as raised:
        record_findings(by, here, [Finding("V9.9", True)])
    assert raised.value.field == "V9.9"
    page = signed_in("village_supervisor").get(here.get_absolute_url()).content.decode()
    assert "Kursi roda" in page
    assert by.title in page


def test_the_form_of_indicators_keeps_what_was_looked_at(world: World, signed_in: Enter) -> None:
    polling(world)
    here = station(world)
    row = Indicator.objects.get(operation=world.operation, code="V8.1")
    client = signed_in("village_supervisor")
    address = f"{here.get_absolute_url()}do/indicators/"
    assert row.title in client.get(address).content.decode()
    sent = {f"{row.pk.hex}-present": "yes", f"{row.pk.hex}-note": "Hanya SMS"}
    assert client.post(address, sent).status_code == 302
    found = StationIndicator.objects.get(station=here)
    assert (found.indicator.code, found.present, found.note) == ("V8.1", True, "Hanya SMS")


def test_what_was_looked_at_in_vain_is_said_with_one_box(world: World, signed_in: Enter) -> None:
    polling(world)
    here = station(world)
    row = Indicator.objects.get(operation=world.operation, code="V8.1")
    address = f"{here.get_absolute_url()}do/indicators/"
    sent = {f"{row.pk.hex}-present": "yes", "rest": "on"}
    assert signed_in("village_supervisor").post(address, sent).status_code == 302
    found = StationIndicator.objects.filter(station=here)
    asked = Indicator.objects.filter(operation=world.operation, active=True)
    assert found.count() == asked.count()
    assert found.get(present=True).indicator == row


def test_each_body_places_its_own_people(world: World) -> None:
    here = station(world)
    told = {"title": "Ketua KPPS TPS 001", "phone": "0811 222 333"}
    made = place_person(world.post("village_committee"), here, service="kpps", **told)
    assert made.phone == "+62811222333"
    with pytest.raises(Problem) as raised:
        place_person(world.post("village_committee"), here, service="police", title="Bhayangkara")
    assert raised.value.field == "service"
    with pytest.raises(Problem):
        release_person(world.post("village_supervisor"), made)
    assert release_person(world.post("kpu_liaison"), made).until is not None


def test_an_account_serves_in_its_own_service_only_once(world: World) -> None:
    here, by = station(world), world.post("kpu_liaison")
    post = world.post("station_officer")
    place_person(by, here, service="kpps", title="Anggota KPPS", post=post)
    assert list(Station.objects.visible_to(post)) == [here]
    for service in ("kpps", "ptps"):
        with pytest.raises(Problem) as raised:
            place_person(by, here, service=service, title="Lagi", post=post)
        assert raised.value.field == "post"


def test_people_stand_on_the_page_with_a_telephone(world: World, signed_in: Enter) -> None:
    here = station(world)
    by = world.post("police_officer")
    place_person(by, here, service="police", title="Pengamanan TPS", phone="0811222333")
    client = signed_in("police_officer")
    page = client.get(here.get_absolute_url()).content.decode()
    assert 'href="tel:+62811222333"' in page
    anonymous = Client().get(here.get_absolute_url())
    assert anonymous.status_code == 302


def test_the_list_narrows_and_sums(world: World, signed_in: Enter) -> None:
    polling(world)
    made = stations(world, 40)
    Station.objects.filter(pk=made[0].pk).update(category="very", network="weak", lat=-7.7, lon=111)
    record_findings(world.post("kpu_liaison"), made[0], [Finding("V7.1", True)])
    by = world.post("kpu_liaison")
    asked: dict[str, int] = {
        "": 40, "category=very": 1, "network=weak": 1, "network=unknown": 39, "flag=nowhere": 39,
        "flag=indicated": 1, "flag=struck": 0, "indicator=V7.1": 1, "indicator=V1.1": 0,
        "q=TPS 003": 4, "q=Jetis": 10, f"place={VILLAGE}": 10, "accessible=unknown": 40,
        "accessible=yes": 0, "flag=over": 0, "q=3 jetis": 1,
    }  # fmt: skip
    for query, count in asked.items():
        name, _, value = query.partition("=")
        wanted = filter_of({name: value})
        assert meant(by, wanted).count() == count, query
        assert signed_in("kpu_liaison").get(f"/polling/stations/?{query}").status_code == 200
    total = sums(by, filter_of({}))
    assert (total.stations, total.voters, total.placed) == (40, 20_000, 1)


def statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


@pytest.mark.parametrize("address", ["/polling/stations/", "/polling/stations/?view=map",
                                     "/polling/stations/points/", "/polling/stations/export/",
                                     "/polling/indicators/"])  # fmt: skip
def test_the_statements_do_not_grow_with_the_list(
    world: World, signed_in: Enter, address: str
) -> None:
    polling(world)
    stations(world, 10)
    client = signed_in("kpu_liaison")
    few = statements(client, address)
    Station.objects.all().delete()
    stations(world, 300)
    assert statements(client, address) <= few


def test_the_statements_of_a_page_do_not_grow_with_what_it_shows(
    world: World, signed_in: Enter
) -> None:
    polling(world)
    here, by = station(world), world.post("kpu_liaison")
    client = signed_in("kpu_liaison")
    place_person(by, here, service="kpps", title="Ketua")
    few = statements(client, here.get_absolute_url())
    for number in range(9):
        place_person(by, here, service="kpps", title=f"Anggota {number}")
    codes = Indicator.objects.filter(operation=world.operation, active=True)
    record_findings(by, here, [Finding(row.code, True) for row in codes])
    assert statements(client, here.get_absolute_url()) <= few


def test_points_are_geojson_and_say_when_they_are_approximate(
    world: World, signed_in: Enter
) -> None:
    here, other = station(world, 1), station(world, 2)
    Station.objects.filter(pk=here.pk).update(lon=111.55, lat=-7.71, category="special")
    client = signed_in("kpu_liaison")
    answer = client.get("/polling/stations/points/")
    found = json.loads(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    by_id = {one["properties"]["id"]: one for one in found["features"]}
    assert by_id[str(here.pk)]["geometry"]["coordinates"] == [111.55, -7.71]
    assert by_id[str(here.pk)]["properties"]["severity"] == "critical"
    assert by_id[str(other.pk)]["properties"]["approximate"] is True
    again = client.get("/polling/stations/points/", HTTP_IF_NONE_MATCH=answer["ETag"])
    assert again.status_code == 304


def test_points_speak_the_language_in_which_they_were_asked_for(world: World) -> None:
    station(world)
    with translation.override("en"):
        chunks = point_chunks(world.post("kpu_liaison"), StationFilter())
    with translation.override("id"):
        assert "Less vulnerable" in "".join(chunks)


def test_the_workbook_has_the_columns_of_the_import(world: World, signed_in: Enter) -> None:
    stations(world, 5)
    answer = signed_in("kpu_liaison").get("/polling/stations/export/")
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = [[cell.value for cell in cells] for cells in sheet.iter_rows()]
    assert rows[0][:4] == ["Kode desa", "Kecamatan", "Desa/Kelurahan", "Nomor TPS"]
    assert len(rows) == 6


def test_a_station_is_added_by_hand_once(world: World, signed_in: Enter) -> None:
    by = world.post("kpu_liaison")
    add_station(by, world.operation, world.region(), 7, voters_male=1, voters_female=2)
    with pytest.raises(Problem) as raised:
        add_station(by, world.operation, world.region(), 7)
    assert raised.value.field == "number"
    client = signed_in("kpu_liaison")
    sent = {"region": VILLAGE, "number": "8", "voters_male": "10", "voters_female": "12"}
    answer = client.post("/polling/stations/add/", sent)
    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(
    "address", ["/polling/stations/", "/polling/milestones/", "/polling/indicators/"]
)
@pytest.mark.parametrize("role", ["babinsa", "station_officer", "regent", "kpu_liaison"])
def test_pages_answer_every_role(world: World, signed_in: Enter, address: str, role: str) -> None:
    assert signed_in(role).get(address).status_code == 200
    polling(world)
    assert signed_in(role).get(address).status_code == 200


def test_the_api_lists_reads_changes_and_imports(world: World, signed_in: Enter) -> None:
    polling(world)
    client = signed_in("kpu_liaison")
    rows = [{"code": VILLAGE, "number": at, "male": 10, "female": 12} for at in (1, 2, 2)]

    def send(address: str, body: Any, method: str = "post") -> Any:
        return getattr(client, method)(
            f"/api/v1/polling/{address}", json.dumps(body), content_type="application/json"
        )

    plan = send("stations/import/plan", {"rows": rows}).json()
    assert (plan["new"], plan["error"]) == (2, 1)
    assert (plan["errors"][0]["row"], plan["errors"][0]["field"]) == (3, "number")
    assert send("stations/import", {"rows": rows}).status_code == 409
    assert send("stations/import", {"rows": rows[:2]}).json()["new"] == 2
    listed = client.get("/api/v1/polling/stations?limit=1").json()
    assert (listed["total"], len(listed["items"])) == (2, 1)
    assert listed["next"]
    key = listed["items"][0]["id"]
    changed = send(f"stations/{key}", {"voters_male": 11, "voters_female": 12}, "put").json()
    assert changed["voters_male"] == 11
    found = {"findings": [{"code": "V7.1", "present": True}]}
    told = send(f"stations/{key}/findings", found).json()
    assert [one["code"] for one in told["indicators"] if one["present"]] == ["V7.1"]
    assert send(f"stations/{key}/category", {"category": "very"}).json()["category"] == "very"
    assert send(f"stations/{key}/position", {"lon": 111.5, "lat": -7.7}).json()["lat"] == -7.7
