"""Programs of Bawaslu do what its pages do; texts only with the header `Unlock`."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sinergi.agencies.models import ApiToken
from sinergi.config.api import api
from sinergi.kernel.action import registry
from sinergi.neutrality.models import Case
from sinergi.neutrality.unlocking import prepare
from tests.api.conftest import Program, token_for
from tests.factories import World
from tests.factories_neutrality import IDENTITY, REPORT, Chamber, sealed_case
from tests.neutrality.test_cases_pages import a_file, jpeg

HANDLER, MEMBER, KEEPER = "bawaslu_handler", "bawaslu_member", "identity_keeper"
LIST = "/neutrality/cases"
Enter = Callable[[str], Program]


@pytest.fixture
def program(world: World, keys: Chamber) -> Enter:
    """A program that acts for the post of that role."""

    def enter(role: str) -> Program:
        return Program(token_for(world, role), Client(raise_request_exception=False))

    return enter


def unlock(world: World, keys: Chamber, role: str) -> dict[str, str]:
    """The header with which that program opens what is sealed."""
    token = ApiToken.objects.filter(post=world.posts[role]).latest("created_at")
    asking: Any = SimpleNamespace(token=token, post=world.post(role))
    prepared = prepare(asking, keys.keys[role], keys.secrets[role])
    prepared.row.save()
    return {"Unlock": str(prepared.token)}


def test_lists_and_cases_locked_and_unlocked(world: World, keys: Chamber, program: Enter) -> None:
    case = sealed_case(world, identity=IDENTITY, state="initial_review")
    handler = program(HANDLER)
    locked = handler.get(LIST)
    assert (locked.json()["total"], locked.json()["items"][0]["summary"]) == (1, None)
    assert locked["Cache-Control"] == "no-store"
    key = unlock(world, keys, HANDLER)
    assert handler.get(LIST, **key).json()["items"][0]["summary"]["what"] == REPORT["what"]
    detail = handler.get(f"{LIST}/{case.pk}", **key)
    leaves = detail.json()["leaves"]
    assert leaves[0]["facts"] == REPORT
    assert leaves[1]["facts"] is None
    assert IDENTITY["name"] not in detail.content.decode()
    assert REPORT["what"] not in handler.get(f"{LIST}/{case.pk}").content.decode()
    assert {row["code"] for row in detail.json()["may"] if row["may"]} >= {"classify", "note"}


def test_search_asks_for_the_key(world: World, keys: Chamber, program: Enter) -> None:
    sealed_case(world)
    handler = program(HANDLER)
    body = {"words": "stiker"}
    assert handler.post(f"{LIST}/search", body).status_code == 423
    found = handler.post(f"{LIST}/search", body, **unlock(world, keys, HANDLER)).json()
    assert (found["total"], found["searched"]) == (1, 1)
    assert handler.get(f"{LIST}?state=nothing").status_code == 422
    assert handler.get(f"{LIST}?cursor=x").status_code == 422


def test_steps_through_the_api(world: World, keys: Chamber, program: Enter) -> None:
    case = sealed_case(world, identity=IDENTITY)
    handler, at = program(HANDLER), f"{LIST}/{case.pk}"
    assert handler.post(f"{at}/begin").json()["state"] == "initial_review"
    told = {"subject_kind": "asn_pns", "breaches": ["D08"], "known_on": "2024-09-08",
            "conditions": {"evidence": True}}  # fmt: skip
    assert handler.post(f"{at}/classify", told).json()["breaches"] == ["D08"]
    assert handler.post(f"{at}/classify", {**told, "breaches": ["X"]}).status_code == 422
    assert handler.post(f"{at}/register").status_code == 409
    assert handler.post(f"{at}/note", {"text": "Catatan."}).status_code == 200
    wrong = handler.post(f"{at}/decide", {"decision": "proven", "reasoning": "x"})
    assert wrong.status_code == 403
    assert handler.post(f"{at}/conflict", {"reason": "Kerabat."}).status_code == 200
    assert handler.get(at).status_code == 404


def test_an_identity_through_the_api(world: World, keys: Chamber, program: Enter) -> None:
    case = sealed_case(world, identity=IDENTITY, state="registered")
    handler, keeper = program(HANDLER), program(KEEPER)
    hers, theirs = unlock(world, keys, HANDLER), unlock(world, keys, KEEPER)
    at = f"{LIST}/{case.pk}/identity"
    assert handler.post(at, {"reason": "Perlu."}).status_code == 423
    assert handler.post(at, {"reason": "Perlu."}, **hers).status_code == 200
    [row] = keeper.get("/neutrality/requests").json()
    assert keeper.get(row["href"], **theirs).json()["reason"] == "Perlu."
    assert keeper.get(f"{LIST}/{case.pk}", **theirs).status_code == 404
    assert keeper.get(LIST).status_code == 404
    assert keeper.post(f"{row['href']}/open", **theirs).json()["state"] == "confirmed"
    for one, key in ((handler, hers), (keeper, theirs)):
        shown = one.get(f"{row['href']}/opened", **key)
        assert shown.json() == {**IDENTITY}
        assert shown["Cache-Control"] == "no-store"
    assert handler.get(f"{row['href']}/original", **hers).status_code == 404
    assert keeper.post(f"{row['href']}/end").json()["state"] == "ended"
    assert handler.get(f"{row['href']}/opened", **hers).status_code == 409


def test_files_through_the_api(world: World, keys: Chamber, program: Enter) -> None:
    case = sealed_case(world, state="initial_review")
    handler, key = program(HANDLER), unlock_later(world, keys)
    file = a_file(case)
    assert handler.get(f"/neutrality/files/{file.pk}").status_code == 423
    shown = handler.get(f"/neutrality/files/{file.pk}", **key(HANDLER))
    assert b"".join(shown.streaming_content) == b"shown"
    sent = {"file": SimpleUploadedFile("foto.jpg", jpeg(), "image/jpeg"), "text": "Spanduk."}
    assert handler.send(f"{LIST}/{case.pk}/files", sent).status_code == 201
    bad = {"file": SimpleUploadedFile("a.exe", b"MZ" * 99)}
    assert handler.send(f"{LIST}/{case.pk}/files", bad).status_code == 422


def unlock_later(world: World, keys: Chamber) -> Callable[[str], dict[str, str]]:
    """The header once it is needed."""
    return lambda role: unlock(world, keys, role)


def test_cases_are_written_down_and_a_receipt_is_never_kept(
    world: World, keys: Chamber, program: Enter
) -> None:
    handler = program(HANDLER)
    body = {"what": "Lurah mengajak warga.", "subject": "Lurah Contoh"}
    assert handler.post("/neutrality/findings", body).status_code == 201
    report = {**body, "identity": {"name": "Pelapor Contoh", "address": "Jalan Contoh 1"}}
    kept = handler.post("/neutrality/reports", report, Idempotency_Key="satu")
    assert kept.status_code == 422
    made = handler.post("/neutrality/reports", report)
    assert made.status_code == 201
    assert len(made.json()["receipt"].split()) == 7
    assert Case.objects.count() == 2


@pytest.mark.parametrize("role", ["administrator", "regent", "desk_coordinator", "bawaslu_liaison"])
def test_for_everybody_else_there_is_nothing(
    world: World, keys: Chamber, program: Enter, role: str
) -> None:
    case = sealed_case(world, identity=IDENTITY, state="initial_review")
    file, other = a_file(case), program(role)
    for path in (LIST, f"{LIST}/{case.pk}", f"/neutrality/files/{file.pk}",
                 "/neutrality/requests"):  # fmt: skip
        assert other.get(path).status_code == 404, path
    assert other.post(f"{LIST}/search", {"words": "x"}).status_code == 404
    assert other.post(f"{LIST}/{case.pk}/begin").status_code == 404
    body = {"what": "x", "subject": "y"}
    assert other.post("/neutrality/findings", body).status_code == 404


def test_every_action_of_cases_has_an_operation() -> None:
    schema = api.get_openapi_schema()
    told = " ".join(
        operation["description"] for path in schema["paths"].values()
        for operation in path.values()
    )  # fmt: skip
    for entry in registry.values():
        if entry.function.__module__.rpartition(".")[2] in THEMES:
            assert f"`{entry.verb}`" in told, entry.name


THEMES = {"handling", "closing", "findings", "conflicts", "identity", "files"}
