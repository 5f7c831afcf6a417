"""What is handed over when a case is referred: the letter, and the list of all that goes with it.

The manifest is made once, when the case is passed on, and kept: what the other body received can
be said years later. It names no reporter (UU 31/2014 art. 5; UU 14/2008 art. 17 a.2): whoever
needs to know asks the desk, which answers by hand and for a reason.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.utils.translation import override

from sinergi.agencies.models import Agency, Post
from sinergi.incidents.kinds import BODIES, KINDS, SEVERITIES
from sinergi.incidents.legal_basis import bases_for
from sinergi.incidents.models import Incident, Referral
from sinergi.incidents.papers import (
    evidence_of,
    full_place,
    in_indonesian,
    letterhead,
    moment_text,
    places_of,
    seat_of,
    size_text,
)
from sinergi.incidents.story import HIDDEN_REPORTER, story_of
from sinergi.kernel.clock import local, now
from sinergi.kernel.indonesian import counted, long_day
from sinergi.kernel.packages import safe_path
from sinergi.regions.models import Region

TEMPLATE = "incidents/referral_letter.typ"
KIND = "Surat Penerusan"
TITLE = "Penerusan perkara"
FORMAT = "sinergi-handover/1"
CASE_FILE = "perkara.json"
MOST_STEPS = 12  # of the case's story in the letter; the whole of it is in the case file

# Who is addressed at the body that has an office in the regency, and at those that have none.
HEADS = {
    "bawaslu": "Ketua {agency}",
    "polres": "Kepala {agency}",
    "kejari": "Kepala {agency}",
    "kpu": "Ketua {agency}",
    "kodim": "Komandan {agency}",
}
ELSEWHERE = {
    "gakkumdu": "Koordinator Sentra Gakkumdu {regency}",
    "dkpp": "Ketua Dewan Kehormatan Penyelenggara Pemilu",
    "bkn": "Kepala Badan Kepegawaian Negara",
}


def manifest_of(referral: Referral) -> dict[str, Any]:
    """What is handed over: the case as it is known now, and every file with its digest.

    Plain JSON. `case_sha256` is the digest of the case file as `case_bytes` writes it.
    """
    with override("id"):
        incident = referral.incident
        case = _case(incident, referral)
        files = [
            {
                "id": str(row.pk),
                "name": safe_path(f"bukti/{number:02d}-{row.blob.name}"),
                "caption": row.caption,
                "media_type": row.blob.media_type,
                "size": row.blob.size,
                "sha256": row.blob.sha256,
                "received_at": row.blob.received_at.isoformat(),
            }
            for number, row in enumerate(evidence_of(incident), 1)
        ]
        return {
            "format": FORMAT,
            "exercise": incident.operation.is_exercise,
            "to": _label(referral),
            "case": case,
            "case_sha256": hashlib.sha256(case_bytes(case)).hexdigest(),
            "evidence": files,
        }


def case_bytes(case: dict[str, Any]) -> bytes:
    """The case file: the same case always gives the same bytes, so its digest can be compared."""
    return json.dumps(case, indent=2, ensure_ascii=False, sort_keys=True).encode()


def _case(incident: Incident, referral: Referral) -> dict[str, Any]:
    """The facts and the story of a case, for another body's system."""
    places = places_of(incident.region_id)
    position = None if incident.lon is None else [incident.lon, incident.lat]
    return {
        "number": incident.number,
        "operation": incident.operation.name,
        "election": incident.operation.election,
        "exercise": incident.operation.is_exercise,
        "kind": {"code": incident.kind, "title": in_indonesian(KINDS[incident.kind].title)},
        "severity": {
            "code": incident.severity,
            "title": in_indonesian(SEVERITIES[incident.severity]),
        },
        "state": {"code": incident.state, "title": in_indonesian(incident.get_state_display())},
        "region": {"code": incident.region_id, "name": full_place(places)},
        "place": incident.place,
        "position": {"lon_lat": position, "datum": "WGS84"},
        "happened_at": incident.happened_at.isoformat(),
        "reported_at": incident.reported_at.isoformat(),
        "reporter": HIDDEN_REPORTER,
        "what": incident.what,
        "injured": incident.injured,
        "dead": incident.dead,
        "damage": incident.damage,
        "desk": incident.desk.name,
        "referred_because": referral.reason,
        "referred_at": referral.sent_at.isoformat(),
        "answer_due": due.isoformat() if (due := referral.followup.due_at) else None,
        "timezone": incident.operation.timezone,
        "timeline": story_of(incident),
    }


