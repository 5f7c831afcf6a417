"""The door of a meeting in the browser: the screen that shows its code, the phone that scans it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from sinergi.kernel.clock import real_now
from sinergi.meetings import attendance_code
from sinergi.meetings.models import Meeting
from tests.factories import World
from tests.factories_meetings import meeting

pytestmark = pytest.mark.django_db
Enter = Callable[[str], Client]


def url(name: str, row: Any, *more: str) -> str:
    """An address of the meeting (or of what belongs to it)."""
    return reverse(f"meetings:{name}", args=[row.pk, *more])


def code_on(client: Client, row: Meeting) -> str:
    """What the screen at the door shows."""
    page = client.get(url("door", row)).content.decode()
    found = re.search(r'class="door-letters">([^<]+)<', page)
    assert found
    return found[1]


def test_a_scanned_code_is_one_tap(world: World, signed_in: Enter) -> None:
    """Opening the page changes nothing; the tap does; a second time she is told so."""
    row = meeting(world, "running")
    code = code_on(signed_in("duty_officer"), row)
    police = signed_in("police_officer")
    page = police.get(url("here", row), {"c": code})
    assert page.context["scanned"]
    assert not row.participants.filter(present_at__isnull=False).exists()
    assert police.post(url("here", row), {"code": code, "sex": "f"}).status_code == 302
    assert row.participants.get(agency=world.agencies["polres"]).present_means == "qr"
    assert police.get(url("here", row)).context["there"]


def test_only_the_secretary_shows_the_code(world: World, signed_in: Enter) -> None:
    """Or somebody absent would read it at home."""
    row = meeting(world, "running")
    assert signed_in("police_officer").get(url("door", row)).status_code == 403
    part = signed_in("duty_officer").get(url("door", row), HTTP_HX_REQUEST="true")
    assert "<html" not in part.content.decode()
    assert "<svg" in part.content.decode()
    assert part["Cache-Control"].count("no-store")


def test_five_wrong_codes_shut_the_door(world: World, signed_in: Enter) -> None:
    """For her alone, for five minutes; then the right one is not even tried."""
    cache.clear()
    row = meeting(world, "running")
    police = signed_in("police_officer")
    for _time in range(5):
        assert police.post(url("here", row), {"code": "AAAA-AAAA"}).status_code == 422
    code = code_on(signed_in("duty_officer"), row)
    assert police.post(url("here", row), {"code": code}).status_code == 429
    assert signed_in("kpu_liaison").post(url("here", row), {"code": code}).status_code == 302
    cache.clear()


def test_who_is_in_the_room_uncalled_is_sent_to_the_secretary(
    world: World, signed_in: Enter
) -> None:
    """Her code proves that she is there; without one the meeting does not exist for her."""
    row = meeting(world, "running")
    step = attendance_code.step_of(real_now())
    code = attendance_code.code_at(row.attendance_secret, str(row.pk), step)
    client = signed_in("village_head")
    assert client.get(url("here", row), {"c": code}).status_code == 403
    assert client.get(url("here", row), {"c": "AAAAAAAA"}).status_code == 404


def test_by_hand_is_one_tap_each(world: World, signed_in: Enter) -> None:
    """And the list is a PDF."""
    row = meeting(world, "running")
    client = signed_in("duty_officer")
    seat = row.participants.first()
    answer = client.post(url("seat-do", seat, "present"), {"sex": "f", "came_as": ""})
    assert answer["Location"] == f"{url('attendance', row)}#seat-{seat.pk}"
    told = {"label": "Tokoh pemuda", "sex": "m", "agency": ""}
    assert client.post(url("meeting-do", row, "late"), told).status_code == 302
    page = client.get(url("attendance", row))
    seats = page.context["seats"]
    assert (len(seats.present), seats.women, seats.men, seats.share) == (2, 1, 1, 0.25)
    client.post(url("seat-do", seat, "absent"))
    client.post(url("meeting-do", row, "attendance-list"))
    assert client.get(url("attendance-pdf", row))["Content-Type"] == "application/pdf"
