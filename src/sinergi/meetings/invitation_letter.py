"""What the letter of invitation (*surat undangan*) says. In Indonesian, as the law asks
(UU 24/2009 art. 27); its form follows the rules of official letters (Permendagri 1/2023).
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import override

from sinergi.agencies.models import Agency
from sinergi.kernel.clock import local
from sinergi.kernel.indonesian import counted, long_date
from sinergi.meetings.addressing import head_of
from sinergi.meetings.models import AgendaItem, Meeting
from sinergi.meetings.papers import NATURES, day_of, head_and_place, time_of
from sinergi.meetings.templates_of_kinds import USUAL

TEMPLATE = "meetings/invitation_letter.typ"
KIND = "Surat Undangan"
MOST_ON_LETTER = 6  # addressees; more stand on a list of their own
MOST_POINTS = 5  # of the agenda; more stand on a page of their own


def letter_data(meeting: Meeting) -> dict[str, Any]:
    """Everything that the letter prints, as plain JSON for its template."""
    with override("id"):
        seats = [row.label for row in meeting.participants.filter(struck=False)]
        points = list(meeting.agenda.filter(dropped=False))
        listed, long_agenda = len(seats) > MOST_ON_LETTER, len(points) > MOST_POINTS
        return {
            **head_and_place(meeting),
            "nature": NATURES[meeting.nature],
            "attachments": _attachments(listed, long_agenda),
            "subject": f"Undangan {meeting.title}",
            "to": ["Daftar undangan terlampir"] if listed else seats,
            "opening": _opening(meeting),
            "facts": _facts(meeting, points, long_agenda),
            "closing": _closing(meeting),
            "signatory": {"above": f"a.n. {meeting.desk.name}", "role": meeting.signer.title},
            "copies": _copies(meeting, seats),
            "guests": seats if listed else [],
            "agenda": [_point(item) for item in points] if long_agenda else [],
        }


def _attachments(listed: bool, long_agenda: bool) -> str:
    count = listed + long_agenda
    return f"{counted(count)} lembar" if count else "—"


def _opening(meeting: Meeting) -> list[str]:
    basis = USUAL[meeting.kind].legal_basis
    reason = f"Berdasarkan {basis}, dan dalam rangka" if basis else "Dalam rangka"
    moved = _moved(meeting)
    invited = (
        f"{reason} {meeting.operation.election}, dengan hormat mengharap kehadiran "
        f"Saudara pada {meeting.title}, yang akan dilaksanakan pada:"
    )
    return [*moved, invited]


def _moved(meeting: Meeting) -> list[str]:
    """A letter after the first says that it takes the place of that one."""
    if meeting.invitation is None:
        return []
    earlier = meeting.invitation
    day = long_date(local(earlier.issued_at).date())
    reason = f" {meeting.remark.rstrip('.')}." if meeting.remark else ""
    replaced = (
        f"Menyusul surat kami Nomor {earlier.number} tanggal {day}, dengan ini disampaikan "
        f"perubahan undangan.{reason} Surat ini menggantikan surat tersebut."
    )
    return [replaced]


def _facts(meeting: Meeting, points: list[AgendaItem], long_agenda: bool) -> list[tuple[str, str]]:
    told = [
        ("hari/tanggal", day_of(meeting)),
        ("waktu", time_of(meeting)),
        ("tempat", meeting.place),
        ("pimpinan rapat", meeting.chair_label),
    ]
    if meeting.purpose:
        told.append(("maksud", meeting.purpose))
    if points:
        told.append(("acara", "terlampir" if long_agenda else _short(points)))
    if meeting.contact:
        told.append(("narahubung", meeting.contact))
    return told


def _short(points: list[AgendaItem]) -> str:
    return "; ".join(f"{number}. {item.title}" for number, item in enumerate(points, 1))


def _point(item: AgendaItem) -> dict[str, str]:
    minutes = f"{item.minutes_planned} menit" if item.minutes_planned else ""
    return {"title": item.title, "presenter": item.presenter, "minutes": minutes}


def _closing(meeting: Meeting) -> str:
    return (
        "Mengingat pentingnya acara tersebut, diharapkan hadir tepat waktu. Apabila berhalangan, "
        "mohon menugaskan pejabat yang mewakili dan menyampaikan jawaban melalui Sinergi. "
        "Demikian, atas perhatian dan kehadiran Saudara diucapkan terima kasih."
    )


def _copies(meeting: Meeting, seats: list[str]) -> list[str]:
    """The regent is told of what is convened in the regency's name, unless she is called."""
    regent = Agency.objects.filter(
        operation_id=meeting.operation_id, kind="local_government"
    ).first()
    if regent is None:
        return []
    label = head_of(regent.kind, regent.name)
    called = any(seat.startswith(label) for seat in seats)
    signs = meeting.signer.role == "regent"
    return [] if called or signs else [f"{label} (sebagai laporan)"]
