"""Official documents: numbered without gaps, anchored to the journal, verifiable by anyone."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from pypdf import PdfReader

from sinergi.kernel import documents, files, views
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import stopped_at, use_operation
from sinergi.kernel.models import OfficialDocument, Operation, Seal

pytestmark = pytest.mark.django_db

HASH = "9f3ac2d41b7e" + "08" * 26
LETTER: dict[str, Any] = {
    "letterhead": {
        "lines": ["Pemerintah Kabupaten Madiun", "Badan Kesatuan Bangsa dan Politik"],
        "address": "Mejayan",
    },
    "place": "Mejayan",
    "subject": "Permintaan bantuan",
    "to": ["Kepala Kepolisian Resor Madiun"],
    "parts": [{"text": "Mohon bantuan personel."}],
    "signatory": {"role": "Kepala Badan"},
}
RECORD: dict[str, Any] = {
    "letterhead": LETTER["letterhead"],
    "place": "Balai Desa Grobogan",
    "parts": [
        {"heading": "Para pihak", "facts": [["Pihak pertama", "Kelompok A"]]},
        {"points": ["Menjaga ketenteraman."]},
        {"checklist": [{"label": "Babinsa", "checked": True}]},
        {"table": {"headers": ["No", "Isi"], "rows": [["1", "Satu"]]}},
    ],
    "signatures": [{"role": "Kepala Desa"}, {"role": "Babinsa"}, {"role": "Bhabinkamtibmas"}],
}


@pytest.fixture(autouse=True)
def house(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PUBLIC_URL = "https://sinergi.example.go.id"
    cache.clear()


@pytest.fixture
def operation() -> Operation:
    return Operation.objects.create(
        code="d-35-19", region_code="35.19", name="Pilkada Kabupaten Madiun 2024",
        election="Pilkada 2024", mode="exercise", voting_day=date(2024, 11, 27),
    )  # fmt: skip


def issue(
    operation: Operation, data: dict[str, Any] = LETTER, template: str = "official_letter"
) -> OfficialDocument:
    morning = datetime(2024, 9, 10, 1, 0, tzinfo=UTC)
    with stopped_at(morning), use_operation(operation):
        return documents.issue_document(
            "letter", f"kernel/{template}.typ", data, by=SYSTEM, operation=operation,
            region_code="35.19", title="Permintaan bantuan", series="SRT",
        )  # fmt: skip


def content(document: OfficialDocument) -> bytes:
    return files.absolute(document.path).read_bytes()


def text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def squeezed(pdf: bytes) -> str:
    return "".join(text(pdf).split())


def seal() -> Seal:
    return Seal.objects.create(
        number=128, made_at=datetime(2024, 9, 9, tzinfo=UTC), from_txid=0, to_txid=1,
        entry_ids=[], leaves=[], root="0" * 64, previous="0" * 64, hash=HASH,
    )  # fmt: skip


def test_every_page_carries_number_seal_and_where_to_verify(operation: Operation) -> None:
    seal()
    long = {**LETTER, "parts": [{"points": [f"Butir {n}" for n in range(120)]}]}
    document = issue(operation, long)
    pages = PdfReader(io.BytesIO(content(document))).pages
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        said = "".join(page.extract_text().split())
        assert "SRT/35.19/2024/000001" in said
        assert f"128:{HASH}" in said
        assert f"https://sinergi.example.go.id/verify/{document.code}" in said
        assert f"Halaman{number}dari{len(pages)}" in said
    assert (document.seal_number, document.seal_hash) == (128, HASH)


def test_the_digest_is_that_of_the_file_and_the_pdf_is_reproducible(operation: Operation) -> None:
    document = issue(operation)
    pdf = content(document)
    assert document.sha256 == hashlib.sha256(pdf).hexdigest()
    fresh = OfficialDocument.objects.select_related("operation").get(pk=document.pk)
    assert documents.render(fresh) == pdf


def test_an_exercise_is_marked_and_the_real_thing_is_not(operation: Operation) -> None:
    assert squeezed(content(issue(operation))).count("LATIHAN") >= 2
    operation.mode = "actual"
    operation.save()
    assert "LATIHAN" not in squeezed(content(issue(operation)))


def test_only_embedded_fonts_are_used(operation: Operation) -> None:
    reader = PdfReader(io.BytesIO(content(issue(operation))))
    fonts = reader.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    names = {str(font.get_object()["/BaseFont"]) for font in fonts.values()}
    assert all("Libertinus" in name or "DejaVu" in name for name in names)


def test_a_record_has_its_day_in_words_and_a_place_for_every_signature(
    operation: Operation,
) -> None:
    said = " ".join(text(content(issue(operation, RECORD, "official_record"))).split())
    assert "Selasa tanggal sepuluh bulan September tahun dua ribu dua puluh empat" in said
    for role in ("Kepala Desa", "Babinsa", "Bhabinkamtibmas"):
        assert role in said


def test_typst_markup_in_data_is_inert(operation: Operation) -> None:
    evil = '#panic("x") *tebal* $x^2$ @ref #read("/kernel/seals.py") \\ ] [ // <b> "quote"'
    data = {**LETTER, "subject": evil, "parts": [{"text": evil}, {"points": [evil]}]}
    said = squeezed(content(issue(operation, data)))
    assert said.count('#read("/kernel/seals.py")') == 3
    assert "*tebal*" in said


@pytest.mark.parametrize("template", ["../etc/x.typ", "kernel/../x.typ", "/x.typ", "kernel/x.py"])
def test_a_template_is_only_found_in_a_room(operation: Operation, template: str) -> None:
    with pytest.raises(ValueError, match="not a template"):
        documents.set_pdf(template, {}, timestamp=0)


def test_a_failed_transaction_gives_the_number_back(operation: Operation) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        issue(operation)
        raise RuntimeError
    assert issue(operation).number == "SRT/35.19/2024/000001"
    assert issue(operation).number == "SRT/35.19/2024/000002"


def test_a_letter_that_cannot_be_set_uses_up_no_number(operation: Operation) -> None:
    with pytest.raises(Exception, match="subject"):
        issue(operation, {"parts": []})
    assert issue(operation).number.endswith("000001")


def test_a_code_is_read_as_people_type_it(operation: Operation) -> None:
    document = issue(operation)
    typed = document.shown_code.lower().replace("0", "o").replace("1", "l")
    assert documents.find_document(f" {typed} ") == document
    assert documents.find_document("nothing") is None
    assert documents.find_document("x" * 5000) is None
    assert len({documents.new_code() for _ in range(200)}) == 200


def test_anyone_can_verify_but_sees_no_contents(operation: Operation, client: Client) -> None:
    document = issue(operation)
    page = client.get(f"/verify/{document.code}")
    said = page.content.decode()
    assert page.status_code == 200
    for fact in (document.number, document.title, document.sha256, "Sinergi", "2024", "LATIHAN"):
        assert fact in said
    assert "Mohon bantuan personel" not in said
    assert "no-store" in page["Cache-Control"]


def test_an_unknown_code_is_told_so_and_is_inert(client: Client) -> None:
    page = client.get("/verify/<script>alert(1)<")
    assert page.status_code == 404
    assert b"text-danger" in page.content and b"<script>alert" not in page.content


def test_the_typed_code_leads_to_the_document(operation: Operation, client: Client) -> None:
    document = issue(operation)
    answer = client.get("/verify/", {"code": document.shown_code})
    assert answer.status_code == 302 and answer["Location"] == f"/verify/{document.code}"
    assert client.get("/verify/").status_code == 200


def test_a_file_is_compared_and_nothing_is_kept(operation: Operation, client: Client) -> None:
    document = issue(operation)
    before = OfficialDocument.objects.count()

    def compare(pdf: bytes) -> bytes:
        sent = SimpleUploadedFile("surat.pdf", pdf, "application/pdf")
        return client.post(f"/verify/{document.code}", {"file": sent}).content

    assert b"alert-success" in compare(content(document))
    assert b"alert-danger" in compare(content(document) + b" ")
    assert b"alert-warning" in client.post(f"/verify/{document.code}").content
    assert OfficialDocument.objects.count() == before


def test_codes_cannot_be_tried_without_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_PER_MINUTE", 3)
    answers = [client.get("/verify/AAAAAAAAAA").status_code for _ in range(5)]
    assert answers == [404, 404, 404, 429, 429]


def test_the_page_needs_one_statement(
    operation: Operation, client: Client, django_assert_max_num_queries: Any
) -> None:
    document = issue(operation)
    with django_assert_max_num_queries(2):
        client.get(f"/verify/{document.code}")


def test_what_no_font_can_show_is_a_question_mark_and_no_failure(operation: Operation) -> None:
    told = "Aman 😀 \x07\x9c\x01 鹿 👨‍👩‍👧 selesai: é ü — “ya”"
    document = issue(operation, {**LETTER, "parts": [{"text": told}]})
    page = PdfReader(files.absolute(document.path)).pages[0].extract_text()
    assert "Aman ?" in page and "selesai: é ü — “ya”" in page
    assert documents.render(document) == files.absolute(document.path).read_bytes()
