"""How the verbs of this room are told. Loaded once, at start; see followups.timeline."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.followups.timeline import changed, tell
from sinergi.kernel.models import JournalEntry
from sinergi.readiness.models import ReadinessItem

STATES = dict(ReadinessItem.State.choices)


def _new(entry: JournalEntry, name: str) -> Any:
    return (entry.changes.get(name) or [None, None])[1]


def _reported(entry: JournalEntry) -> str:
    state = _new(entry, "state")
    if state is None:
        return str(_("Reported again"))
    return str(_("Reported: %(state)s")) % {"state": STATES.get(state, state)}


def _said(entry: JournalEntry) -> str:
    return "\n".join(str(text) for name in ("missing", "note") if (text := _new(entry, name)))


def _checked(entry: JournalEntry) -> str:
    if _new(entry, "check_state") == "returned":
        return str(_("Returned by the desk above"))
    return str(_("Confirmed by the desk above"))


tell("readiness.reported", _reported, "clipboard-check", text=_said)
tell("readiness.checked", _checked, "circle-check", text=changed("remark"))
tell("readiness.followed_up", _("Made a follow-up, asked of %(to)s"), "send")
tell("readiness.generated", _("The readiness list was brought up to date"), "refresh")
tell("readiness.exported", _("The readiness list was taken out"), "download")
tell("readiness_evidence.opened", _("The original of %(name)s was taken out"), "download")
tell("requirements.shipped", _("The shipped requirements were taken over"), "download")
tell("requirement.added", _("Added"), "plus")
tell("requirement.changed", _("Changed"), "edit")
tell("requirement.withdrawn", _("Withdrawn"), "circle-x", "danger")
tell("requirement.restored", _("Asked again"), "arrow-back-up")
