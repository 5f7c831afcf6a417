"""The papers of a commitment: the sheet on which one signs, and the document with the signatures.

The text of an official paper is Indonesian by law (UU 24/2009 art. 27), whatever language the
page of its maker is in. So it is written here in that language, and not translated.
"""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.utils.translation import override

from sinergi.agencies.models import Agency
from sinergi.commitments import rules
from sinergi.commitments.models import Commitment, Signatory, Signature
from sinergi.kernel import seals
from sinergi.kernel.clock import local, now
from sinergi.kernel.documents import qr_svg, set_pdf
from sinergi.kernel.indonesian import long_date, long_moment
from sinergi.regions.codes import ancestors_of
from sinergi.regions.models import Region

KIND = "Komitmen"
TEMPLATE = "commitments/commitment.typ"
SHEET = "commitments/sheet.typ"
OFFICES = ("village_office", "district_office", "kesbangpol")
FACTORS = {
    "totp": "aplikasi autentikator",
    "recovery": "kode pemulihan",
    "code": "kode sekali pakai",
    "none": "",
}
_NUMBERED = re.compile(r"(\d{1,2})[.)]\s+(.*)")


def is_drive(commitment: Commitment) -> bool:
    """Whether it is the text of a pledge drive."""
    return hasattr(commitment, "drive")


def signatures_of(commitment: Commitment) -> list[Signatory]:
    """Who was to sign, with what was given; without units and those withdrawn. One statement."""
    rows = commitment.signatories.filter(withdrawn_at=None, is_unit=False)
    return list(rows.select_related("signature__scan", "signature__account"))


def document_data(commitment: Commitment, signatories: list[Signatory]) -> dict[str, Any]:
    """Everything that the document prints, as plain JSON for its template."""
    with override("id"):
        given = [row for row in signatories if row.given]
        return {
            **_common(commitment),
            "signatures": [_printed(row, row.given, commitment) for row in given if row.given],
            "waiting": len(signatories) - len(given),
            "drive": _drive_line(commitment),
        }


def sheet_of(commitment: Commitment) -> bytes:
    """The PDF on which one signs by hand: text, lines, digest, QR. It is no numbered document."""
    with override("id"):
        signatories = [row for row in signatures_of(commitment) if not row.given]
        data = {
            **_common(commitment),
            "lines": [{"role": row.label, "above": row.capacity} for row in signatories],
        }
        payload = {"document": _sheet_facts(commitment), "data": data}
        return set_pdf(SHEET, payload, timestamp=int(now().timestamp()))


def public_address(commitment: Commitment) -> str:
    """The full address of its public page, for a QR code."""
    return settings.PUBLIC_URL.rstrip("/") + commitment.public_url


def _common(commitment: Commitment) -> dict[str, Any]:
    address = public_address(commitment)
    return {
        "letterhead": _letterhead(commitment),
        "title": commitment.title,
        "blocks": blocks_of(commitment.text),
        "digest": commitment.digest,
        "public": {"url": address, "code": commitment.shown_code, "qr": qr_svg(address)},
        "place_and_date": _place_and_date(commitment),
    }


def _place_and_date(commitment: Commitment) -> str:
    day = long_date(commitment.held_on) if commitment.held_on else ""
    return ", ".join(part for part in (commitment.place, day) if part)


def blocks_of(text: str) -> list[dict[str, str]]:
    """The lines of a text: {number, text}; number is empty where the line has none."""
    found = []
    for line in text.split("\n"):
        match = _NUMBERED.fullmatch(line.strip())
        if match:
            found.append({"number": match[1], "text": match[2]})
        else:
            found.append({"number": "", "text": line.strip()})
    return found


def _printed(row: Signatory, signature: Signature, commitment: Commitment) -> dict[str, Any]:
    scan = signature.scan
    return {
        "role": signature.post_label,
        "capacity": row.capacity,
        "picture": rules.picture_of(signature.strokes) if signature.strokes else "",
        "typed": signature.typed,
        "paper": signature.means == Signature.Means.PAPER,
        "at": long_moment(local(signature.signed_at)),
        "factor": FACTORS[signature.factor],
        "witness": signature.witness,
        "scan": scan.sha256 if scan else "",
        "holds": rules.holds(signature.digest, commitment.text),
    }


def _drive_line(commitment: Commitment) -> str:
    """What a pledge drive came to, in one sentence; empty for any other commitment."""
    if not is_drive(commitment):
        return ""
    units = commitment.signatories.filter(is_unit=True, withdrawn_at=None)
    reports = list(units.values_list("report__signed", "report__staff"))
    told = [(signed, staff) for signed, staff in reports if staff]
    share = rules.share_of(told)
    return (
        f"Menurut laporan {len(told)} dari {len(reports)} unit, {share.signed} dari "
        f"{share.staff} orang telah menandatangani; {len(reports) - len(told)} unit belum melapor."
    )


def _letterhead(commitment: Commitment) -> dict[str, Any]:
    code = commitment.region_id
    above = Region.objects.filter(pk__in=[*ancestors_of(code), code])
    places = {region.level: str(region) for region in above}
    names = [places[level] for level in ("district", "village") if level in places]
    last = names or [commitment.desk.name]
    return {"lines": [f"Pemerintah {places['regency']}", *last], "address": _address(commitment)}


def _address(commitment: Commitment) -> str:
    offices = Agency.objects.filter(
        operation_id=commitment.operation_id, region_id=commitment.region_id, kind__in=OFFICES
    )
    return str(offices.exclude(address="").values_list("address", flat=True).first() or "")


def _sheet_facts(commitment: Commitment) -> dict[str, Any]:
    """What the frame of a letter asks of a document, for a sheet that is none yet."""
    seal = seals.latest(commitment.operation)
    address = public_address(commitment)
    return {
        "number": "Lembar tanda tangan",
        "title": commitment.title,
        "operation": commitment.operation.name,
        "exercise": commitment.operation.is_exercise,
        "issued_by": commitment.made_by,
        "seal_number": seal.number if seal else None,
        "seal_hash": seal.hash if seal else "",
        "code": commitment.shown_code,
        "url": address,
        "qr": qr_svg(address),
    }
