"""What an entry of the journal is about: its rows, and the facts that the rules ask for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import Model

from sinergi.agencies.models import Desk
from sinergi.alerts.models import Alert
from sinergi.alerts.rules import Event
from sinergi.alerts.told_apart import TELLERS
from sinergi.alerts.warning.telling import event_of_alert
from sinergi.followups.models import Followup
from sinergi.incidents.models import Incident, Referral
from sinergi.kernel.models import JournalEntry, Operation
from sinergi.meetings.models import Meeting, Participant

INCIDENT, FOLLOWUP, REFERRAL, ACCOUNT = (
    "incidents.incident", "followups.followup", "incidents.referral", "agencies.account",
)  # fmt: skip
MEETING, SEAT = "meetings.meeting", "meetings.participant"
ALERT = "alerts.alert"
KEPT_FACTS = ("reason", "minutes", "from", "to", "into", "number")


@dataclass(frozen=True)
class News:
    """One thing of which somebody may have to be told."""

    key: str
    event: Event
    at: Any
    incident: Incident | None = None
    followup: Followup | None = None
    desk: Desk | None = None
    meeting: Meeting | None = None
    alert: Alert | None = None
    label: str = ""
    path: str = ""
    entry_id: int | None = None
    actor_account: UUID | None = None
    facts: dict[str, Any] = field(default_factory=dict)


class Subjects:
    """The rows behind a batch of entries of one operation, in nine statements at most.

    Of the rarer subjects (`told_apart`) up to three more each.
    """

    def __init__(self, operation: Operation | None, entries: Sequence[JournalEntry]) -> None:
        self.operation = operation
        ids = _by_type(entries)
        self.referrals = _rows(Referral.objects.all(), ids.get(REFERRAL))
        cases = {*ids.get(INCIDENT, ()), *(str(r.incident_id) for r in self.referrals.values())}
        self.incidents = _rows(Incident.objects.select_related("desk", "region"), cases)
        self.followups = _rows(
            Followup.objects.select_related(
                "from_desk", "to_desk", "superior_desk", "of_incident__incident"
            ),
            ids.get(FOLLOWUP),
        )
        self.desks = self._desks(entries)
        self.seats = _rows(Participant.objects.all(), ids.get(SEAT))
        called = {*ids.get(MEETING, ()), *(str(seat.meeting_id) for seat in self.seats.values())}
        self.meetings = _rows(Meeting.objects.prefetch_related("participants"), called)
        self.alerts = _rows(Alert.objects.whole(), ids.get(ALERT))

    def _desks(self, entries: Sequence[JournalEntry]) -> dict[str, Desk]:
        """The desks between which cases moved."""
        changed = (entry.changes.get("desk_id") for entry in entries)
        ids = {key for pair in changed if pair for key in pair if key}
        return _rows(Desk.objects.all(), ids)

    def news(self, entry: JournalEntry) -> News | None:
        """What `entry` tells; None when its subject is not one of ours."""
        made = self._of_subject(entry)
        return made if made and made.event.verb else None

    def _of_subject(self, entry: JournalEntry) -> News | None:
        if entry.subject_type == ACCOUNT:
            return _news(entry, Event(entry.verb, account=entry.subject_id))
        if entry.subject_type == FOLLOWUP:
            return self._of_followup(entry)
        if entry.subject_type == REFERRAL:
            return self._of_referral(entry)
        if entry.subject_type in (MEETING, SEAT):
            return self._of_meeting(entry)
        if entry.subject_type == ALERT:
            return self._of_alert(entry)
        if entry.subject_type in TELLERS:
            return self._apart(entry)
        incident = self.incidents.get(entry.subject_id)
        return _news(entry, self._case_event(entry, incident), incident) if incident else None

    def _of_meeting(self, entry: JournalEntry) -> News | None:
        seat = self.seats.get(entry.subject_id)
        meeting = self.meetings.get(str(seat.meeting_id) if seat else entry.subject_id)
        if meeting is None or not _goes_out(entry, meeting):
            return None
        told = _seats_of(entry, meeting)
        event = Event(
            entry.verb,
            region=meeting.region_id,
            posts=tuple(str(row.post_id) for row in told if row.post_id),
            agencies=tuple(dict.fromkeys(str(row.agency_id) for row in told if row.agency_id)),
            secretary=str(meeting.secretary_id),
        )
        return replace(_news(entry, event), meeting=meeting)

    def _of_alert(self, entry: JournalEntry) -> News | None:
        alert = self.alerts.get(entry.subject_id)
        if alert is None:
            return None
        return replace(_news(entry, event_of_alert(entry, alert, self.operation)), alert=alert)

    def _apart(self, entry: JournalEntry) -> News | None:
        apart = TELLERS[entry.subject_type](entry, self.operation)
        if apart is None:
            return None
        return replace(_news(entry, apart.event), label=apart.label, path=apart.path)

    def _of_followup(self, entry: JournalEntry) -> News | None:
        row = self.followups.get(entry.subject_id)
        if row is None:
            return None
        return _news(entry, followup_event(entry.verb, row), case_of(row), row)

    def _of_referral(self, entry: JournalEntry) -> News | None:
        referral = self.referrals.get(entry.subject_id)
        incident = self.incidents.get(str(referral.incident_id)) if referral else None
        if referral is None or incident is None:
            return None
        event = Event(
            entry.verb,
            severity=incident.severity,
            region=incident.region_id,
            body=referral.body,
        )
        return _news(entry, event, incident)

    def _case_event(self, entry: JournalEntry, incident: Incident) -> Event:
        before, after = self._moved(entry)
        became = entry.changes.get("severity", [None, None])
        return Event(
            verb=entry.verb,
            severity=incident.severity,
            region=incident.region_id,
            desk=after or incident.desk.region_id,
            from_desk=before,
            regency=self.operation.region_code if self.operation else "",
            reporter=str(incident.reporter_id),
            moved=bool(before and after),
            became_critical=became[0] is not None and became[1] == "critical",
        )

    def _moved(self, entry: JournalEntry) -> tuple[str, str]:
        """From the desk of which place to that of which; empty where it did not move."""
        pair = entry.changes.get("desk_id") or [None, None]
        found = [self.desks.get(key) if key else None for key in pair]
        return (
            found[0].region_id if found[0] else "",
            found[1].region_id if found[1] else "",
        )


def _goes_out(entry: JournalEntry, meeting: Meeting) -> bool:
    """Before the letter went out, nobody is told of the planning."""
    if entry.verb == "meeting.cancelled":
        return bool(entry.facts.get("invited"))
    return meeting.invited_at is not None


def _seats_of(entry: JournalEntry, meeting: Meeting) -> list[Participant]:
    """The seats that an entry concerns: the one, those called just now, or all."""
    rows = list(meeting.participants.all())
    if entry.subject_type == SEAT:
        return [row for row in rows if str(row.pk) == entry.subject_id]
    if entry.verb == "meeting.called":
        named = set(entry.facts.get("seats", ()))
        return [row for row in rows if str(row.pk) in named]
    return [row for row in rows if not row.struck]


def case_of(followup: Followup) -> Incident | None:
    """The case to which a follow-up belongs, where it was asked for one."""
    link = getattr(followup, "of_incident", None)
    return link.incident if link else None


def followup_event(verb: str, row: Followup) -> Event:
    """The facts of a follow-up."""
    incident = case_of(row)
    return Event(
        verb=verb,
        severity=incident.severity if incident else "",
        region=row.region_id,
        asking_desk=row.from_desk.region_id,
        owner_desk=row.to_desk.region_id if row.to_desk else "",
        owner_agency=str(row.to_agency_id or ""),
        superior_desk=row.superior_desk.region_id if row.superior_desk else "",
        superior_agency=str(row.superior_agency_id or ""),
        kind=row.kind,
    )


def _news(
    entry: JournalEntry,
    event: Event,
    incident: Incident | None = None,
    followup: Followup | None = None,
) -> News:
    facts = {key: entry.facts[key] for key in KEPT_FACTS if key in entry.facts}
    return News(
        key=f"entry:{entry.pk}",
        event=event,
        at=entry.at,
        incident=incident,
        followup=followup,
        entry_id=entry.pk,
        actor_account=entry.account_id,
        facts={**facts, "by": entry.actor_label, "label": entry.subject_label},
    )


def _by_type(entries: Iterable[JournalEntry]) -> dict[str, set[str]]:
    ids: dict[str, set[str]] = {}
    for entry in entries:
        ids.setdefault(entry.subject_type, set()).add(entry.subject_id)
    return ids


def _rows(rows: Any, ids: Iterable[str] | None) -> dict[str, Any]:
    """{identifier as text: row}; no statement for none."""
    found: list[Model] = list(rows.filter(pk__in=ids)) if ids else []
    return {str(row.pk): row for row in found}
