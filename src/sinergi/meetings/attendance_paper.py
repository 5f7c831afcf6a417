"""What the attendance list (*daftar hadir*) says. In Indonesian, as the law asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import override

from sinergi.kernel.clock import local
from sinergi.kernel.indonesian import clock_time
from sinergi.meetings.models import Meeting, Participant
from sinergi.meetings.papers import day_of, head_and_place, time_of

TEMPLATE = "meetings/attendance_list.typ"
KIND = "Daftar Hadir"


def list_data(meeting: Meeting) -> dict[str, Any]:
    """Everything that the list prints, as plain JSON for its template."""
    with override("id"):
        rows = list(meeting.participants.filter(struck=False).select_related("agency"))
        present = sorted(
            (row for row in rows if row.present_at), key=lambda row: (row.order, row.label)
        )
        return {
            **head_and_place(meeting),
            "title": "Daftar Hadir",
            "facts": [
                ("Rapat", meeting.title),
                ("Hari, tanggal", day_of(meeting)),
                ("Waktu", time_of(meeting)),
                ("Tempat", meeting.place),
                ("Pimpinan rapat", meeting.chair_label),
            ],
            "rows": [_row(number, row) for number, row in enumerate(present, 1)],
            "absent": [_absent(row) for row in rows if not row.present_at],
            "counts": _counts(rows, present),
            "signatory": {"above": "Sekretaris rapat,", "role": meeting.secretary.title},
        }


def _row(number: int, row: Participant) -> dict[str, Any]:
    by_hand = row.present_means == Participant.Means.HAND
    came = f"{row.label} (diwakili {row.present_as})" if row.present_as else row.label
    return {
        "number": str(number),
        "agency": row.agency.name if row.agency else "—",
        "position": came + (" *" if row.late else ""),
        "time": clock_time(local(row.present_at)) if row.present_at else "",
        "means": "tangan" if by_hand else "kode QR",
        "sex": {"f": "P", "m": "L"}.get(row.sex, ""),
        "signs": by_hand,
    }


def _absent(row: Participant) -> str:
    replies = {"declines": "berhalangan", "comes": "menyatakan hadir", "deputy": "akan mewakilkan"}
    reply = replies.get(row.reply, "tanpa jawaban")
    remark = f": {row.reply_remark}" if row.reply == "declines" and row.reply_remark else ""
    return f"{row.label} ({reply}{remark})"


def _counts(rows: Iterable[Participant], present: list[Participant]) -> list[tuple[str, str]]:
    called = [row for row in rows if not row.late]
    women = sum(row.sex == Participant.Sex.FEMALE for row in present)
    men = sum(row.sex == Participant.Sex.MALE for row in present)
    unknown = len(present) - women - men
    came = sum(row.present_at is not None for row in called)
    return [
        ("Diundang", str(len(called))),
        ("Hadir dari yang diundang", str(came)),
        ("Hadir tanpa undangan (*)", str(len(present) - came)),
        ("Jumlah hadir", str(len(present))),
        ("Perempuan / laki-laki / tidak dicatat", f"{women} / {men} / {unknown}"),
    ]
