"""Minutes, directives and the action plan in the API."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sinergi.kernel.clock import now
from sinergi.meetings.actions import close_meeting
from tests.factories_meetings import meeting as make_meeting

API = "/api/v1"


@pytest.fixture
def running(world):
    return make_meeting(world, "running")


@pytest.fixture
def call(signed_in):
    def ask(role, method, path, **told):
        client = signed_in(role)
        if method == "get":
            return client.get(f"{API}{path}", told)
        return client.post(f"{API}{path}", told, "application/json")

    return ask


def test_minutes_are_written_issued_and_corrected(world, running, call):
    base = f"/meetings/{running.pk}/minutes"
    point = call("regent", "get", base).json()["points"][0]
    address = f"/agenda-points/{point['id']}/minutes"
    written = call("regional_secretary", "post", address, text="Dibuka", based_on=0)
    assert written.json()["revision"] == 1
    late = call("duty_officer", "post", address, text="Lain", based_on=0)
    assert (late.status_code, late.json()["code"]) == (409, "minutes-changed")
    assert call("regent", "post", address, text="Lain", based_on=1).status_code == 403
    assert call("elsewhere:kapolsek", "post", address, text="L", based_on=1).status_code == 404
    assert call("regional_secretary", "post", f"{base}/issue").status_code == 409
    close_meeting(world.post("desk_coordinator"), running)
    issued = call("regional_secretary", "post", f"{base}/issue").json()
    assert issued["documents"][0]["number"] == "NOT/35.19/2024/000001"
    told = {"texts": {point["id"]: "Dibuka pukul 08.00"}, "reason": "Waktu kurang"}
    corrected = call("regional_secretary", "post", f"{base}/correct", **told).json()
    assert [one["in_force"] for one in corrected["documents"]] == [False, True]
    pdf = corrected["documents"][0]["pdf"].removeprefix(API)
    assert call("regent", "get", pdf)["Content-Type"] == "application/pdf"
    assert call("elsewhere:kapolsek", "get", pdf).status_code == 404
    history = call("regent", "get", f"{base}/history").json()
    assert [one["number"] for one in history] == [2, 1]


def test_a_directive_is_given_listed_and_withdrawn(world, running, call):
    told = {
        "text": "Patroli", "agencies": [str(world.agencies["polsek"].pk)],
        "desks": [str(world.desk().pk)], "due_at": (now() + timedelta(days=2)).isoformat(),
        "in_plan": True,
    }  # fmt: skip
    address = f"/meetings/{running.pk}/directives"
    given = call("regional_secretary", "post", address, **told)
    assert given.status_code == 201
    assert len(given.json()["owners"]) == 2
    none = call("regional_secretary", "post", address, **{**told, "agencies": [], "desks": []})
    assert none.json()["errors"][0]["field"] == "owners"
    assert call("regent", "post", address, **told).status_code == 403
    path = given.json()["href"].removeprefix(API)
    listed = call("kapolsek", "get", "/directives", state="open").json()
    assert [one["href"] for one in listed["items"]] == [given.json()["href"]]
    assert call("elsewhere:village_head", "get", "/directives").json()["total"] == 0
    assert call("elsewhere:village_head", "get", path).status_code == 404
    shares = call("regent", "get", "/directives/shares").json()
    assert shares["all"] == {
        "owner": "Semua", "in_time": 0, "due": 0, "late": 0, "ahead": 2, "share": None,
    }  # fmt: skip
    plan = call("regent", "get", "/action-plan", year=2024, period="B12").json()
    assert [row["action"] for row in plan["rows"]] == ["Patroli"]
    gone = call("regional_secretary", "post", f"{path}/withdraw", reason="Ganda").json()
    assert {part["state"] for part in gone["owners"]} == {"withdrawn"}


def test_the_report_is_issued_and_taken(world, call):
    told = {"year": 2024, "period": "B12"}
    assert call("regent", "post", "/action-plan/issue", **told).status_code == 403
    paper = call("regional_secretary", "post", "/action-plan/issue", **told)
    assert paper.status_code == 201
    pdf = paper.json()["pdf"].removeprefix(API)
    assert call("regent", "get", pdf)["Content-Type"] == "application/pdf"
    assert call("village_head", "get", pdf).status_code == 404
    assert call("regent", "get", "/action-plan/excel", **told).status_code == 200
    assert call("kpu_liaison", "get", "/action-plan/excel", **told).status_code == 403
    assert call("regent", "get", "/action-plan", year=2024, period="B05").status_code == 422
