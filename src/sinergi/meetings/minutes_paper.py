"""What the *notulen* of a meeting says: only what was recorded, in Indonesian (UU 24/2009 art. 27).

Its fields follow the practice of the secretariats of regencies: meeting, day, time and place, chair
and note-taker, who was present, agenda, discussion of each point, decisions with who and until
when, approval.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import override

from sinergi.agencies.kinds import KINDS
from sinergi.incidents.papers import full_place, letterhead, places_of, seat_of
from sinergi.kernel.clock import local
from sinergi.kernel.indonesian import clock_time, counted, long_date, long_day
from sinergi.meetings.models import AgendaItem, Directive, DirectiveShare, Meeting, Participant
from sinergi.meetings.queries.minutes import agenda_of, directives_of

TEMPLATE = "meetings/minutes.typ"
KIND = "Notulen"
GROUPS = (
    ("regency", "Tingkat kabupaten"),
    ("district", "Tingkat kecamatan"),
    ("village", "Tingkat desa/kelurahan"),
    ("", "Undangan lain"),
)

Rows = list[list[str]]


def minutes_data(meeting: Meeting, corrects: dict[str, str] | None = None) -> dict[str, Any]:
    """Everything that the paper prints, as plain JSON. `corrects`: number and reason of a
    correction.
    """
    with override("id"):
        places = places_of(meeting.region_id)
        called = list(meeting.participants.filter(struck=False).select_related("agency", "post"))
        return {
            "meeting": str(meeting.pk),
            "letterhead": letterhead(meeting.desk, places),
            "corrects": corrects,
            "facts": _facts(meeting, full_place(places)),
            "purpose": meeting.purpose,
            "present": _groups(row for row in called if row.present_at),
            "absent": [_absent(row) for row in called if not row.present_at],
            "counts": _counts(called),
            "points": [_point(item) for item in agenda_of(meeting)],
            "directives": [row for found in directives_of(meeting) for row in _lines(found)],
            "place": seat_of(meeting.desk, places),
            "signatures": _signatures(meeting),
        }


def _facts(meeting: Meeting, place: str) -> Rows:
    start = local(meeting.opened_at or meeting.starts_at)
    end = local(meeting.closed_at or meeting.ends_at)
    return [
        ["Rapat", meeting.title],
        ["Jenis", str(meeting.get_kind_display())],
        ["Hari, tanggal", long_day(start.date())],
        ["Waktu", f"{start:%H.%M} – {clock_time(end)}"],
        ["Tempat", f"{meeting.place}, {place}" if place else meeting.place],
        ["Pimpinan rapat", meeting.chair_label],
        ["Notulis", meeting.secretary.title],
    ]


def _groups(present: Iterable[Participant]) -> list[dict[str, Any]]:
    """Those who came, by the level of their agency, as the list of attendance has them."""
    found: dict[str, list[str]] = {}
    for row in present:
        level = KINDS[row.agency.kind].level if row.agency else ""
        found.setdefault(level, []).append(_present(row))
    return [{"title": title, "items": found[level]} for level, title in GROUPS if level in found]


def _present(row: Participant) -> str:
    came = row.present_as or row.deputy
    return f"{row.label} (hadir: {came})" if came and came != row.label else row.label


def _absent(row: Participant) -> str:
    declined = row.reply == Participant.Reply.DECLINES
    remark = f": {row.reply_remark}" if row.reply_remark else ""
    return f"{row.label} (berhalangan{remark})" if declined else row.label


def _counts(called: list[Participant]) -> str:
    came = [row for row in called if row.present_at]
    women = sum(row.sex == Participant.Sex.FEMALE for row in came)
    men = sum(row.sex == Participant.Sex.MALE for row in came)
    known = f" ({women} perempuan, {men} laki-laki)" if women or men else ""
    return f"Hadir {counted(len(came))} dari {counted(len(called))} undangan{known}."


def _point(item: AgendaItem) -> dict[str, Any]:
    return {"title": item.title, "presenter": item.presenter, "text": item.text}


def _lines(directive: Directive) -> Rows:
    """What, who, until when, evidence. Who was freed of it is not bound and not named."""
    shares = [share for share in directive.shares.all() if share.followup.state != "withdrawn"]
    if not shares:
        return []
    what = f"{directive.text}\n{directive.detail}".strip()
    return [[
        str(directive.number), what, "; ".join(_owner(share) for share in shares),
        _until(directive), directive.evidence_asked or "–",
    ]]  # fmt: skip


def _owner(share: DirectiveShare) -> str:
    return share.followup.owner_label


def _until(directive: Directive) -> str:
    due = local(directive.due_at)
    return f"{long_date(due.date())} pukul {clock_time(due)}"


def _signatures(meeting: Meeting) -> list[dict[str, str]]:
    return [
        {"above": "Mengesahkan,", "role": meeting.chair_label, "note": "Pimpinan rapat"},
        {"above": "Dicatat oleh,", "role": meeting.secretary.title, "note": "Notulis"},
    ]
