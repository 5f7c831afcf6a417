"""Passing on: the letter, its legal basis, and a package that can be checked with sha256sum."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from sinergi.incidents.actions import refer, restrict, verify
from sinergi.incidents.kinds import BODIES, KINDS
from sinergi.incidents.legal_basis import bases_for
from sinergi.incidents.models import Incident, Referral
from sinergi.incidents.referral import case_bytes, letter_data
from sinergi.kernel import files
from sinergi.kernel.models import JournalEntry
from tests import factories

PDF = b"%PDF-1.4\nbukti asli\n%%EOF"


def referred(world: factories.World, body: str = "bawaslu", **told: Any) -> Referral:
    """A case of the village, passed on by its head."""
    told.setdefault("kind", "vote_buying")
    told.setdefault("what", "Amplop dibagikan kepada warga RT 02.")
    told.setdefault("files", [SimpleUploadedFile("foto amplop.pdf", PDF)])
    incident = factories.report(world, **told)
    head = world.post("village_head")
    verify(head, incident)
    case = Incident.objects.get(pk=incident.pk)
    return refer(head, case, body=body, reason="Dugaan politik uang.", body_name="Inspektorat")


def part(data: dict[str, Any], heading: str) -> str:
    """All that stands under a heading."""
    return str(next(p for p in data["parts"] if p.get("heading", "").startswith(heading)))


def read(referral: Referral) -> str:
    """The text of the letter, without its line breaks."""
    assert referral.document is not None
    content = files.absolute(referral.document.path).read_bytes()
    return " ".join(
        " ".join(p.extract_text() for p in PdfReader(io.BytesIO(content)).pages).split()
    )


def package(client: Any, referral: Referral) -> zipfile.ZipFile:
    """The package as the browser gets it."""
    answer = client.post(reverse("incidents:handover", args=[referral.pk]))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="RJK-35.19-2024-000001')
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_letter_names_addressee_basis_case_and_the_day_of_the_answer(world):
    referral = referred(world, body="polres")
    data = letter_data(referral, world.post("village_head"))
    assert data["to"] == ["Inspektorat", "di tempat"]
    assert data["nature"] == "Terbatas"
    assert "Pasal 187A" in part(data, "Dasar")
    assert "KJD/35.19/2024/000001" in part(data, "Pokok perkara")
    assert "17 September 2024" in part(data, "Permintaan")
    assert data["copies"] == ["Posko Kecamatan Dagangan", "Desk Pilkada Kabupaten Madiun"]


@pytest.mark.parametrize(("code", "agency"), [("", "polres"), ("elsewhere:", "polres_kota")])
def test_the_police_that_is_addressed_is_the_one_responsible_for_the_place(world, code, agency):
    incident = factories.report(
        world, by=f"{code}babinsa", kind="clash", what="Bentrok dua kelompok."
    )
    head = world.post(f"{code}village_head")
    verify(head, incident)
    case = Incident.objects.get(pk=incident.pk)
    referral = refer(head, case, body="polres", reason="Kekerasan.")
    assert letter_data(referral, head)["to"][0] == f"Kepala {world.agencies[agency].name}"


def test_the_letter_is_marked_and_lists_every_digest(world):
    referral = referred(world)
    text = read(referral)
    assert "LATIHAN" in text and referral.document.number in text
    squeezed = text.replace(" ", "")
    assert referral.manifest["case_sha256"] in squeezed
    assert hashlib.sha256(PDF).hexdigest() in squeezed


def test_no_paper_names_the_reporter(world):
    referral = referred(world, by="babinsa")
    label = world.post("babinsa").title
    assert label not in read(referral)
    assert label not in json.dumps(referral.manifest)
    assert "dirahasiakan" in referral.manifest["case"]["reporter"]


def test_the_package_can_be_checked_with_a_standard_tool(world, signed_in):
    referral = referred(world)
    archive = package(signed_in("village_head"), referral)
    lines = archive.read("digests.txt").decode().splitlines()
    listed = dict(reversed(line.split("  ", 1)) for line in lines)
    assert set(archive.namelist()) == {*listed, "digests.txt"}
    for name, digest in listed.items():
        assert hashlib.sha256(archive.read(name)).hexdigest() == digest
    assert archive.read("bukti/01-foto amplop.pdf") == PDF
    assert archive.read("surat-penerusan.pdf").startswith(b"%PDF")
    assert listed["perkara.json"] == referral.manifest["case_sha256"]
    case = json.loads(archive.read("perkara.json"))
    assert case["number"] == "KJD/35.19/2024/000001"
    assert [step["text"] for step in case["timeline"]] == [
        "Laporan diterima.", "Laporan diverifikasi.",
    ]  # fmt: skip


def test_the_package_stays_what_was_handed_over(world, signed_in):
    referral = referred(world)
    before = case_bytes(referral.manifest["case"])
    factories.report(world)
    archive = package(signed_in("village_head"), referral)
    assert archive.read("perkara.json") == before


def test_taking_the_package_is_in_the_journal(world, signed_in):
    referral = referred(world)
    package(signed_in("village_head"), referral)
    entry = JournalEntry.objects.get(verb="referral.package_taken")
    assert entry.actor_label == world.post("village_head").title
    assert entry.facts["number"] == referral.document.number


def test_an_altered_original_is_not_handed_over(world, signed_in):
    referral = referred(world)
    blob = referral.incident.evidence.get().blob
    place = files.absolute(blob.original_path)
    place.chmod(0o600)
    place.write_bytes(b"something else")
    answer = signed_in("village_head").post(reverse("incidents:handover", args=[referral.pk]))
    assert answer.status_code == 409
    assert not JournalEntry.objects.filter(verb="referral.package_taken").exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("village_head", 200),
        ("district_head", 200),
        ("bawaslu_liaison", 200),  # the body to which it went sits in the house
        ("kpu_liaison", 403),  # sees the case, but may not take it out
        ("elsewhere:village_head", 404),
    ],
)
def test_who_may_take_it(world, signed_in, role, status):
    address = reverse("incidents:handover", args=[referred(world).pk])
    answer = signed_in(role).get(address)  # a link, so that a browser saves it as it likes
    assert answer.status_code == status
    answer.close()


def test_a_restricted_case_is_secret_in_its_letter_and_hidden_from_others(world, signed_in):
    incident = factories.report(world, kind="neutrality_breach", what="Perangkat desa berkampanye.")
    secretary = world.post("regional_secretary")
    verify(secretary, incident)
    case = restrict(secretary, Incident.objects.get(pk=incident.pk), agencies=[])
    referral = refer(secretary, Incident.objects.get(pk=case.pk), body="bkn", reason="Netralitas.")
    data = letter_data(referral, secretary)
    assert data["nature"] == "Rahasia" and data["copies"] == []
    assert data["to"][0] == "Kepala Badan Kepegawaian Negara"
    address = reverse("incidents:handover", args=[referral.pk])
    assert signed_in("village_head").post(address).status_code == 404


def test_a_rule_is_cited_only_on_the_days_on_which_it_holds():
    def cited(day: date) -> str:
        return " ".join(bases_for("bawaslu", "vote_buying", day))

    assert "Nomor 9" not in cited(date(2024, 9, 29))
    assert "Nomor 9 Tahun 2024" in cited(date(2024, 9, 30))
    assert "Menteri PANRB" not in " ".join(bases_for("bkn", "other", date(2024, 8, 23)))
    assert "Menteri PANRB" in " ".join(bases_for("bkn", "other", date(2024, 8, 24)))


@pytest.mark.parametrize("body", BODIES)
def test_every_letter_has_a_basis(body):
    for kind in KINDS:
        assert bases_for(body, kind, date(2024, 9, 10))
