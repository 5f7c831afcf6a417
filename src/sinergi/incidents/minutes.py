"""What the *Berita Acara* of a mediation says.

Its fields follow the practice of villages and police: day and place, basis, mediators (the three
pillars), parties by their role, matter, course, points agreed, what happens when they are broken,
signatures, and that criminal law takes its own way. It says only what was recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import override

from sinergi.incidents.kinds import KINDS
from sinergi.incidents.models import Incident, Mediation
from sinergi.incidents.papers import (
    bodies_of,
    day_and_time,
    evidence_of,
    full_place,
    head_of,
    in_indonesian,
    letterhead,
    listed,
    moment_text,
    places_of,
    points_of,
    seat_of,
    size_text,
)
from sinergi.kernel.clock import local, now
from sinergi.kernel.indonesian import clock_time, counted, long_date, spelled_day
from sinergi.regions.models import Region

TEMPLATE = "incidents/settlement_minutes.typ"
KIND = "Berita Acara"
TITLE = "Berita Acara Mediasi"
WITNESSES = 2
CHECK_DAYS = (7, 30)  # as in the action, when no check has been planned yet

# Source of each: the settling of social conflicts by the community first; community policing.
BASIS = (
    (
        "Undang-Undang Nomor 7 Tahun 2012 tentang Penanganan Konflik Sosial, Pasal 40 dan Pasal "
        "41, beserta Peraturan Pemerintah Nomor 2 Tahun 2015 sebagai pelaksanaannya;"
    ),
    (
        "Peraturan Kepolisian Negara Republik Indonesia Nomor 1 Tahun 2021 tentang Pemolisian "
        "Masyarakat;"
    ),
)
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")

Part = dict[str, Any]


def minutes_data(mediation: Mediation) -> dict[str, Any]:
    """Everything that the record prints, as plain JSON for its template."""
    with override("id"):
        incident = mediation.incident
        places = places_of(incident.region_id)
        pillars = _pillars(mediation, places.get("village"))
        return {
            "letterhead": letterhead(incident.desk, places),
            "title": _title(mediation),
            "opening": _opening(mediation, full_place(places)),
            "parts": _numbered(_parts(mediation, pillars, full_place(places))),
            "closing": _closing(mediation),
            "place": seat_of(incident.desk, places),
            "groups": _groups(mediation, pillars),
            "evidence": [
                {"name": row.blob.name, "size": size_text(row.blob.size), "sha256": row.blob.sha256}
                for row in evidence_of(incident)
            ],
        }


def _agreed(mediation: Mediation) -> bool:
    return mediation.outcome == Mediation.Outcome.AGREED


def _title(mediation: Mediation) -> str:
    return "Berita Acara Kesepakatan" if _agreed(mediation) else "Berita Acara Musyawarah"


def _opening(mediation: Mediation, place: str) -> str:
    held = local(mediation.held_at)
    return (
        f"Pada hari ini {spelled_day(held.date())} pukul {clock_time(held)}, bertempat di "
        f"{mediation.place}, {place}, telah dilaksanakan musyawarah untuk menyelesaikan perkara "
        f"Nomor {mediation.incident.number} pada {mediation.incident.operation.election}, dengan "
        "keterangan sebagai berikut."
    )


@dataclass(frozen=True)
class Pillar:
    """One of the three: as the text names it, as the line to sign on does, and whether it came."""

    name: str
    role: str
    there: bool


def _pillars(mediation: Mediation, village: Region | None) -> list[Pillar]:
    """The three pillars of the village, in their order."""
    where = f" {village}" if village else ""
    names = {
        "village_head": (head_of(village), head_of(village)),
        "babinsa": (f"Babinsa{where}", "Babinsa"),
        "bhabinkamtibmas": (f"Bhabinkamtibmas{where}", "Bhabinkamtibmas"),
    }
    return [
        Pillar(name, role, bool(mediation.attendance.get(key)))
        for key, (name, role) in names.items()
    ]


def _numbered(parts: list[Part]) -> list[Part]:
    return [
        {**part, "heading": f"{number}. {part['heading']}"}
        for number, part in zip(ROMAN, parts, strict=False)
    ]


def _parts(mediation: Mediation, pillars: list[Pillar], place: str) -> list[Part]:
    incident = mediation.incident
    agreed = _agreed(mediation)
    return [
        {"heading": "Dasar", "points": [*BASIS, _report_line(incident)]},
        _mediators(pillars),
        _parties(mediation),
        {
            "heading": "Pokok permasalahan",
            "text": mediation.matter,
            "facts": _matter_facts(incident, place),
        },
        {"heading": "Jalannya musyawarah", "text": _course(mediation, pillars)},
        _agreement(mediation) if agreed else _no_agreement(incident),
        {"heading": "Pemeriksaan kembali dan tindak lanjut", "points": _afterwards(mediation)}
        if agreed
        else {"heading": "Tindak lanjut", "points": _unsettled(incident)},
        {"heading": "Pernyataan", "points": _statements(incident)},
    ]


def _report_line(incident: Incident) -> str:
    return (
        f"Laporan Nomor {incident.number} yang diterima {moment_text(incident.reported_at)} pada "
        f"{incident.desk.name}."
    )


def _mediators(pillars: list[Pillar]) -> Part:
    rows = [
        [str(number), pillar.name, "Hadir" if pillar.there else "Tidak hadir"]
        for number, pillar in enumerate(pillars, 1)
    ]
    table = {
        "headers": ["No", "Tiga pilar", "Kehadiran"],
        "rows": rows,
        "widths": ["auto", 1, "auto"],
    }
    return {"heading": "Mediator", "ruled": table}


def _parties(mediation: Mediation) -> Part:
    rows = [[f"Pihak {ROMAN[at]}" if at < len(ROMAN) else f"Pihak {at + 1}", role]
            for at, role in enumerate(mediation.parties)]  # fmt: skip
    table = {"headers": ["Pihak", "Kedudukan dalam perkara"], "rows": rows, "widths": ["auto", 1]}
    return {"heading": "Para pihak", "ruled": table}


def _matter_facts(incident: Incident, place: str) -> list[list[str]]:
    rows = [
        ["Jenis kejadian", in_indonesian(KINDS[incident.kind].title)],
        ["Waktu kejadian", moment_text(incident.happened_at)],
        ["Tempat kejadian", f"{incident.place}, {place}" if incident.place else place],
    ]
    if incident.injured or incident.dead:
        rows.append(["Korban", f"{incident.injured} luka, {incident.dead} meninggal"])
    if incident.damage:
        rows.append(["Kerusakan", incident.damage])
    return rows


def _course(mediation: Mediation, pillars: list[Pillar]) -> str:
    """What the record knows of the course: who led, how many came, how it ended."""
    led = listed(pillar.name for pillar in pillars if pillar.there)
    ending = (
        "berakhir dengan kesepakatan para pihak"
        if _agreed(mediation)
        else "berakhir tanpa kesepakatan para pihak"
    )
    return (
        f"Musyawarah dipimpin oleh {led} dan diikuti {counted(len(mediation.parties))} pihak "
        f"sebagaimana tersebut pada angka III. Musyawarah {ending}."
    )


def _agreement(mediation: Mediation) -> Part:
    points = points_of(mediation.agreement)
    heading = "Pokok kesepakatan"
    if len(points) == 1:
        return {"heading": heading, "text": points[0]}
    return {"heading": heading, "points": points}


def _no_agreement(incident: Incident) -> Part:
    text = (
        "Para pihak belum mencapai kesepakatan. Perkara tetap terbuka dan ditangani oleh "
        f"{incident.desk.name}."
    )
    return {"heading": "Hasil musyawarah", "text": text}


def _afterwards(mediation: Mediation) -> list[str]:
    checks = _check_days(mediation)
    return [
        (
            f"{mediation.incident.desk.name} memeriksa kembali pelaksanaan kesepakatan "
            f"{listed(checks)}."
        ),
        (
            "Apabila kesepakatan tidak dilaksanakan atau perselisihan timbul kembali, perkara "
            "dibuka kembali dan ditangani oleh posko tersebut; bila tidak dapat diselesaikan, "
            "perkara diteruskan ke posko di atasnya."
        ),
    ]


def _check_days(mediation: Mediation) -> list[str]:
    """When it is checked again: as planned, else counted from today."""
    planned = [(check.days, check.due_at) for check in mediation.checks.all()]
    due = planned or [(days, now() + timedelta(days=days)) for days in CHECK_DAYS]
    return [f"setelah {counted(days)} hari, pada {long_date(local(at).date())}" for days, at in due]


def _unsettled(incident: Incident) -> list[str]:
    points = ["Musyawarah dapat diulang selama keadaan memungkinkan."]
    if incident.settle_due:
        when = " pukul ".join(day_and_time(incident.settle_due))
        points.append(
            f"Apabila belum selesai sampai {when}, perkara naik ke posko di atasnya."
            if incident.level != "regency"
            else f"Batas waktu penyelesaian pada posko ini: {when}."
        )
    return points


def _statements(incident: Incident) -> list[str]:
    points = [
        (
            "Dengan menandatangani berita acara ini, para pihak menyatakan bahwa musyawarah "
            "dilaksanakan tanpa paksaan dari pihak mana pun."
        ),
        (
            "Berita acara ini tidak menutup proses pidana maupun penanganan pelanggaran pemilihan, "
            "dan tidak mencabut laporan yang telah diregistrasi oleh lembaga yang berwenang."
        ),
    ]
    if bodies := bodies_of(incident):
        joined = " atau ".join(bodies)
        points.append(
            f"Menurut jenisnya, perkara ini tetap wajib diteruskan kepada {joined}, walaupun para "
            "pihak telah berdamai."
        )
    return points


def _closing(mediation: Mediation) -> str:
    signed = counted(len(mediation.parties) + 1)
    return (
        f"Demikian berita acara ini dibuat dengan sebenarnya dalam rangkap {signed}, dibacakan "
        "kepada para pihak, dan ditandatangani bersama untuk dipergunakan sebagaimana mestinya."
    )


def _groups(mediation: Mediation, pillars: list[Pillar]) -> list[dict[str, Any]]:
    """Blocks to sign in: parties, witnesses, and those of the three pillars who were there."""
    parties = [
        {"above": f"Pihak {ROMAN[at]}" if at < len(ROMAN) else f"Pihak {at + 1}", "role": role}
        for at, role in enumerate(mediation.parties)
    ]
    witnesses = [{"role": f"Saksi {ROMAN[at]}"} for at in range(WITNESSES)]
    leaders = [{"role": pillar.role} for pillar in pillars if pillar.there]
    return [
        {"title": "Para pihak", "items": parties},
        {"title": "Saksi", "items": witnesses},
        {"title": "Mediator (tiga pilar)", "items": leaders},
    ]
