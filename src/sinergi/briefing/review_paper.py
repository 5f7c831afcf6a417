"""The paper of a review (*kaji ulang*), in Indonesian."""

from __future__ import annotations

from typing import Any

from sinergi.agencies.models import Post
from sinergi.briefing import review_words as words
from sinergi.briefing.models import Review, ReviewNote
from sinergi.briefing.queries.review_gaps import Gaps, gaps_of
from sinergi.briefing.queries.reviews import Line, lessons_of, notes_of, timeline_of
from sinergi.followups.models import Followup
from sinergi.incidents.papers import letterhead, moment_text, places_of, seat_of
from sinergi.kernel.clock import local
from sinergi.kernel.indonesian import clock_time, long_date
from sinergi.web.timing import span_text

KIND = "Kaji Ulang"
TEMPLATE = "briefing/review.typ"
MOST_LINES = 120  # of the timeline; the page has all


def review_data(by: Post, review: Review) -> dict[str, Any]:
    """What the paper prints, as plain JSON: as whoever closes it may see it."""
    places = places_of(review.region_id)
    timeline = timeline_of(by, review)
    lines = [line for line in timeline.lines if line.kind != "other"]
    return {
        "letterhead": letterhead(review.desk, places),
        "place": seat_of(review.desk, places),
        "title": "Laporan Kaji Ulang",
        "facts": _facts(review),
        "question": review.question,
        "timeline": [_line(line, review) for line in lines[:MOST_LINES]],
        "rest": max(len(lines) - MOST_LINES, 0),
        "gaps": _gaps(gaps_of(by, review)),
        "notes": [_note(row) for row in notes_of(review)],
        "lessons": [_lesson(row.followup) for row in lessons_of(review)],
        "conclusion": review.conclusion,
        "signatory": {"above": "Penanggung jawab kaji ulang,", "role": by.title},
    }


def _facts(review: Review) -> list[tuple[str, str]]:
    facts = [
        ("Perihal", review.title),
        ("Tentang", str(review.get_about_display())),
        ("Wilayah", review.region.full_name),
        ("Rentang waktu", f"{moment_text(review.since)} s.d. {moment_text(review.until)}"),
    ]
    if review.incident:
        facts.append(("Nomor kejadian", review.incident.number))
    if review.stage:
        facts.append(("Tahapan", review.stage.title_id))
    return facts


def _line(line: Line, review: Review) -> dict[str, Any]:
    shown = local(line.event.at)
    return {
        "day": f"{shown:%d-%m-%Y}",
        "time": clock_time(shown),
        "kind": str(words.KINDS[line.kind]),
        "text": line.event.title,
        "subject": "" if review.incident_id else line.subject,
        "who": line.event.who,
        "known": words.known_text(line),
        "decision": line.kind == "decision",
    }


def _gaps(gaps: Gaps) -> list[tuple[str, str]]:
    rows = [(str(words.STEPS[gap.step]), _took(gap)) for gap in gaps.steps]
    if gaps.figures:
        total = gaps.figures.total
        rows += [
            ("Kejadian dalam rentang waktu", str(total.reported)),
            ("Masih terbuka", str(total.unfinished)),
            ("Selesai di posko desa/kelurahan", f"{total.settled_in_village} dari {total.settled}"),
        ]
    silence = gaps.silence
    rows.append(("Hari posko tanpa konfirmasi", f"{silence.silent} dari {silence.asked}"))
    return rows


def _took(gap: Any) -> str:
    if gap.took is None:
        return "belum"
    allowed = f" (batas {span_text(gap.allowed)})" if gap.allowed else ""
    late = ", terlambat" if gap.is_late else ""
    return f"{span_text(gap.took)}{allowed}{late}"


def _note(row: ReviewNote) -> dict[str, str]:
    return {"kind": str(row.get_kind_display()), "text": row.text, "who": row.written_by}


def _lesson(row: Followup) -> dict[str, str]:
    return {
        "text": row.title,
        "owner": row.owner_label,
        "due": long_date(local(row.due_at).date()) if row.due_at else "–",
        "state": str(row.get_state_display()),
    }
