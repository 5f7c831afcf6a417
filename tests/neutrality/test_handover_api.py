"""Hand-overs through the API: for programs of Bawaslu, and the open figures for everybody."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from django.test import Client

from sinergi.kernel.clock import now
from sinergi.kernel.models import JournalEntry
from tests.factories import World
from tests.factories_neutrality import Chamber, sealed_case
from tests.neutrality.test_handover import SUMMARY, decided

API = "/api/v1/neutrality"


def post(client: Client, address: str, **told: Any) -> Any:
    return client.post(API + address, json.dumps(told), content_type="application/json")


def test_the_story_of_a_hand_over(world: World, keys: Chamber, handler: Client) -> None:
    case = decided(world)
    made = post(handler, f"/cases/{case.pk}/handovers", authority="bkn", track="discipline",
                summary=SUMMARY, subject="Lurah Contoh", basis="PP 94/2021")  # fmt: skip
    assert made.status_code == 201, made.content
    here = f"/handovers/{made.json()['id']}"
    assert post(handler, here + "/send").json()["state"] == "sent"
    taken = post(handler, here + "/package")
    names = zipfile.ZipFile(io.BytesIO(b"".join(taken.streaming_content))).namelist()
    assert "case.json" in names
    assert post(handler, here + "/package", recipient="age1x").status_code == 422
    assert post(handler, here + "/remind").status_code == 409
    told = post(handler, here + "/answer", answered_at=now().isoformat(), outcome="not_proven",
                text="Tidak terbukti.")  # fmt: skip
    assert told.json()["outcome"] == "not_proven"
    assert handler.get(f"{API}/handovers").json()["total"] == 0
    assert handler.get(f"{API}/handovers?state=all").json()["items"][0]["state"] == "answered"
    assert JournalEntry.objects.filter(verb="handover.answered", door="api").exists()


def test_without_an_unlocked_key_no_letter_is_written_or_read(
    world: World, keys: Chamber, signed_in: Any
) -> None:
    case = decided(world)
    locked = signed_in("bawaslu_handler")
    made = post(locked, f"/cases/{case.pk}/handovers", authority="bkn", track="discipline",
                summary=SUMMARY, subject="Lurah", basis="PP 94/2021")  # fmt: skip
    assert made.status_code == 423


@pytest.mark.parametrize("role", ["regent", "administrator", "identity_keeper"])
def test_nobody_else_knows_of_it(world: World, keys: Chamber, signed_in: Any, role: str) -> None:
    case = decided(world)
    client = signed_in(role)
    assert client.get(f"{API}/handovers").status_code == 404
    told = {"authority": "bkn", "track": "discipline", "summary": "x", "subject": "x", "basis": "x"}
    assert post(client, f"/cases/{case.pk}/handovers", **told).status_code == 404


def test_anyone_reads_the_open_figures(world: World, keys: Chamber, client: Client) -> None:
    sealed_case(world)
    told = client.get(f"{API}/figures").json()
    assert told["until"] is None and told["total"] is None
    assert client.get(f"{API}/figures?operation=nirgendwo").status_code == 404
