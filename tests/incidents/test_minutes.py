"""The *Berita Acara*: what the law and the village want to read in it, ready to be signed."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from pypdf import PdfReader

from sinergi.incidents.actions import (
    issue_minutes,
    record_mediation,
    start_handling,
    verify,
)
from sinergi.incidents.minutes import minutes_data
from sinergi.incidents.models import Incident, Mediation
from sinergi.incidents.papers import listed, points_of, size_text
from sinergi.kernel import files
from sinergi.kernel.clock import now
from tests import factories

PILLARS = {"village_head": True, "babinsa": True, "bhabinkamtibmas": False}


def handled(world: factories.World, **told: Any) -> Incident:
    """A case on which the village works."""
    incident = factories.report(world, **told)
    head = world.post("village_head")
    verify(head, incident)
    return start_handling(head, Incident.objects.get(pk=incident.pk), steps="Dipisahkan.")


def mediated(world: factories.World, incident: Incident | None = None, **told: Any) -> Mediation:
    """A mediation that ended with an agreement, unless told otherwise."""
    facts: dict[str, Any] = {
        "held_at": now() - timedelta(minutes=30),
        "place": "Balai Desa",
        "parties": ["Ketua RT 03", "Ketua karang taruna"],
        "attendance": PILLARS,
        "matter": "Spanduk dirobek pada malam hari.",
        "outcome": "agreed",
        "agreement": "1. Saling memaafkan.\n- Spanduk diganti dalam dua hari.",
        **told,
    }
    case = Incident.objects.get(pk=(incident or handled(world)).pk)
    return record_mediation(world.post("village_head"), case, **facts)


def texts_of(data: dict[str, Any], heading: str) -> str:
    """All that stands under a heading."""
    return str(next(part for part in data["parts"] if part["heading"].endswith(heading)))


def read(mediation: Mediation) -> str:
    """The text of the issued PDF, without its line breaks."""
    assert mediation.document is not None
    content = files.absolute(mediation.document.path).read_bytes()
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_record_has_every_field_that_practice_wants(world):
    data = minutes_data(mediated(world))
    assert data["letterhead"]["lines"] == [
        "Pemerintah Kabupaten Madiun", "Kecamatan Dagangan", "Desa Dagangan",
    ]  # fmt: skip
    assert "Selasa tanggal sepuluh bulan September" in data["opening"]
    assert "pukul 07.30 WIB" in data["opening"]
    assert "Balai Desa, Desa Dagangan, Kecamatan Dagangan, Kabupaten Madiun" in data["opening"]
    assert "Nomor 7 Tahun 2012" in texts_of(data, "Dasar")
    assert "Ketua RT 03" in texts_of(data, "Para pihak")
    assert "Spanduk dirobek" in texts_of(data, "Pokok permasalahan")
    assert "tidak menutup proses pidana" in texts_of(data, "Pernyataan")
    assert "17 September 2024" in texts_of(data, "tindak lanjut")
    assert "10 Oktober 2024" in texts_of(data, "tindak lanjut")


def test_points_agreed_are_listed_without_the_marks_someone_typed(world):
    part = next(p for p in minutes_data(mediated(world))["parts"] if "kesepakatan" in p["heading"])
    assert part["points"] == ["Saling memaafkan.", "Spanduk diganti dalam dua hari."]


def test_only_the_pillars_who_were_there_sign(world):
    data = minutes_data(mediated(world))
    groups = {group["title"]: [item["role"] for item in group["items"]] for group in data["groups"]}
    assert groups["Mediator (tiga pilar)"] == ["Kepala Desa Dagangan", "Babinsa"]
    assert groups["Para pihak"] == ["Ketua RT 03", "Ketua karang taruna"]
    assert groups["Saksi"] == ["Saksi I", "Saksi II"]
    assert "Tidak hadir" in texts_of(data, "Mediator")


def test_a_deliberation_without_agreement_says_so(world):
    data = minutes_data(mediated(world, outcome="not_agreed", agreement=""))
    assert data["title"] == "Berita Acara Musyawarah"
    assert "belum mencapai kesepakatan" in texts_of(data, "Hasil musyawarah")
    assert "naik ke posko di atasnya" in texts_of(data, "Tindak lanjut")


def test_what_must_be_passed_on_is_said_even_after_peace(world):
    incident = handled(world, kind="vote_buying", what="Amplop dibagikan kepada warga RT 02.")
    statements = texts_of(minutes_data(mediated(world, incident)), "Pernyataan")
    assert "tetap wajib diteruskan kepada" in statements and "Gakkumdu" in statements


def test_the_paper_is_indonesian_and_marked_whatever_the_page_speaks(world):
    with translation.override("en"):
        issued = issue_minutes(world.post("village_head"), mediated(world))
    assert issued.document is not None
    assert issued.document.kind == "Berita Acara"
    text = read(issued)
    assert "LATIHAN" in text and "BERITA ACARA KESEPAKATAN" in text.upper()
    assert issued.document.number in text
    assert "Agreed" not in text


def test_evidence_is_listed_with_its_whole_digest(world):
    file = SimpleUploadedFile("foto.pdf", b"%PDF-1.4\nbukti\n%%EOF")
    mediation = mediated(world, handled(world, files=[file]))
    digest = mediation.incident.evidence.get().blob.sha256
    text = read(issue_minutes(world.post("village_head"), mediation)).replace(" ", "")
    assert digest in text


def test_markup_in_what_people_write_stays_text(world):
    nasty = '#read("/etc/passwd") $x$ *a* <b> \\ @x'
    text = read(issue_minutes(world.post("village_head"), mediated(world, matter=nasty)))
    assert '#read("/etc/passwd")' in text.replace("“", '"').replace("”", '"')


@pytest.mark.parametrize(
    ("words", "joined"),
    [([], ""), (["a"], "a"), (["a", "b"], "a dan b"), (["a", "b", "c"], "a, b, dan c")],
)
def test_lists_are_joined_as_indonesian_does(words, joined):
    assert listed(words) == joined


def test_bullets_and_sizes():
    assert points_of("  1) a\n\n• b\n(3) c\n2024 d") == ["a", "b", "c", "2024 d"]
    assert [size_text(n) for n in (10, 820_000, 1_440_000)] == ["1 kB", "820 kB", "1,4 MB"]