def letter_data(referral: Referral, by: Post) -> dict[str, Any]:
    """Everything that the letter prints, as plain JSON for its template."""
    with override("id"):
        incident = referral.incident
        places = places_of(incident.region_id)
        count = len(referral.manifest["evidence"]) + 1
        return {
            "letterhead": letterhead(incident.desk, places),
            "place": seat_of(incident.desk, places),
            "nature": "Rahasia" if incident.visibility == "restricted" else "Terbatas",
            "attachments": f"{counted(count)} berkas",
            "subject": f"Penerusan perkara Nomor {incident.number}",
            "to": [*_addressee(referral, places), "di tempat"],
            "parts": _parts(referral, full_place(places)),
            "closing": "Demikian disampaikan, atas perhatian dan kerja sama Saudara diucapkan "
            "terima kasih.",
            "signatory": {"above": f"a.n. {incident.desk.name}", "role": by.title},
            "copies": _copies(incident, places),
        }


def _label(referral: Referral) -> str:
    return referral.body_name or in_indonesian(BODIES[referral.body])


def _addressee(referral: Referral, places: dict[str, Region]) -> list[str]:
    """The head of the body that is responsible for the place: for Jiwan, Polres Madiun Kota."""
    if referral.body_name:
        return [referral.body_name]
    if referral.body in ELSEWHERE:
        return [ELSEWHERE[referral.body].format(regency=places["regency"])]
    incident = referral.incident
    rows = Agency.objects.filter(operation_id=incident.operation_id, kind=referral.body)
    agency = rows.responsible_for(incident.region_id).first()
    if agency is None or referral.body not in HEADS:
        return [_label(referral)]
    return [HEADS[referral.body].format(agency=agency.name)]


def _copies(incident: Incident, places: dict[str, Region]) -> list[str]:
    """The desks above are told; of a restricted case nobody but the addressee is."""
    if incident.visibility == "restricted" or incident.level == "regency":
        return []
    above = [f"Desk Pilkada {places['regency']}"]
    if incident.level == "village" and "district" in places:
        above.insert(0, f"Posko {places['district']}")
    return above


def _parts(referral: Referral, place: str) -> list[dict[str, Any]]:
    incident = referral.incident
    day = local(now()).date()
    return [
        {
            "text": "Bersama ini kami teruskan perkara tersebut di bawah kepada Saudara, untuk "
            "ditangani sesuai dengan kewenangan Saudara."
        },
        {"heading": "Dasar", "points": bases_for(referral.body, incident.kind, day)},
        {"heading": "Pokok perkara", "facts": _facts(incident, place)},
        {"heading": "Uraian kejadian", "text": incident.what},
        {"heading": "Alasan penerusan", "text": referral.reason},
        _steps(referral),
        _attachments(referral),
        {"heading": "Permintaan", "text": _request(referral)},
    ]


def _facts(incident: Incident, place: str) -> list[list[str]]:
    rows = [
        ["Nomor perkara", incident.number],
        ["Jenis", in_indonesian(KINDS[incident.kind].title)],
        ["Tingkat", in_indonesian(SEVERITIES[incident.severity])],
        ["Waktu kejadian", moment_text(incident.happened_at)],
        ["Tempat kejadian", f"{incident.place}, {place}" if incident.place else place],
        ["Diterima", f"{moment_text(incident.reported_at)}, {incident.desk.name}"],
        ["Korban", f"{incident.injured} luka, {incident.dead} meninggal"],
    ]
    if incident.damage:
        rows.append(["Kerusakan", incident.damage])
    return [*rows, ["Pelapor", HIDDEN_REPORTER]]


def _steps(referral: Referral) -> dict[str, Any]:
    """The latest steps of the story, each with its time."""
    steps = referral.manifest["case"]["timeline"][-MOST_STEPS:]
    rows = [[step["shown_at"], step["text"]] for step in steps]
    table = {"headers": ["Waktu", "Langkah"], "rows": rows, "widths": ["auto", 1]}
    return {"heading": "Langkah yang telah dilakukan", "ruled": table}


def _attachments(referral: Referral) -> dict[str, Any]:
    manifest = referral.manifest
    case = {
        "name": f"{CASE_FILE} (fakta dan kronologi)",
        "size": size_text(len(case_bytes(manifest["case"]))),
        "sha256": manifest["case_sha256"],
    }
    files = [
        {"name": row["name"], "size": size_text(row["size"]), "sha256": row["sha256"]}
        for row in manifest["evidence"]
    ]
    return {
        "heading": "Lampiran (dalam paket serah terima)",
        "digests": [case, *files],
        "after": "Keaslian setiap berkas dapat diperiksa dengan mencocokkan nilai SHA-256 di atas "
        "dengan berkas dalam paket serah terima (sha256sum -c digests.txt).",
    }


def _request(referral: Referral) -> str:
    due = referral.followup.due_at
    when = f" paling lambat {long_day(local(due).date())}" if due else ""
    return (
        f"Mohon kiranya Saudara menyampaikan jawaban tertulis tentang tindak lanjut perkara ini "
        f"kepada {referral.incident.desk.name}{when}, dengan menyebut nomor surat ini. Surat ini "
        "memuat informasi yang dikecualikan dan data pribadi; mohon dijaga kerahasiaannya."
    )
