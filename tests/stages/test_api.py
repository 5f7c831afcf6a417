"""The calendar in the API."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sinergi.stages.models import Stage
from tests.factories import World
from tests.factories_stages import calendar

Enter = Callable[[str], Client]


@pytest.fixture
def stages(world: World) -> dict[str, Stage]:
    return calendar(world)


def send(client: Client, path: str, **body: Any) -> Any:
    token = client.get("/stages/").cookies["csrftoken"].value
    return client.post(
        f"/api/v1/stages{path}", json.dumps(body), "application/json", HTTP_X_CSRFTOKEN=token
    )


def test_the_calendar_is_read(world: World, stages: dict[str, Stage], signed_in: Enter) -> None:
    client = signed_in("babinsa")
    rows = {row["code"]: row for row in client.get("/api/v1/stages").json()}
    assert set(rows) == set(stages)
    assert rows["S07"]["starts_on"] == "2024-09-25" and rows["S07"]["start_offset"] == -63
    assert rows["S04"]["is_on"] and rows["S04"]["days_left"] == 11
    assert rows["S07a"]["parent"] == "S07"
    on = client.get("/api/v1/stages?on=2024-11-27&main=true").json()
    assert [row["code"] for row in on] == ["S09", "S10"]
    one = client.get("/api/v1/stages/S11").json()
    assert one["anchor"] == "brpk_notice" and not one["verified"]
    assert client.get("/api/v1/stages/S99").status_code == 404


def test_a_list_costs_the_same(world: World, stages: dict[str, Stage], signed_in: Enter) -> None:
    client = signed_in("babinsa")
    client.get("/api/v1/stages")
    with CaptureQueriesContext(connection) as all_of_them:
        client.get("/api/v1/stages")
    with CaptureQueriesContext(connection) as few:
        client.get("/api/v1/stages?on=2024-11-26")
    assert len(all_of_them) == len(few)


def test_a_keeper_moves_and_sets(world: World, stages: dict[str, Stage], signed_in: Enter) -> None:
    client = signed_in("kpu_liaison")
    told = {"starts_on": "2024-09-24", "ends_on": "2024-09-24", "reason": "Keputusan KPU."}
    assert send(client, "/S05/move", **told).json()["start_offset"] == -64
    answer = send(client, "/anchors/brpk_notice/set", day="2025-01-06", reason="Surat MK.")
    assert answer.json()["day"] == "2025-01-06"
    assert client.get("/api/v1/stages/S11").json()["ends_on"] == "2025-01-09"
    days = {row["code"]: row["day"] for row in client.get("/api/v1/stages/anchors").json()}
    assert days["voting_day"] == "2024-11-27" and days["court_ruling"] is None
    told = {
        "leader": "kpu",
        "tension": 2,
        "kinds": ["clash"],
        "why_id": "Ramai.",
        "reason": "Rakor.",
    }
    assert send(client, "/S07/change", **told).json()["tension"] == 2
    assert send(client, "/open").status_code == 200


def test_what_is_wrong_is_named(world: World, stages: dict[str, Stage], signed_in: Enter) -> None:
    client = signed_in("kpu_liaison")
    told = {"starts_on": "2024-09-24", "ends_on": "2024-09-23", "reason": "Keputusan KPU."}
    answer = send(client, "/S05/move", **told)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "ends_on"
    assert send(client, "/S05/move", starts_on="2099-01-01", ends_on=None,
                reason="x").status_code == 422  # fmt: skip
    assert send(signed_in("regent"), "/S05/move", **told).status_code == 403


def test_a_feed_is_made_and_revoked(
    world: World, stages: dict[str, Stage], signed_in: Enter
) -> None:
    client = signed_in("babinsa")
    made = send(client, "/feeds", kind="person")
    assert made.status_code == 201
    path = made.json()["address"].removeprefix("http://testserver")
    assert Client().get(path).status_code == 200
    (row,) = client.get("/api/v1/stages/feeds").json()
    assert "address" not in row
    assert send(client, f"/feeds/{row['id']}/revoke").status_code == 200
    assert Client().get(path).status_code == 404
