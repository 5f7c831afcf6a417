"""The pages of vulnerability: map and list, one place, weights, comparison, and the register."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from sinergi.followups.models import Followup
from sinergi.kernel.clock import now
from sinergi.polling.models import Station
from sinergi.risk.drawing import Day, course_svg
from sinergi.risk.models import Risk, RiskIndicator, Weighting
from sinergi.risk.words import step_of, step_of_move
from tests.factories import DISTRICT, ELSEWHERE, NEIGHBOUR, VILLAGE, World, many_incidents, report
from tests.factories_polling import station
from tests.factories_risk import assessed, computed, indicator, prepared, risk

pytestmark = pytest.mark.django_db
Enter = Callable[[str], Client]


@pytest.fixture
def scored(world: World) -> World:
    """Two villages assessed, a station in one of them, and the index of today."""
    prepared(world)
    station(world)
    assessed(world, history_violence=4, history_vote_buying=3, hard_to_reach=2)
    assessed(world, NEIGHBOUR, history_violence=1)
    computed(world)
    return world


def test_the_list_has_every_village_of_hers(scored: World, signed_in: Enter) -> None:
    page = signed_in("regent").get("/risk/")
    assert page.status_code == 200
    found = page.context["found"]
    assert {row.score.region_id for row in found.rows} >= {VILLAGE, NEIGHBOUR, ELSEWHERE}
    assert found.rows[0].score.region_id == VILLAGE
    narrow = signed_in("district_head").get("/risk/").context["found"]
    assert {row.score.region_id for row in narrow.rows} == {VILLAGE, NEIGHBOUR}


def test_without_a_score_it_says_so(world: World, signed_in: Enter) -> None:
    client = signed_in("regent")
    for address in ("/risk/", "/risk/comparison/", "/risk/weights/", "/risk/register/",
                    "/risk/assess/", f"/risk/{VILLAGE}/"):  # fmt: skip
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize(
    "query",
    ["show=contestation", "show=change", "level=station", "category=very", "day=2024-09-10",
     "day=nonsense", f"place={DISTRICT}", f"place={DISTRICT}&level=station", "place=99"],
)  # fmt: skip
def test_every_filter_answers(scored: World, signed_in: Enter, query: str) -> None:
    assert signed_in("district_head").get(f"/risk/?{query}").status_code == 200


def test_the_list_takes_few_statements(scored: World, signed_in: Enter) -> None:
    """Whatever the number of villages and stations."""
    client = signed_in("regent")
    client.get("/risk/")
    counts = []
    for number in (2, 9):
        with CaptureQueriesContext(connection) as told:
            client.get("/risk/?level=station")
        counts.append(len(told))
        for at in range(number, number + 5):
            station(scored, at)
        computed(scored)
    assert counts[0] == counts[1]


def test_a_village_says_why(scored: World, signed_in: Enter) -> None:
    page = signed_in("district_head").get(f"/risk/{VILLAGE}/")
    text = page.content.decode()
    title = indicator(scored, "history_violence").title_id
    remedy = indicator(scored, "history_violence").remedy_id
    assert title in text and remedy in text
    assert "tingkat 4 dari 4" in text or "level 4" in text
    points = sum(one.points for one in page.context["why"].reasons)
    assert points == pytest.approx(page.context["score"].total, abs=0.01)
    assert [score.station.number for score, _bar in page.context["stations"]] == [1]


def test_what_lies_elsewhere_is_not_there(scored: World, signed_in: Enter) -> None:
    client = signed_in("district_head")
    other = station(scored, village=ELSEWHERE)
    for address in (f"/risk/{ELSEWHERE}/", f"/risk/stations/{other.pk}/", "/risk/nonsense/",
                    f"/risk/{ELSEWHERE}/assess/"):  # fmt: skip
        assert client.get(address).status_code == 404, address
    assert client.get(f"/risk/{DISTRICT}/").status_code == 302


def test_a_station_shows_hand_and_index(scored: World, signed_in: Enter) -> None:
    row = Station.objects.get(operation=scored.operation)
    row.category = "very"
    row.save()
    text = signed_in("kpu_liaison").get(f"/risk/stations/{row.pk}/").content.decode()
    assert "Sangat rawan" in text
    page = signed_in("kpu_liaison").get("/risk/comparison/")
    assert page.context["found"].stations == 1
    row.refresh_from_db()
    assert row.category == "very"


def test_an_incident_leads_to_its_village(scored: World, signed_in: Enter) -> None:
    case = report(scored)
    text = signed_in("village_head").get(f"/incidents/{case.pk}/").content.decode()
    assert f"/risk/{VILLAGE}/" in text


def test_scores_go_out_as_a_workbook(scored: World, signed_in: Enter) -> None:
    answer = signed_in("regent").get("/risk/export/")
    rows = list(load_workbook(io.BytesIO(answer.content)).worksheets[0].values)
    assert len(rows) == 5
    assert rows[1][0] == VILLAGE


# -- weights


def sent(page: Any, **changes: Any) -> dict[str, Any]:
    """What the form would send, with `changes`."""
    form = page.context["form"]
    told = {name: str(form[name].value() or "0") for name in form.fields if name != "why"}
    return told | {"why": "Uji"} | changes


def test_a_look_at_the_past_keeps_nothing(scored: World, signed_in: Enter) -> None:
    client = signed_in("regional_secretary")
    page = client.get("/risk/weights/change/")
    told = sent(page, vulnerable_from="5", very_from="10", why="", look="yes")
    looked = client.post("/risk/weights/change/", told)
    assert looked.status_code == 200
    (first, _counts) = looked.context["effects"][0]
    assert first.before != first.after and looked.context["moved"]
    assert Weighting.objects.count() == 1


def test_new_weights_are_a_version_with_its_reason(scored: World, signed_in: Enter) -> None:
    client = signed_in("regional_secretary")
    told = sent(client.get("/risk/weights/change/"), **{"w-history_violence": "3", "keep": "yes"})
    assert client.post("/risk/weights/change/", told).status_code == 302
    row = Weighting.objects.in_force(scored.operation)
    assert row is not None
    assert (row.number, row.note, row.weights["history_violence"]) == (2, "Uji", 3.0)


def test_wrong_weights_are_told_at_their_field(scored: World, signed_in: Enter) -> None:
    client = signed_in("regional_secretary")
    page = client.get("/risk/weights/change/")
    answer = client.post("/risk/weights/change/", sent(page, very_from="3", keep="yes"))
    assert answer.status_code == 422
    assert "very_from" in answer.context["form"].errors
    assert Weighting.objects.count() == 1


def test_others_look_at_weights_but_change_none(scored: World, signed_in: Enter) -> None:
    client = signed_in("village_head")
    assert client.get("/risk/weights/").status_code == 200
    assert client.get("/risk/weights/change/").status_code == 403
    assert client.get("/risk/indicators/add/").status_code == 403


def test_an_indicator_is_added_and_switched_off(scored: World, signed_in: Enter) -> None:
    client = signed_in("regional_secretary")
    told = {"code": "market_day", "title": "Hari pasaran pada hari pemungutan", "unit": "village",
            "dimension": "participation", "measure": "yes_no",
            "remedy": "Pindahkan pasar"}  # fmt: skip
    assert client.post("/risk/indicators/add/", told).status_code == 302
    row = RiskIndicator.objects.get(code="market_day")
    page = client.get(f"/risk/indicators/{row.pk}/edit/")
    assert page.status_code == 200
    edited = {"title": row.title_id, "remedy": row.remedy_id, "basis": ""}
    assert client.post(f"/risk/indicators/{row.pk}/edit/", edited).status_code == 302
    row.refresh_from_db()
    assert not row.active


# -- the register


def test_a_risk_from_its_place_to_its_prevention(world: World, signed_in: Enter) -> None:
    client = signed_in("village_head")
    assert client.get("/risk/register/new/").status_code == 200
    told = {"kind": "violence", "title": "Bentrok di lapangan", "likelihood": "4", "impact": "4",
            "review_on": "2024-09-17"}  # fmt: skip
    made = client.post(f"/risk/register/new/?region={VILLAGE}", told)
    row = Risk.objects.get()
    assert made["Location"] == row.get_absolute_url()
    page = client.get(row.get_absolute_url())
    assert page.context["proposed"][0].kind == "violence"
    form = client.get(f"{row.get_absolute_url()}measure/?suggestion=patrol")
    proposed = form.context["form"]
    assert "Patroli" in proposed["title"].value()
    assert proposed["to"].value() == f"agency:{world.agencies['polsek'].pk}"
    sending = {
        "title": "Patroli bersama", "to": f"agency:{world.agencies['polsek'].pk}",
        "due_at": "2024-09-13T16:00", "suggestion": "patrol",
    }  # fmt: skip
    assert client.post(f"{row.get_absolute_url()}measure/", sending).status_code == 302
    assert Followup.objects.get().kind == "prevention"
    assert "Patroli bersama" in client.get(row.get_absolute_url()).content.decode()


def test_nothing_entered_is_lost(world: World, signed_in: Enter) -> None:
    client = signed_in("village_head")
    told = {"kind": "violence", "title": "Bentrok di lapangan", "likelihood": "4", "impact": "",
            "review_on": "2024-09-01"}  # fmt: skip
    answer = client.post(f"/risk/register/new/?region={VILLAGE}", told)
    assert answer.status_code == 422
    assert "impact" in answer.context["form"].errors
    assert "Bentrok di lapangan" in answer.content.decode()


def test_the_register_goes_out_and_the_journal_knows(world: World, signed_in: Enter) -> None:
    risk(world, title="=1+1")
    answer = signed_in("district_head").get("/risk/register/export/")
    (heads, row) = load_workbook(io.BytesIO(answer.content)).worksheets[0].values
    assert len(heads) == len(row)
    assert row[4] == "'=1+1"
    assert signed_in("village_committee").get("/risk/register/export/").status_code == 403


def test_the_register_filters(world: World, signed_in: Enter) -> None:
    risk(world)
    risk(world, NEIGHBOUR, likelihood=1, impact=2, kind="hoax")
    risk(world, ELSEWHERE, state="closed")
    client = signed_in("regent")

    def count(query: str) -> int:
        return int(client.get(f"/risk/register/?{query}").context["page"].paginator.count)

    assert [count(q) for q in ("", "state=all", "grade=low", "kind=hoax", "state=bare")] == [
        2, 3, 1, 1, 2,
    ]  # fmt: skip
    assert count(f"place={VILLAGE}") == 1


# -- drawing and words


def test_steps_never_fall_while_the_value_rises() -> None:
    steps = [step_of(value / 10, 20, 35) for value in range(1001)]
    assert steps == sorted(steps) and set(steps) == {1, 2, 3, 4, 5}
    moves = [step_of_move(value / 10) for value in range(-100, 101)]
    assert moves == sorted(moves) and set(moves) == {6, 7, 8, 9, 10}
    assert step_of(None, 20, 35) == step_of_move(None) == -1


def test_the_course_stays_in_its_frame() -> None:
    days = [
        Day(date(2024, 9, 1) + timedelta(days=at), str(at), at * 10.0, 0, 100.0, 1 + at // 5)
        for at in range(10)
    ]
    drawn = course_svg(days, [(20, "<rawan>")], title="Perjalanan")
    assert drawn.startswith("<svg") and "&lt;rawan&gt;" in drawn and "v2" in drawn
    assert course_svg(days[:1], [], title="") == ""


def test_many_incidents_leave_the_page_as_quick(scored: World, signed_in: Enter) -> None:
    client = signed_in("regent")
    client.get(f"/risk/{VILLAGE}/")
    with CaptureQueriesContext(connection) as before:
        client.get(f"/risk/{VILLAGE}/")
    many_incidents(scored, 50, at=now())
    computed(scored)
    with CaptureQueriesContext(connection) as after:
        client.get(f"/risk/{VILLAGE}/")
    assert len(after) == len(before) <= 30
