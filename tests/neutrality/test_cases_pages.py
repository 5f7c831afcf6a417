"""The pages of handlers: locked and unlocked, kept by nobody, the same for many rows as for few."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sinergi.kernel.clock import now
from sinergi.neutrality import offers
from sinergi.neutrality.actions import closing, handling
from sinergi.neutrality.clockwork import start_clock
from sinergi.neutrality.models import Case, Proposal, SealedFile
from sinergi.neutrality.sealing import store
from sinergi.neutrality.sealing.words import seal_words
from tests.factories import World
from tests.factories_neutrality import IDENTITY, REPORT, Chamber, sealed_case
from tests.neutrality.handlers import unlocked

HANDLER, MEMBER, KEEPER = "bawaslu_handler", "bawaslu_member", "identity_keeper"
Enter = Callable[[str], Client]
LIST = "/neutrality/"


def text(answer: Any) -> str:
    """What the page says."""
    return str(answer.content.decode())


def many(world: World, count: int) -> None:
    """Cases in review, with clocks and proposals."""
    for number in range(count):
        case = sealed_case(world, state="initial_review", what=f"Kejadian nomor {number}")
        start_clock(case, "initial_study", now())
        if number % 5 == 0:
            closing.propose_closing(world.post(HANDLER), case, reason="Tidak cukup.")


def test_locked_it_shows_what_stands_in_clear_and_not_a_word_more(
    world: World, keys: Chamber, signed_in: Enter
) -> None:
    case = sealed_case(world, identity=IDENTITY, state="initial_review")
    for address in (LIST, case.get_absolute_url()):
        answer = signed_in(HANDLER).get(address)
        assert case.number in text(answer)
        assert REPORT["what"] not in text(answer)
        assert answer["Cache-Control"] == "no-store"


def test_unlocked_it_shows_the_report_but_never_who_reported(
    world: World, keys: Chamber, signed_in: Enter
) -> None:
    case = sealed_case(world, identity=IDENTITY, state="initial_review")
    client = unlocked(signed_in(HANDLER), world, keys, HANDLER)
    for address in (LIST, case.get_absolute_url()):
        answer = client.get(address)
        assert REPORT["what"] in text(answer)
        assert IDENTITY["name"] not in text(answer)
        assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("open_key", [True, False])
def test_the_list_costs_the_same_for_ten_and_for_many(
    world: World, keys: Chamber, signed_in: Enter, open_key: bool
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(LIST).status_code == 200
        return len(asked)

    client = signed_in(HANDLER)
    if open_key:
        unlocked(client, world, keys, HANDLER)
    client.get(LIST)
    many(world, 10)
    few = statements()
    many(world, 50)
    assert statements() == few
    assert few <= 16


def test_the_page_of_a_case_costs_the_same_whatever_lies_in_it(
    world: World, keys: Chamber, signed_in: Enter
) -> None:
    case = sealed_case(world, identity=IDENTITY, state="initial_review")
    client = unlocked(signed_in(HANDLER), world, keys, HANDLER)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(case.get_absolute_url()).status_code == 200
        return len(asked)

    handling.add_case_note(world.post(HANDLER), case, text="Catatan.")
    statements()
    few = statements()
    for _turn in range(20):
        handling.add_case_note(world.post(MEMBER), case, text="Catatan.")
        a_file(case)
    assert statements() == few
    assert few <= 40


def a_file(case: Case, media_type: str = "image/jpeg", shown: bytes = b"shown") -> SealedFile:
    """A photo as it lies in a case."""
    about = {"name": "foto.jpg", "media_type": media_type, "shown_type": media_type,
             "size": 9, "sha256": "0" * 64}  # fmt: skip
    return SealedFile.objects.create(
        case=case, leaf=case.leaves.first(), about=seal_words(about, case.content_recipient),
        shown_path=store.keep_sealed(io.BytesIO(shown), case.content_recipient),
        original_path=store.keep_sealed(
            io.BytesIO(b"original"), case.identity_recipient, case.content_recipient
        ),
        original_layers=2, day=case.arrived_on,
    )  # fmt: skip


def test_filters_and_pages(world: World, keys: Chamber, signed_in: Enter) -> None:
    many(world, 53)
    late = sealed_case(world, state="plenary")
    clock = start_clock(late, "decision", now())
    clock.due_at = now()
    clock.save()
    client = unlocked(signed_in(HANDLER), world, keys, HANDLER)
    assert text(client.get(LIST)).count("case-line") == 50
    mark = Case.objects.order_by("-arrived_on", "-number")[49].pk
    assert text(client.get(f"{LIST}?before={mark}")).count("case-line") == 4
    assert text(client.get(f"{LIST}?before=x")).count("case-line") == 50
    for query, count in (("state=plenary", 1), ("clock=overdue", 1), ("clock=soon", 1),
                         ("origin=finding", 0), ("mine=on", 11), ("state=closed", 0),
                         ("subject=asn_pns", 0)):  # fmt: skip
        assert text(client.get(f"{LIST}?{query}")).count("case-line") == count, query


def test_words_are_searched_in_what_was_opened_and_stand_in_no_address(
    world: World, keys: Chamber, signed_in: Enter
) -> None:
    many(world, 12)
    client = unlocked(signed_in(HANDLER), world, keys, HANDLER)
    assert text(client.post(LIST, {"q": "nomor 11"})).count("case-line") == 1
    assert text(client.get(f"{LIST}?q=nomor+11")).count("case-line") == 12
    locked = signed_in(HANDLER)
    assert text(locked.post(LIST, {"q": "nomor 11"})).count("case-line") == 12


def test_a_photo_is_opened_while_it_is_sent(world: World, keys: Chamber, signed_in: Enter) -> None:
    case = sealed_case(world, state="initial_review")
    address = reverse("neutrality:file", args=[a_file(case).pk])
    client = unlocked(signed_in(HANDLER), world, keys, HANDLER)
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == b"shown"
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("inline")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"
    assert signed_in(HANDLER).get(address).status_code == 302
    assert signed_in("administrator").get(address).status_code == 404


def test_what_a_page_could_run_is_only_saved(world: World, keys: Chamber, signed_in: Enter) -> None:
    case = sealed_case(world, state="initial_review")
    file = a_file(case, media_type="application/pdf")
    client = unlocked(signed_in(HANDLER), world, keys, HANDLER)
    answer = client.get(reverse("neutrality:file", args=[file.pk]))
    assert answer["Content-Disposition"].startswith("attachment")


def test_each_form_opens_and_a_step_is_taken_on_a_page(
    world: World, keys: Chamber, signed_in: Enter
) -> None:
    case = sealed_case(world, identity=IDENTITY, state="initial_review")
    client = unlocked(signed_in(MEMBER), world, keys, MEMBER)
    for slug, offer in offers.CASE_BY_SLUG.items():
        answer = client.get(f"{case.get_absolute_url()}{slug}/")
        expected = 200 if offer.may(world.post(MEMBER), case) else 409
        assert answer.status_code == expected, slug
        assert answer["Cache-Control"] == "no-store"
    answer = client.post(f"{case.get_absolute_url()}note/", {"text": "Catatan penangan."})
    assert answer.status_code == 302
    assert "Catatan penangan." in text(client.get(case.get_absolute_url()))
    assert client.get(f"{case.get_absolute_url()}nothing/").status_code == 404


def test_what_the_reporter_chose_is_proposed_and_a_handler_decides(
    world: World, keys: Chamber, signed_in: Enter
) -> None:
    case = sealed_case(world, identity=IDENTITY, state="initial_review")
    client = unlocked(signed_in(HANDLER), world, keys, HANDLER)
    address = f"{case.get_absolute_url()}classify/"
    page = text(client.get(address))
    assert 'value="asn_pns" selected' in page
    told = {"subject_kind": "ward_head", "breaches": ["D08", "D01"], "known_on": "2024-09-08",
            "conditions": ["reporter", "evidence"]}  # fmt: skip
    assert client.post(address, told).status_code == 302
    case.refresh_from_db()
    assert (case.subject_kind, case.breaches) == ("ward_head", ["D08", "D01"])
    held = {code for code, fulfilled in case.conditions.items() if fulfilled}
    assert held == {"reporter", "evidence"}
    assert client.post(address, {**told, "breaches": []}).status_code == 422


def test_an_identity_by_two_browsers(world: World, keys: Chamber, signed_in: Enter) -> None:
    case = sealed_case(world, identity=IDENTITY, state="initial_review")
    handler = unlocked(signed_in(HANDLER), world, keys, HANDLER)
    keeper = unlocked(signed_in(KEEPER), world, keys, KEEPER)
    reason = "Pelapor perlu dipanggil."
    locked = signed_in(HANDLER).get(f"{case.get_absolute_url()}identity/")
    assert locked.status_code == 302
    handler.post(f"{case.get_absolute_url()}identity/", {"what": "identity", "reason": reason})
    proposal = Proposal.objects.get()
    address = reverse("neutrality:request", args=[proposal.pk])
    assert case.number in text(keeper.get(LIST))
    assert reason in text(keeper.get(address))
    assert keeper.get(case.get_absolute_url()).status_code == 404
    assert keeper.post(f"{address}open/").status_code == 302
    for client in (handler, keeper):
        assert IDENTITY["name"] not in text(client.get(address))
        shown = client.post(f"{address}read/")
        assert IDENTITY["name"] in text(shown)
        assert shown["Cache-Control"] == "no-store"
    other = unlocked(signed_in(MEMBER), world, keys, MEMBER)
    assert other.post(f"{address}read/").status_code == 403


def test_a_conflict_leads_back_to_the_list(world: World, keys: Chamber, signed_in: Enter) -> None:
    case = sealed_case(world, state="initial_review")
    client = signed_in(HANDLER)
    answer = client.post(f"{case.get_absolute_url()}conflict/", {"reason": "Kerabat."})
    assert answer["Location"] == LIST
    assert client.get(case.get_absolute_url()).status_code == 404


def test_a_handler_adds_a_file(world: World, keys: Chamber, signed_in: Enter) -> None:
    case = sealed_case(world, state="initial_review")
    client = unlocked(signed_in(HANDLER), world, keys, HANDLER)
    address = reverse("neutrality:case-files", args=[case.pk])
    assert client.get(address).status_code == 200
    wrong = SimpleUploadedFile("a.exe", b"MZ" * 500)
    assert client.post(address, {"files": wrong}).status_code == 422
    right = SimpleUploadedFile("foto.jpg", jpeg(), "image/jpeg")
    assert client.post(address, {"files": right, "text": "Spanduk."}).status_code == 302
    file = SealedFile.objects.get()
    assert (file.from_reporter, file.collected) == (False, True)
    assert "foto.jpg" in text(client.get(case.get_absolute_url()))


def jpeg() -> bytes:
    """A small photo."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (64, 48), "green").save(out, "JPEG")
    return out.getvalue()


