"""The story of a case as its official papers tell it: from the journal, its reporter unnamed."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from sinergi.incidents.models import Incident, Movement
from sinergi.incidents.papers import in_indonesian
from sinergi.kernel.clock import local
from sinergi.kernel.indonesian import clock_time
from sinergi.kernel.models import JournalEntry

HIDDEN_REPORTER = "dirahasiakan, disimpan oleh posko"
REPORTER = "Pelapor"
MOST = 200

# What each verb of the journal says in a paper; {…} are facts of the entry.
SENTENCES = {
    "incident.reported": "Laporan diterima.",
    "incident.acknowledged": "Laporan diketahui oleh posko.",
    "incident.verified": "Laporan diverifikasi.",
    "incident.corrected": "Laporan diperbaiki: {reason}",
    "incident.handled": "Penanganan dimulai: {steps}",
    "incident.settled": "Perkara diselesaikan.",
    "incident.rejected": "Laporan ditolak.",
    "incident.reopened": "Perkara dibuka kembali: {reason}",
    "incident.merged": "Digabung dengan {into}.",
}


def story_of(incident: Incident) -> list[dict[str, Any]]:
    """[{at, shown_at, by, text}] oldest first: steps, moves between desks, mediations, referrals.

    `at` is ISO 8601 in UTC. Four statements, whatever happened.
    """
    steps = [*_life(incident), *_moves(incident), *_mediations(incident), *_referrals(incident)]
    return sorted(steps, key=lambda step: step["at"])[-MOST:]


def _life(incident: Incident) -> list[dict[str, Any]]:
    entries = JournalEntry.objects.for_subject(incident).filter(verb__in=SENTENCES)
    return [
        _step(entry.at, _by(entry, incident), _sentence(entry))
        for entry in entries.only("id", "at", "verb", "facts", "post_id", "actor_label")
    ]


def _by(entry: JournalEntry, incident: Incident) -> str:
    """Who it was: the reporter stays unnamed even where she acts as a member of the desk."""
    return REPORTER if entry.post_id == incident.reporter_id else entry.actor_label


def _sentence(entry: JournalEntry) -> str:
    facts = {key: value or "–" for key, value in entry.facts.items()}
    return SENTENCES[entry.verb].format_map(_Known(facts))


class _Known(dict[str, Any]):
    """An entry of an older version may lack a fact: then a dash stands there."""

    def __missing__(self, key: str) -> str:
        return "–"


def _moves(incident: Incident) -> list[dict[str, Any]]:
    rows = Movement.objects.filter(incident=incident).exclude(reason="reported")
    return [
        _step(row.at, "", _move_sentence(row, incident))
        for row in rows.select_related("from_desk", "to_desk")
    ]


def _move_sentence(row: Movement, incident: Incident) -> str:
    if row.by_label == incident.reporter_label:
        row.by_label = REPORTER
    return in_indonesian(row.sentence)


def _mediations(incident: Incident) -> list[dict[str, Any]]:
    rows = incident.mediations.select_related("document")
    return [
        _step(
            row.held_at,
            "",
            f"Musyawarah di {row.place}: {in_indonesian(row.get_outcome_display()).lower()}."
            + (f" {row.document.number}." if row.document else ""),
        )
        for row in rows
    ]


def _referrals(incident: Incident) -> list[dict[str, Any]]:
    rows = incident.referrals.filter(~Q(document=None)).select_related("document")
    return [
        _step(row.sent_at, "", f"Diteruskan kepada {row.body_label}: {row.document.number}.")
        for row in rows
        if row.document
    ]


def _step(at: Any, by: str, text: str) -> dict[str, Any]:
    shown = local(at)
    return {
        "at": at.isoformat(),
        "shown_at": f"{shown:%d-%m-%Y} {clock_time(shown)}",
        "by": by,
        "text": text,
    }
