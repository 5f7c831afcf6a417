"""Letters of a case: what they say, and how little `/verify/` tells of them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sinergi.kernel import files
from sinergi.kernel.models import OfficialDocument
from sinergi.neutrality import handover_papers, letters
from sinergi.neutrality.drafting import addressee, receivers
from sinergi.neutrality.letters import Attachment, marked
from sinergi.neutrality.models import Handover
from sinergi.neutrality.sealing.case_keys import secret_of
from sinergi.neutrality.sealing.store import open_kept
from tests.factories import World
from tests.factories_neutrality import IDENTITY, REPORT, Chamber, chamber
from tests.neutrality.test_handover import SUMMARY, decided, draft, prepared


@pytest.fixture
def keys(world: World) -> Chamber:
    return chamber(world)


def words(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def test_the_letter_says_what_a_letter_must_say(world: World, keys: Chamber) -> None:
    case = decided(world)
    files = [Attachment("bukti/01.jpg", 1_400_000, "a" * 64)]
    data = handover_papers.letter_data(case, draft(case, keys), files)
    assert data["nature"] == "RAHASIA"
    told = words(data)
    for text in (case.number, SUMMARY, "Terbukti", "1,4 MB", "a" * 64, "24 September 2024",
                 "SE MenPANRB 4/2024"):  # fmt: skip
        assert text in told, text
    for text in (IDENTITY["name"], REPORT["what"], "milik-budi"):
        assert text not in told, text


def test_the_sheet_tells_conditions_steps_and_decision(world: World, keys: Chamber) -> None:
    case = decided(world)
    data = handover_papers.sheet_data(case, draft(case, keys))
    told = words(data)
    for text in ("Waktu dan tempat kejadian", "Diputus dalam rapat pleno", "Pleno menilai"):
        assert text in told, text
    assert IDENTITY["name"] not in told and "Isi laporan" not in told
    with_words = handover_papers.sheet_data(case, draft(case, keys, own_words=True))
    assert REPORT["what"] in words(with_words)


def test_files_that_betray_stay_behind_and_are_counted(world: World, keys: Chamber) -> None:
    case = decided(world)
    case.files.update(shown_path="", original_layers=1)
    left = draft(case, keys)
    assert (left.evidence, left.left_out) == ([], 1)
    assert "1 berkas tidak disertakan" in words(handover_papers.sheet_data(case, left))


def test_what_was_not_read_in_the_regulation_says_so() -> None:
    assert marked("UU 6/2014 pasal 30", "verified") == "UU 6/2014 pasal 30"
    assert marked("PP 1", "unverified") == "PP 1 (belum diverifikasi)"
    assert marked("PP 1", "secondary") == "PP 1 (sumber sekunder)"


def test_the_offices_of_the_regency_are_called_by_its_name(world: World, keys: Chamber) -> None:
    case = decided(world)
    assert addressee(case, "regent") == "Bupati Madiun"
    assert addressee(case, "civil_service_authority").startswith("Bupati Madiun selaku")
    assert addressee(case, "bkn") == "Kepala Badan Kepegawaian Negara"


def test_an_emoji_or_markup_in_a_summary_breaks_no_letter(world: World, keys: Chamber) -> None:
    row = prepared(world, keys, summary="#set text(red) $x$ *tebal* \\ 😀 <script>")
    with open_kept(row.letter_path, secret_of(row.case, keys.opened())) as kept:
        assert kept.read(5) == b"%PDF-"


def test_no_official_document_is_kept_of_it(world: World, keys: Chamber) -> None:
    prepared(world, keys)
    assert not OfficialDocument.objects.exists()


def test_verifying_tells_number_day_agency_and_digest_alone(
    world: World, keys: Chamber, client: Client
) -> None:
    row = prepared(world, keys)
    page = client.get(f"/verify/{row.letter_code}").content.decode()
    assert row.number in page and row.letter_sha256 in page and row.case.agency.name in page
    authority = receivers(row.case)[0]
    for text in (row.case.number, SUMMARY, authority.title, "Lurah Contoh", "netralitas"):
        assert text not in page, text
    told = client.get(f"/api/v1/documents/{row.letter_code}").json()
    assert told["sha256"] == row.letter_sha256 and row.case.number not in json.dumps(told)


def test_a_letter_is_compared_with_what_was_issued(
    world: World, keys: Chamber, client: Client
) -> None:
    row = prepared(world, keys)
    with open_kept(row.letter_path, secret_of(row.case, keys.opened())) as kept:
        content = kept.read()
    address = f"/verify/{row.letter_code}"
    same = client.post(address, {"file": SimpleUploadedFile("surat.pdf", content)})
    other = client.post(address, {"file": SimpleUploadedFile("surat.pdf", content + b" ")})
    assert same.context["comparison"]["tone"] == "success"
    assert other.context["comparison"]["tone"] == "danger"


def test_an_unknown_code_is_unknown(world: World, keys: Chamber, client: Client) -> None:
    prepared(world, keys)
    assert client.get("/verify/0000000000").status_code == 404
    assert letters.find_sealed("") is None


def test_the_kept_letter_is_sealed_bytes_alone(world: World, keys: Chamber) -> None:

    row = prepared(world, keys)
    stored = files.absolute(row.letter_path).read_bytes()
    assert b"%PDF" not in stored and stored.startswith(b"age-encryption.org/v1")
    assert Handover.objects.filter(letter_sha256=row.letter_sha256).exists()
