"""Letters of a case: set as every official letter is, and never kept in clear.

`OfficialDocument` is what the house sets letters from; here one lives in memory alone. What is
kept is the PDF, sealed to the case, with number, code and digest: enough to answer `/verify/`.
Official papers are Indonesian by law (UU 24/2009 art. 27), so their words are not translated.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import override

from sinergi.agencies.models import Agency
from sinergi.kernel import documents, seals
from sinergi.kernel.clock import local, now
from sinergi.kernel.indonesian import counted, long_date
from sinergi.kernel.models import OfficialDocument
from sinergi.kernel.numbers import next_number
from sinergi.neutrality import law
from sinergi.neutrality.models import Case, Handover, Paper
from sinergi.neutrality.sealing.store import keep_sealed

SERIES = "PN"  # penerusan; reminders and receipts have their own
REMINDER_SERIES, RECEIPT_SERIES = "PN-P", "TTL"
NATURE = "RAHASIA"
ORIGINS = {"report": "Laporan", "information": "Informasi awal", "finding": "Temuan"}
DECISIONS = {"proven": "Terbukti", "not_proven": "Tidak terbukti", "": "–"}
# All that `/verify/` tells of what such a paper is.
KIND, TITLE = "Rahasia", "Surat dinas bersifat rahasia"
MARKS = {
    "secondary": "sumber sekunder",
    "unverified": "belum diverifikasi",
    "practice": "praktik",
}


@dataclass(frozen=True)
class Issued:
    """A letter as it was sealed and kept. It is issued, and nothing of its text remains here."""

    number: str
    path: str
    code: str
    size: int  # bytes
    sha256: str


@dataclass(frozen=True)
class Attachment:
    """One file that goes with a letter, by its name in the package."""

    name: str
    size: int  # bytes
    sha256: str


def numbered(case: Case, series: str) -> str:
    """The next number of a series; it is given back when the transaction fails."""
    return next_number(series, case.operation)


def issue_letter(case: Case, template: str, number: str, data: dict[str, Any]) -> Issued:
    """Set a paper of the case under a number, and seal it. Call it inside an action."""
    document = _document(case, number, data)
    document.template = template
    with override("id"):
        content = documents.render(document)
    return Issued(
        number=number,
        path=keep_bytes(case, content),
        code=document.code,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def keep_bytes(case: Case, content: bytes) -> str:
    """Seal bytes to the case and keep them; the path below the store."""
    return keep_sealed(io.BytesIO(content), case.content_recipient)


def _document(case: Case, number: str, data: dict[str, Any]) -> OfficialDocument:
    """What the letter is set from. It is never saved."""
    seal = seals.latest()
    return OfficialDocument(
        operation=case.operation,
        number=number,
        kind=KIND,
        title=data["title"],
        issued_at=now(),
        issued_by=case.agency.name,
        code=documents.new_code(),
        seal_number=seal.number if seal else None,
        seal_hash=seal.hash if seal else "",
        data={**data, "letterhead": letterhead(case.agency), "place": case.agency.region.name},
    )


def letterhead(agency: Agency) -> dict[str, Any]:
    """The head of Bawaslu's papers."""
    lines = ["Badan Pengawas Pemilihan Umum", str(agency.region)]
    return {"lines": lines, "address": agency.address}


def find_sealed(code: str) -> OfficialDocument | None:
    """What anyone may be told of a letter of this room: number, day, agency and digest."""
    row = Handover.objects.filter(letter_code=code).select_related("case__agency").first()
    if row is not None:
        return _known(row.case, row.number, row.prepared_at, row.letter_sha256, code)
    paper = Paper.objects.filter(code=code).select_related("case__agency").first()
    if paper is None or not code:
        return None
    return _known(paper.case, paper.number, paper.made_at, paper.sha256, code)


def _known(case: Case, number: str, made_at: datetime, sha256: str, code: str) -> OfficialDocument:
    return OfficialDocument(
        operation=case.operation,
        number=number,
        kind=KIND,
        title=TITLE,
        issued_at=made_at,
        issued_by=case.agency.name,
        code=code,
        sha256=sha256,
    )


# -- Words


def marked(basis: str, mark: str) -> str:
    """A basis as it is printed: what was not read in the regulation itself says so."""
    return f"{basis} ({MARKS[mark]})" if mark in MARKS else basis


def size_text(size: int) -> str:
    """820 kB; 1,4 MB"""
    if size < 1_000_000:
        return f"{max(round(size / 1000), 1)} kB"
    return f"{size / 1_000_000:.1f}".replace(".", ",") + " MB"


def day_text(moment: datetime | None) -> str:
    """10 September 2024, in the region; a dash for what has not been."""
    return long_date(local(moment).date()) if moment else "–"


def digests(files: Sequence[Attachment]) -> list[dict[str, str]]:
    """The files as the letter lists them."""
    return [
        {"name": file.name, "size": size_text(file.size), "sha256": file.sha256} for file in files
    ]


def files_text(count: int) -> str:
    """3 (tiga) berkas"""
    return f"{counted(count)} berkas"


def case_facts(case: Case, subject: str) -> list[tuple[str, str]]:
    """What stands in clear of a case, and whom it concerns, for the letter and the sheet."""
    kinds, breaches = law.subjects(), law.breaches()
    kind = kinds[case.subject_kind].title if case.subject_kind in kinds else "–"
    named = [f"{breaches[code].title} ({code})" for code in case.breaches if code in breaches]
    return [
        ("Nomor perkara", case.number),
        ("Bentuk", ORIGINS[case.origin]),
        ("Diterima", long_date(case.arrived_on)),
        ("Diregistrasi", day_text(case.registered_at)),
        ("Terlapor", subject or "–"),
        ("Jenis terlapor", kind),
        ("Dugaan pelanggaran", "; ".join(named) or "–"),
        ("Keputusan pleno", f"{DECISIONS[case.decision]}, {day_text(case.decided_at)}"),
    ]