def test_cases_are_written_down_at_the_office(
    world: World, keys: Chamber, signed_in: Enter
) -> None:
    client = signed_in(HANDLER)
    told = {"what": "Lurah mengajak warga.", "subject": "Lurah Contoh", "day": "2024-09-09",
            "known_on": "2024-09-09"}  # fmt: skip
    finding = reverse("neutrality:new-finding")
    assert client.get(finding).status_code == 200
    assert client.post(finding, told).status_code == 302
    counter = reverse("neutrality:new-report")
    assert client.post(counter, told).status_code == 422
    answer = client.post(counter, {**told, **IDENTITY})
    assert answer.status_code == 200
    assert text(answer).count("<li>") >= 7
    assert Case.objects.filter(has_identity=True).count() == 1
    late = {**told, "day": "2024-09-20"}
    assert client.post(finding, late).status_code == 422
    assert signed_in(KEEPER).get(finding).status_code == 404


def test_my_desk_tells_counts_and_numbers(world: World, keys: Chamber, signed_in: Enter) -> None:
    case = sealed_case(world)
    start_clock(case, "initial_study", now())
    page = text(signed_in(HANDLER).get("/"))
    assert case.number in page
    assert REPORT["what"] not in page
    assert case.number not in text(signed_in(KEEPER).get("/"))
    assert case.number not in text(signed_in("regent").get("/"))


def test_an_empty_chamber(world: World, keys: Chamber, signed_in: Enter) -> None:
    assert "empty-state" in text(signed_in(HANDLER).get(LIST))
    assert "empty-state" in text(signed_in(HANDLER).get(f"{LIST}?state=closed"))
    assert "empty-state" in text(signed_in(KEEPER).get(LIST))
