"""Working on a case by its pages: forms, two people at once, merging, files, the story."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from sinergi.agencies.models import DutyShift
from sinergi.followups.offers import fingerprint
from sinergi.incidents import offers
from sinergi.incidents.models import Incident, Referral
from sinergi.incidents.ticking import tick
from sinergi.kernel.action import registry
from sinergi.kernel.clock import now
from sinergi.kernel.models import JournalEntry
from tests import factories


def camera():
    """What a camera writes beside the picture."""
    data = Image.Exif()
    data[0x010F] = "Kamera latihan"
    return data.tobytes()


@pytest.fixture
def case(world):
    return factories.report(world)


@pytest.fixture
def do(signed_in):
    def post(case, slug, role="village_head", headers=None, **told):
        address = reverse("incidents:incident-do", args=[case.pk, slug])
        return signed_in(role).post(address, told, headers=headers)

    return post


def test_every_action_of_the_room_is_offered_or_named_here(world):
    offered = {
        offer.entry.name
        for table in (offers.INCIDENT, offers.MEDIATION, offers.CHECK, offers.EVIDENCE)
        for offer in table
    }
    elsewhere = {"_report", "climb", "remind", "set_policy", "take_package", "export_incidents"}
    room = {name for name, entry in registry.items() if entry.room == "incidents"}
    assert room - offered == elsewhere


def test_the_whole_story_by_pages(world, case, do, signed_in):
    assert do(case, "acknowledge").status_code == 302
    assert do(case, "verify", remark="Benar terjadi").status_code == 302
    assert do(case, "handle", steps="Para pihak diundang").status_code == 302
    answer = do(
        case, "mediate", held_at="2024-09-10T07:30", place="Balai desa",
        parties="Warga RT 1\nWarga RT 2", attendance=["village_head", "babinsa"],
        matter="Spanduk", outcome="agreed", agreement="Saling memaafkan",
    )  # fmt: skip
    assert answer.status_code == 302
    mediation = Incident.objects.get().mediations.get()
    assert mediation.parties == ["Warga RT 1", "Warga RT 2"]
    client = signed_in("village_head")
    made = client.post(reverse("incidents:mediation-do", args=[mediation.pk, "minutes"]))
    assert made.status_code == 302
    mediation.refresh_from_db()
    paper = client.get(reverse("incidents:document", args=[mediation.document_id]))
    assert b"".join(paper).startswith(b"%PDF")
    signed = SimpleUploadedFile("ba.pdf", b"%PDF-1.7 tanda tangan")
    kept = client.post(
        reverse("incidents:mediation-do", args=[mediation.pk, "signed"]), {"files": signed}
    )
    assert kept.status_code == 302
    assert do(case, "settle", outcome="Selesai dengan damai").status_code == 302
    page = client.get(case.get_absolute_url())
    titles = [event.title for event in page.context["page"].events]
    assert titles[0] == "Selesai"
    assert titles[-1] == "Dilaporkan; berada di Posko Desa Dagangan"
    assert len(titles) == 8
    assert "Salinan bertanda tangan tersimpan" in page.text
    assert do(case, "reopen", reason="Ribut lagi").status_code == 302
    assert Incident.objects.get().state == "handled"


def test_an_error_stands_at_its_field_and_keeps_what_was_typed(case, do):
    actions_before = JournalEntry.objects.count()
    answer = do(case, "reject", reason="x", hoax="on")
    assert answer.status_code == 422
    assert "Tuliskan alasan penolakan" in str(answer.context["form"].errors["reason"])
    assert answer.context["form"]["hoax"].value()
    assert JournalEntry.objects.count() == actions_before


def test_two_at_once_have_one_winner_and_one_clear_message(world, case, do):
    seen = fingerprint(case)
    assert do(case, "verify", role="babinsa", seen=seen, remark="Saya cek").status_code == 302
    late = do(case, "reject", role="village_head", seen=seen, reason="Menurut kami tidak benar")
    assert late.status_code == 302  # a verified report may still be rejected
    third = do(case, "verify", role="bhabinkamtibmas", seen=seen, remark="Sudah saya datangi")
    assert third.status_code == 409
    assert "Lihat keadaannya sekarang" in third.text
    assert "Ditolak" in third.text
    assert "Sudah saya datangi" in third.text
    part = do(case, "verify", seen=seen, headers={"HX-Request": "1"})
    assert part.status_code == 409
    assert "<html" not in part.text


def test_a_correction_never_overwrites_what_it_did_not_see(world, case, do):
    told = {
        "what": "Warga berselisih soal baliho di depan balai desa.", "kind": "neighbour_dispute",
        "severity": "low", "region": factories.VILLAGE, "happened_at": "2024-09-10T07:00",
        "reason": "Bukan spanduk, baliho",
    }  # fmt: skip
    seen = fingerprint(case)
    assert do(case, "correct", seen=seen, **told).status_code == 302
    late = do(case, "correct", seen=seen, **{**told, "what": "Versi kedua dari laporan ini."})
    assert late.status_code == 409
    assert "Versi kedua" in late.text
    assert "baliho" in Incident.objects.get().what


def test_a_correction_shows_old_and_new(world, case, do, signed_in):
    do(
        case, "correct", what=case.what, kind="crowd", severity="high", region=factories.VILLAGE,
        happened_at="2024-09-10T07:00", place="Lapangan", reason="Lebih tepat",
    )  # fmt: skip
    page = signed_in("village_head").get(case.get_absolute_url())
    event = next(e for e in page.context["page"].events if e.key == "incident.corrected")
    changes = {change.label: (change.before, change.after) for change in event.changes}
    assert changes["Jenis"] == ("Perselisihan antarwarga", "Kerumunan atau arak-arakan")
    assert changes["Tepatnya di mana"] == ("Balai desa", "Lapangan")
    assert changes["Tingkat kegawatan"] == ("Rendah", "Tinggi")


def test_an_inline_form_comes_alone_and_sends_the_page_on(case, do, signed_in):
    address = reverse("incidents:incident-do", args=[case.pk, "verify"])
    part = signed_in("village_head").get(address, headers={"HX-Request": "1"})
    assert "<html" not in part.text
    assert f'hx-post="{address}"' in part.text
    answer = do(case, "verify", headers={"HX-Request": "1"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, case.get_absolute_url())


def test_merging_from_a_suggestion_and_by_number(world, case, do, signed_in):
    second = factories.report(world, by="village_head")
    address = reverse("incidents:incident-do", args=[second.pk, "merge"])
    page = signed_in("village_head").get(address, {"into": str(case.pk)})
    assert page.context["form"]["into"].value() == str(case.pk)
    assert do(second, "merge", into=str(case.pk)).status_code == 302
    third = factories.report(world, code=factories.NEIGHBOUR, by="district_head")
    wrong = do(third, "merge", role="district_head", number="KJD/35.19/2024/999999")
    assert "number" in wrong.context["form"].errors
    assert do(third, "merge", role="district_head", number=case.number).status_code == 302
    page = signed_in("village_head").get(case.get_absolute_url())
    assert {one.pk for one in page.context["page"].merged} == {second.pk}  # the third is not hers
    merged = signed_in("village_head").get(second.get_absolute_url())
    assert case.number in merged.text


def test_what_is_not_hers_to_do_says_why_and_who_could(world, case, signed_in):
    page = signed_in("district_supervisor").get(case.get_absolute_url())
    reasons = {one.reason: one.who for one in page.context["refusals"]}
    assert "Jabatan Anda tidak boleh melakukan ini." in reasons
    address = reverse("incidents:incident-do", args=[case.pk, "verify"])
    refused = signed_in("district_supervisor").get(address)
    assert refused.status_code == 403
    assert "Posko Desa Dagangan" in refused.text
    assert signed_in("elsewhere:babinsa").get(address).status_code == 404


def test_an_unknown_step_does_not_exist(case, signed_in):
    address = reverse("incidents:incident-do", args=[case.pk, "delete"])
    assert signed_in("village_head").get(address).status_code == 404


def test_it_explains_why_it_climbed(world, case, clock, signed_in):
    clock.forward(hours=13)
    assert tick(world.operation) == 1
    page = signed_in("village_head").get(case.get_absolute_url())
    sentence = page.context["page"].last_movement.sentence
    assert "tidak menanggapinya dalam 12 jam" in str(sentence)
    assert page.context["page"].events[0].title == str(sentence)


def test_one_case_that_cannot_move_does_not_hold_up_the_others(world, clock):
    stuck = factories.report(world)
    other = factories.report(world, by="elsewhere:babinsa")
    Incident.objects.filter(pk=stuck.pk).update(region="35")  # the province has no desk
    clock.forward(hours=13)
    assert tick(world.operation) == 1
    other.refresh_from_db()
    assert other.level == "district"


def test_who_is_on_duty_can_be_called(world, case, signed_in):
    DutyShift.objects.create(
        desk=world.desk(), post=world.posts["babinsa"], starts_at=now() - timedelta(hours=1),
        ends_at=now() + timedelta(hours=7),
    )  # fmt: skip
    page = signed_in("district_head").get(case.get_absolute_url())
    (contact,) = page.context["page"].on_duty
    assert f'href="tel:{contact.phone}"' in page.text
    assert "piket sampai 15.00 WIB" in page.text


def test_evidence_is_shown_stripped_and_its_original_is_journaled(world, case, do, signed_in):
    content = io.BytesIO()
    Image.new("RGB", (60, 40), (200, 30, 30)).save(content, "JPEG", exif=camera())
    given = SimpleUploadedFile("api.jpg", content.getvalue())
    recording = SimpleUploadedFile("suara.mp3", b"ID3" + bytes(200))
    assert do(case, "evidence", files=[given, recording], caption="Lokasi").status_code == 302
    photo, audio = case.evidence.order_by("pk")
    client = signed_in("village_head")
    shown = client.get(reverse("incidents:evidence", args=[photo.pk]))
    assert shown["Content-Type"] == "image/jpeg"
    page = client.get(case.get_absolute_url())
    assert "<audio" in page.text
    assert photo.blob.sha256 in page.text
    address = reverse("incidents:evidence-original", args=[photo.pk])
    assert client.get(address).status_code == 405
    original = client.post(address)
    assert b"".join(original) == content.getvalue()
    assert JournalEntry.objects.filter(verb="evidence.opened").count() == 1
    assert audio.blob.kind == "audio"


def test_evidence_needs_a_file(case, do):
    assert "files" in do(case, "evidence", caption="Lokasi").context["form"].errors


def test_referral_names_the_bodies_of_the_law_first(world, do, signed_in):
    case = factories.report(world, kind="vote_buying")
    do(case, "verify")
    address = reverse("incidents:incident-do", args=[case.pk, "refer"])
    choices = signed_in("village_head").get(address).context["form"].fields["body"].choices
    assert [code for code, _title in choices[1][1]] == ["bawaslu", "gakkumdu"]
    do(case, "handle", steps="Diredakan")
    early = do(case, "settle", outcome="Damai")
    assert early.status_code == 409
    assert do(case, "refer", body="bawaslu", reason="Dugaan politik uang").status_code == 302
    assert do(case, "settle", outcome="Sudah diteruskan").status_code == 302
    assert Referral.objects.get().followup.to_body


def test_restricting_by_its_page(world, case, do, signed_in):
    agency = world.agencies["bawaslu"]
    answer = do(case, "restrict", role="regional_secretary", agencies=[str(agency.pk)])
    assert answer.status_code == 302
    case.refresh_from_db()
    assert agency.pk in case.audience
    page = signed_in("regional_secretary").get(case.get_absolute_url())
    assert "Dibatasi untuk" in page.text
    assert signed_in("babinsa").get(case.get_absolute_url()).status_code == 404
