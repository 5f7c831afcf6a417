"""A program of Bawaslu unlocks its post's key with the passphrase, and reads."""

from __future__ import annotations

import pytest
from django.test import Client

from sinergi.neutrality.models import Unlocking
from tests.api.conftest import Program, token_for
from tests.factories import World
from tests.factories_neutrality import PASSPHRASE, REPORT, chamber, sealed_case
from tests.neutrality.handlers import without_second_factor

UNLOCK, LOCK, KEYS = "/neutrality/unlock", "/neutrality/lock", "/neutrality/keys"


def program(world: World, role: str) -> Program:
    """A program that acts for the post of that role."""
    return Program(token_for(world, role), Client(raise_request_exception=False))


def test_unlock_read_and_lock(world: World) -> None:
    without_second_factor(world)
    chamber(world)
    case = sealed_case(world)
    handler, other = program(world, "bawaslu_handler"), program(world, "bawaslu_handler")
    answer = handler.post(UNLOCK, {"passphrase": PASSPHRASE})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    header = {"Unlock": answer.json()["token"]}
    read = handler.get(f"/neutrality/cases/{case.pk}", **header)
    assert REPORT["what"] in read.text
    assert REPORT["what"] not in other.get(f"/neutrality/cases/{case.pk}", **header).text
    assert handler.post(LOCK).status_code == 204
    assert not Unlocking.objects.exists()
    assert REPORT["what"] not in handler.get(f"/neutrality/cases/{case.pk}", **header).text


def test_a_wrong_passphrase_is_refused_then_shut(world: World) -> None:
    without_second_factor(world)
    chamber(world)
    handler = program(world, "bawaslu_handler")
    for _try in range(5):
        answer = handler.post(UNLOCK, {"passphrase": "bukan yang ini ya"})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "passphrase"
    assert handler.post(UNLOCK, {"passphrase": PASSPHRASE}).status_code == 429


def test_the_keys_of_the_agency_are_listed_for_its_chamber(world: World) -> None:
    without_second_factor(world)
    keys = chamber(world)
    listed = program(world, "identity_keeper").get(KEYS).json()
    assert [row["own"] for row in listed] == [True, False, False]
    assert listed[0]["fingerprint"] == keys.keys["identity_keeper"].fingerprint


@pytest.mark.parametrize("role", ["regent", "bawaslu_liaison"])
def test_for_others_there_is_no_such_door(world: World, role: str) -> None:
    chamber(world)
    outsider = program(world, role)
    assert outsider.get(KEYS).status_code == 404
    assert outsider.post(UNLOCK, {"passphrase": PASSPHRASE}).status_code == 404
    assert outsider.post(LOCK).status_code == 404
