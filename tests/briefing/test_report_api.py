"""Situation reports for programs: the same actions, the same rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from sinergi.kernel.clock import now
from tests.factories import REGENCY, World
from tests.factories_briefing import HOUR, TEXTS, frozen, opened, part_of

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/situation-reports"


def send(client: Client, address: str, **told: Any) -> Any:
    """A write with the session of the page."""
    return client.post(address, told, content_type="application/json")


def test_a_report_goes_its_whole_way_through_the_api(
    world: World, signed_in: Callable[[str], Client]
) -> None:
    chair, army = signed_in("regional_secretary"), signed_in("army_officer")
    made = send(
        chair, ROOT, desk=str(world.desk(REGENCY).pk), kind="daily",
        from_at=(now() - 24 * HOUR).isoformat(), until_at=now().isoformat(),
    )  # fmt: skip
    assert made.status_code == 201, made.content
    here = f"{ROOT}/{made.json()['id']}"
    parts = chair.get(here).json()["report"]["parts"]
    mine = next(part["id"] for part in parts if part["kind"] == "kodim")
    theirs = next(part["id"] for part in parts if part["kind"] == "kpu")
    told = send(army, f"/api/v1/report-parts/{mine}/write", texts={"security": "Aman."})
    assert told.json()["state"] == "written"
    assert send(army, f"/api/v1/report-parts/{mine}/sign").json()["state"] == "signed"
    assert send(army, f"/api/v1/report-parts/{theirs}/nil").status_code == 403
    assert send(chair, f"{here}/approve").status_code == 409
    assert send(chair, f"{here}/freeze").json()["state"] == "frozen"
    assert send(chair, f"{here}/complete", situation="calm", texts=TEXTS).status_code == 200
    assert send(chair, f"{here}/approve").json()["state"] == "approved"
    assert send(chair, f"{here}/return", reason="Tambah.").json()["state"] == "frozen"
    assert send(chair, f"{here}/approve").status_code == 200
    out = send(chair, f"{here}/publish").json()
    assert out["number"].startswith("LAPSIT/")
    assert send(chair, f"{here}/correct", what="Satu, bukan dua.").status_code == 200
    assert army.get(f"{here}/document")["Content-Type"] == "application/pdf"
    assert army.get(f"{here}/annex").status_code == 200
    whole = army.get(here).json()
    assert whole["report"]["figures"]["schema"] == "sinergi.situation-report/1"
    assert "LAPORAN SITUASI HARIAN" in whole["text"]


def test_lists_begin_at_what_is_hers(world: World, signed_in: Callable[[str], Client]) -> None:
    row = frozen(world)
    found = signed_in("regent").get(f"{ROOT}?state=frozen").json()
    assert [one["id"] for one in found["items"]] == [str(row.pk)]
    village = signed_in("village_head")
    assert village.get(ROOT).json()["total"] == 0
    assert village.get(f"{ROOT}/{row.pk}").status_code == 404
    assert village.get(f"{ROOT}/{row.pk}/document").status_code == 404


def test_a_part_of_another_operation_is_not_there(
    world: World, other_world: World, signed_in: Callable[[str], Client]
) -> None:
    part = part_of(opened(other_world), "kodim")
    answer = send(signed_in("army_officer"), f"/api/v1/report-parts/{part.pk}/nil")
    assert answer.status_code == 404
