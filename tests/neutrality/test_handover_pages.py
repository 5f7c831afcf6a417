"""The pages of hand-overs: from the law's authorities to the answer, with an unlocked key."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sinergi.kernel.clock import local, now
from sinergi.kernel.models import JournalEntry
from sinergi.neutrality.actions.handover import prepare_handover, send_handover
from sinergi.neutrality.actions.identity import ask_identity, open_identity
from sinergi.neutrality.models import Case, Handover
from sinergi.neutrality.sealing import age
from tests.factories import World
from tests.factories_neutrality import IDENTITY, Chamber
from tests.neutrality.handlers import unlocked
from tests.neutrality.test_handover import SUMMARY, decided, draft, sent

HANDLER, LIST = "bawaslu_handler", "/neutrality/handovers/"
Enter = Callable[[str], Client]


def body(answer: Any) -> bytes:
    """All of a streamed answer."""
    return b"".join(answer.streaming_content)


def letter_of(handler: Client, case: Case, **changes: str) -> Any:
    """Choose the first authority and send its form as it was drawn."""
    address = f"/neutrality/{case.pk}/hand-over/"
    assert handler.get(address).status_code == 200
    drawn = handler.get(address + "?to=bkn.discipline").context["form"]
    given = {**drawn.initial, "summary": SUMMARY, **changes}
    return handler.post(address + "?to=bkn.discipline", given)


def test_the_story_of_a_hand_over(world: World, keys: Chamber, handler: Client) -> None:
    case = decided(world)
    assert letter_of(handler, case).status_code == 302
    row = Handover.objects.get()
    page = f"{LIST}{row.pk}/"
    assert body(handler.get(page + "letter/"))[:5] == b"%PDF-"
    assert handler.post(page + "send/").status_code == 302
    assert "BKN" in handler.get(LIST).content.decode()
    archive = zipfile.ZipFile(io.BytesIO(body(handler.post(page + "package/"))))
    assert "bukti/01.jpg" in archive.namelist()
    scan = SimpleUploadedFile("jawaban.png", PNG, "image/png")
    answered = handler.post(
        page + "answer/",
        {"answered_at": f"{local(now()):%Y-%m-%dT%H:%M}", "outcome": "sanctioned",
         "sanction": "demotion", "text": "Hukuman disiplin berat.", "files": scan},
    )  # fmt: skip
    assert answered.status_code == 302, answered.content.decode()
    shown = handler.get(page).content.decode()
    assert "Hukuman disiplin berat." in shown
    assert Handover.objects.get().state == "answered"


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154"
    "789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def test_nothing_that_was_typed_is_lost(world: World, keys: Chamber, handler: Client) -> None:
    answer = letter_of(handler, decided(world), summary="  ", to="Kepala BKN di Jakarta")
    assert answer.status_code == 422
    assert "Kepala BKN di Jakarta" in answer.content.decode()


def test_locked_it_leads_to_where_one_unlocks(
    world: World, keys: Chamber, signed_in: Enter
) -> None:
    row = sent(world, keys)
    client = signed_in(HANDLER)
    shown = client.get(f"{LIST}{row.pk}/")
    assert shown.status_code == 200 and SUMMARY not in shown.content.decode()
    assert client.get(f"{LIST}{row.pk}/letter/").status_code in (302, 423)
    assert client.post(f"{LIST}{row.pk}/package/").status_code == 423


def test_for_an_authority_with_a_key_the_package_is_sealed(
    world: World, keys: Chamber, handler: Client
) -> None:
    row, pair = sent(world, keys), age.new_pair()
    wrong = handler.post(f"{LIST}{row.pk}/package/", {"recipient": "age1kunci"})
    assert wrong.status_code == 422
    answer = handler.post(f"{LIST}{row.pk}/package/", {"recipient": pair.recipient})
    assert answer["Content-Disposition"].endswith('.zip.age"')
    assert age.open_sealed(body(answer), pair.secret)[:2] == b"PK"


def test_an_identity_leaves_only_when_two_persons_opened_it_and_for_a_reason(
    world: World, keys: Chamber, handler: Client
) -> None:
    row = sent(world, keys)
    page = f"{LIST}{row.pk}/package/"
    ticked = {"identity": "on", "identity_reason": "Diminta penyidik dengan surat."}
    before = zipfile.ZipFile(io.BytesIO(body(handler.post(page, ticked))))
    assert "identitas-pelapor.json" not in before.namelist()
    case = Case.objects.get(pk=row.case_id)
    request = ask_identity(
        world.post(HANDLER), case, reason="Diminta penyidik.", opened=keys.opened(HANDLER)
    )
    open_identity(world.post("identity_keeper"), request, opened=keys.opened("identity_keeper"))
    assert handler.post(page, {"identity": "on"}).status_code == 422
    after = zipfile.ZipFile(io.BytesIO(body(handler.post(page, ticked))))
    assert IDENTITY["name"].encode() in after.read("identitas-pelapor.json")
    entry = JournalEntry.objects.filter(verb="handover.package_taken").latest("pk")
    assert entry.facts["identity"] == str(request.pk)


@pytest.mark.parametrize("role", ["identity_keeper", "administrator", "regent", "kapolsek"])
def test_nobody_else_knows_of_it(world: World, keys: Chamber, signed_in: Enter, role: str) -> None:
    row = sent(world, keys)
    paper = row.papers.first()
    client = signed_in(role)
    for address in (LIST, f"{LIST}{row.pk}/", f"{LIST}{row.pk}/letter/", "/neutrality/export/",
                    f"/neutrality/{row.case_id}/hand-over/", f"/neutrality/papers/{paper.pk}/",
                    f"/neutrality/{row.case_id}/receipt-of-report/"):  # fmt: skip
        assert client.get(address).status_code == 404, address
    assert client.post(f"{LIST}{row.pk}/package/").status_code == 404


def test_the_list_is_narrowed_by_authority_and_lateness(
    world: World, keys: Chamber, handler: Client, clock: Any
) -> None:
    row = sent(world, keys)
    assert row.number in handler.get(LIST + "?authority=bkn").content.decode()
    assert row.number not in handler.get(LIST + "?authority=kpu_regency").content.decode()
    assert row.number not in handler.get(LIST + "?state=late").content.decode()
    clock.forward(days=20)
    client = unlocked(handler, world, keys, HANDLER)
    assert row.number in client.get(LIST + "?state=late").content.decode()
    assert client.post(f"{LIST}{row.pk}/remind/").status_code == 302
    assert row.papers.filter(kind="reminder").exists()


def test_the_list_costs_the_same_for_many(world: World, keys: Chamber, handler: Client) -> None:
    def more(count: int) -> None:
        for _number in range(count):
            case = decided(world)
            row = prepare_handover(world.post(HANDLER), case, draft=draft(case, keys))
            send_handover(world.post(HANDLER), Handover.objects.get(pk=row.pk))

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert handler.get(LIST).status_code == 200
        return len(asked)

    more(2)
    few = statements()
    more(5)
    assert statements() == few
