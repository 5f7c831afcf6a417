"""Planning, inviting and attending by a program."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sinergi.kernel.clock import now, real_now
from sinergi.meetings import attendance_code
from sinergi.meetings.models import Meeting
from tests.api.conftest import Program, token_for
from tests.factories import REGENCY, World
from tests.factories_meetings import meeting

pytestmark = pytest.mark.django_db


def program(world: World, role: str) -> Program:
    """A program that reads and acts for the post of that role."""
    return Program(token_for(world, role, "read", "write"), Client())


def facts(**told: Any) -> dict[str, Any]:
    """What a meeting tomorrow is planned with."""
    start = now() + timedelta(days=1)
    made = {
        "kind": "forum", "title": "Rakor", "starts_at": start.isoformat(),
        "ends_at": (start + timedelta(hours=2)).isoformat(), "place": "Pendopo",
        "chair": "Bupati Madiun",
    }  # fmt: skip
    return made | told


def test_from_the_plan_to_the_attendance_list(world: World) -> None:
    """All of it without a page."""
    clerk, police = program(world, "duty_officer"), program(world, "police_officer")
    seats = [{"label": "Kapolres", "agency": str(world.agencies["polres"].pk)}]
    body = facts(desk=str(world.desk(REGENCY).pk), agenda=[{"title": "Pembukaan"}], called=seats)
    answer = clerk.post("/meetings", body)
    assert answer.status_code == 201, answer.content
    row = answer.json()
    assert (row["called"], row["agenda"][0]["title"]) == (1, "Pembukaan")
    path = f"/meetings/{row['id']}"
    point = clerk.post(f"{path}/point", {"title": "Penutup", "minutes": 5}).json()
    keys = [point["id"], row["agenda"][0]["id"]]
    assert clerk.post(f"{path}/order", {"order": keys}).json()["agenda"][0]["title"] == "Penutup"
    clerk.post(f"/agenda-points/{point['id']}/change", {"title": "Doa penutup"})
    assert clerk.post(f"/agenda-points/{point['id']}/drop").status_code == 200
    told = clerk.post(f"{path}/invite").json()
    assert told["state"] == "invited"
    assert clerk.get(told["invitation"]["pdf"])["Content-Type"] == "application/pdf"
    assert b"BEGIN:VCALENDAR" in clerk.get(told["calendar"]).content
    seat = told["seats"][0]["id"]
    reply = police.post(f"/seats/{seat}/reply", {"reply": "deputy", "deputy": "Kabag Ops"})
    assert reply.json()["deputy"] == "Kabag Ops"
    assert clerk.post(f"{path}/open").json()["state"] == "running"
    opened = Meeting.objects.get(pk=row["id"])
    step = attendance_code.step_of(real_now())
    code = attendance_code.code_at(opened.attendance_secret, row["id"], step)
    assert police.post(f"{path}/check-in", {"code": "AAAAAAAA"}).status_code == 422
    assert police.post(f"{path}/check-in", {"code": code}).json()["present_by"] == "qr"
    late = clerk.post(f"{path}/late", {"label": "Tokoh pemuda", "sex": "f"}).json()
    assert clerk.post(f"/seats/{late['id']}/absent").json()["struck"]
    assert clerk.post(f"{path}/attendance-list").json()["attendance_list"]["number"]
    assert clerk.post(f"{path}/close").json()["state"] == "held"
    assert clerk.get("/meetings?state=held").json()["total"] == 1


def test_the_secret_of_the_door_is_never_told(world: World) -> None:
    """Nor is a meeting to whom it does not concern."""
    row = meeting(world, "running")
    text = program(world, "duty_officer").get(f"/meetings/{row.pk}").content.decode()
    assert row.attendance_secret not in text
    assert program(world, "village_head").get(f"/meetings/{row.pk}").status_code == 404


def test_changing_and_cancelling(world: World) -> None:
    """With the reason; what may not be done says why."""
    row = meeting(world, "invited")
    clerk, kpu = program(world, "duty_officer"), program(world, "kpu_liaison")
    path = f"/meetings/{row.pk}"
    assert kpu.post(f"{path}/change", facts()).status_code == 403
    told = clerk.post(f"{path}/change", facts(remark="Ruang dipakai.")).json()
    assert (told["place"], told["sequence"]) == ("Pendopo", 1)
    called = {"called": [{"label": "Kajari", "agency": str(world.agencies["kejari"].pk)}]}
    assert clerk.post(f"{path}/call", called).json()["called"] == 5
    wrong = {"called": [{"label": "X", "agency": str(row.pk)}]}
    assert clerk.post(f"{path}/call", wrong).status_code == 422
    offered = {one["action"]: one for one in kpu.get(path).json()["actions"]}
    assert not offered["cancel"]["allowed"]
    assert offered["cancel"]["reason"]
    assert clerk.post(f"{path}/cancel", {"reason": "Bencana"}).json()["state"] == "cancelled"
    assert clerk.post(f"{path}/open").status_code == 409


def test_a_matter_is_proposed_once(world: World) -> None:
    """Its address is a path of the house, never one outside."""
    row = meeting(world)
    clerk = program(world, "duty_officer")
    body = {"title": "Kotak suara", "origin": "Kesiapan", "origin_url": "/readiness/1/"}
    first = clerk.post(f"/meetings/{row.pk}/propose", body).json()
    assert clerk.post(f"/meetings/{row.pk}/propose", body).json()["id"] == first["id"]
    outside = body | {"origin_url": "//example.test/"}
    assert clerk.post(f"/meetings/{row.pk}/propose", outside).status_code == 422
