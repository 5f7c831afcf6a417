"""Evidence of what was done; more time, taking back, a word on the way; the same in the API."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sinergi.followups import actions
from sinergi.followups.evidence import MOST_FILES
from sinergi.followups.models import Followup
from sinergi.kernel.clock import now
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Problem

SOUND = b"ID3" + bytes(200)


@pytest.fixture
def asked(world):
    """The desk of the village asks the police sector, with evidence."""
    return actions.assign(
        world.post("village_head"), world.desk(), kind="task", title="Patroli malam",
        to=world.agencies["polsek"], due_at=now() + timedelta(hours=4), evidence_asked="Foto",
    )  # fmt: skip


def sound(name="suara.mp3"):
    return SimpleUploadedFile(name, SOUND)


def test_without_the_evidence_that_was_asked_nothing_is_reported(world, asked, signed_in):
    address = reverse("followups:followup-do", args=[asked.pk, "report"])
    client = signed_in("kapolsek")
    answer = client.post(address, {"answer": "Sudah"})
    assert answer.status_code == 422
    assert "files" in answer.context["form"].errors
    assert "Sudah" in answer.text
    assert client.post(address, {"answer": "Sudah", "files": [sound()]}).status_code == 302
    asked.refresh_from_db()
    assert asked.state == "reported"
    entry = JournalEntry.objects.for_subject(asked).last()
    assert hashlib.sha256(SOUND).hexdigest() in entry.facts.values()


def test_evidence_is_shown_and_its_original_is_journaled(world, asked, signed_in):
    actions.report_done(world.post("kapolsek"), asked, answer="Sudah", files=[sound()])
    (piece,) = asked.evidence.all()
    client = signed_in("village_head")
    page = client.get(asked.get_absolute_url())
    assert reverse("followups:evidence", args=[piece.pk]) in page.text
    shown = client.get(reverse("followups:evidence", args=[piece.pk]))
    assert shown.status_code == 200
    original = client.post(reverse("followups:evidence-original", args=[piece.pk]))
    assert b"".join(original.streaming_content) == SOUND
    assert JournalEntry.objects.for_subject(piece).last().verb == "followup.evidence_opened"
    for way in ("evidence", "evidence-original"):
        address = reverse(f"followups:{way}", args=[piece.pk])
        stranger = signed_in("elsewhere:kapolsek")
        assert (stranger.get if way == "evidence" else stranger.post)(address).status_code == 404


def test_what_is_no_evidence_is_refused_by_name(world, asked):
    with pytest.raises(Problem) as problem:
        actions.report_done(
            world.post("kapolsek"), asked, answer="Sudah",
            files=[SimpleUploadedFile("virus.exe", b"MZ" + bytes(90))],
        )  # fmt: skip
    assert problem.value.field == "files"
    asked.refresh_from_db()
    assert asked.state == "assigned"


def test_a_followup_holds_a_bounded_number_of_files(world, asked):
    by = world.post("kapolsek")
    for _number in range(MOST_FILES):
        actions.add_followup_evidence(by, asked, file=sound())
    with pytest.raises(Problem) as problem:
        actions.add_followup_evidence(by, asked, file=sound())
    assert problem.value.field == "files"


def test_more_files_by_the_page(world, asked, signed_in):
    address = reverse("followups:followup-do", args=[asked.pk, "evidence"])
    sent = {"files": [sound("a.mp3"), sound("b.mp3")], "caption": "Patroli"}
    assert signed_in("kapolsek").post(address, sent).status_code == 302
    assert asked.evidence.count() == 2
    again = {"files": [sound("c.mp3")], "caption": ""}
    assert signed_in("babinsa").post(address, again).status_code == 403


def test_whoever_asked_gives_time_or_takes_it_back(world, asked, signed_in):
    def do(role, slug, **told):
        address = reverse("followups:followup-do", args=[asked.pk, slug])
        return signed_in(role).post(address, told).status_code

    assert do("kapolsek", "postpone", due_at="2024-09-12T10:00", reason="Hujan") == 403
    assert do("village_head", "postpone", due_at="2024-09-01T10:00", reason="Hujan") == 422
    assert do("village_head", "postpone", due_at="2024-09-12T10:00", reason="Hujan") == 302
    asked.refresh_from_db()
    assert asked.due_at.isoformat() == "2024-09-12T03:00:00+00:00"
    assert do("kapolsek", "withdraw", reason="Tidak jadi") == 403
    assert do("village_head", "withdraw", reason=" ") == 422
    assert do("village_head", "withdraw", reason="Tidak jadi") == 302
    asked.refresh_from_db()
    assert (asked.state, asked.is_waiting) == ("withdrawn", False)
    page = signed_in("village_head").get(asked.get_absolute_url())
    assert "Tidak jadi" in page.text
    assert do("village_head", "withdraw", reason="Lagi") in (403, 409)


def test_a_word_on_the_way_is_for_the_parties_only(world, asked):
    actions.add_word(world.post("kapolsek"), asked, text="Patroli pertama selesai")
    actions.add_word(world.post("village_head"), asked, text="Terima kasih")
    for role, status in (("elsewhere:kapolsek", 404), ("regent", 403)):
        with pytest.raises(Problem) as problem:
            actions.add_word(world.post(role), asked, text="Halo")
        assert problem.value.status == status
    with pytest.raises(Problem) as problem:
        actions.add_word(world.post("kapolsek"), asked, text=" ")
    assert problem.value.field == "text"


def test_the_api_keeps_evidence_and_then_the_answer(world, asked, signed_in):
    client, address = signed_in("kapolsek"), f"/api/v1/followups/{asked.pk}"
    refused = client.post(
        f"{address}/report", {"answer": "Sudah"}, "application/json",
    )  # fmt: skip
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "files"
    kept = client.post(f"{address}/evidence", {"file": sound(), "caption": "Patroli"})
    assert kept.status_code == 201
    assert kept.json()["sha256"] == hashlib.sha256(SOUND).hexdigest()
    done = client.post(f"{address}/report", {"answer": "Sudah"}, "application/json")
    assert done.json()["state"] == "reported"
    told = client.get(address).json()
    assert [piece["caption"] for piece in told["evidence"]] == ["Patroli"]
    assert client.get(told["evidence"][0]["original"]).status_code == 200
    assert signed_in("elsewhere:kapolsek").get(kept.json()["shown"]).status_code == 404
    later = (now() + timedelta(days=3)).isoformat()
    back = signed_in("village_head").post(
        f"{address}/return", {"reason": "Kurang", "due_at": later}, "application/json"
    )
    assert back.json()["state"] == "returned"
    assert Followup.objects.get(pk=asked.pk).due_at == now() + timedelta(days=3)


def test_the_page_asks_as_often_for_thirty_files_as_for_one(
    world, asked, signed_in, django_assert_max_num_queries
):
    by = world.post("kapolsek")
    for _number in range(MOST_FILES):
        actions.add_followup_evidence(by, asked, file=sound())
    client = signed_in("kapolsek")
    client.get(asked.get_absolute_url())
    with django_assert_max_num_queries(24):
        assert client.get(asked.get_absolute_url()).status_code == 200
