"""How the verbs of planning, inviting and attending are told; see followups.timeline."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.followups.timeline import fact, tell
from sinergi.kernel.models import JournalEntry

_REPLIES = {
    "comes": _("Comes"),
    "deputy": _("Sends a deputy"),
    "declines": _("Cannot come"),
}


def _called(entry: JournalEntry) -> str:
    return ", ".join(entry.facts.get("called", []))


def _replied(entry: JournalEntry) -> Any:
    before_after = entry.changes.get("reply") or ["", ""]
    return _REPLIES.get(before_after[1], _("Replied"))


def enter() -> None:
    """Let the house tell the verbs of this room."""
    tell("meeting.planned", _("Planned"), "calendar", text=_called)
    tell("meeting.changed", _("Changed"), "edit", text=fact("remark"))
    tell("meeting.cancelled", _("Cancelled"), "circle-x", "danger", text=fact("reason"))
    tell("meeting.called", _("Called"), "users", text=_called)
    tell("meeting.invited", _("The letter was made: %(number)s"), "file-type-pdf")
    tell("meeting.opened", _("Opened"), "login")
    tell("meeting.closed", _("Closed"), "circle-check", "success")
    tell("meeting.attendance_listed", _("The attendance list was made: %(number)s"),
         "file-type-pdf")  # fmt: skip
    tell("agenda.ordered", _("The agenda was put in another order"), "checklist")
    tell("agenda.added", _("A point was added to the agenda"), "plus")
    tell("agenda.proposed", _("A matter was put on the agenda"), "plus")
    tell("agenda.changed", _("A point was changed"), "edit")
    tell("agenda.dropped", _("A point was dropped"), "circle-x")
    tell("participant.struck", _("Struck off the list"), "circle-x")
    tell("participant.replied", _replied, "message", text=_remark)
    tell("attendance.checked_in", _("Present, by code"), "check", "success")
    tell("attendance.marked", _("Present, noted by hand"), "check", "success")
    tell("attendance.unmarked", _("No longer noted as present"), "arrow-back-up")
    tell("attendance.added", _("Came without being called"), "plus")


def _remark(entry: JournalEntry) -> str:
    pair = entry.changes.get("reply_remark") or ["", ""]
    return str(pair[1] or "")
