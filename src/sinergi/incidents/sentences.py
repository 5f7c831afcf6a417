"""How the verbs of this room are told. Loaded once, at start; see followups.timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.followups.timeline import Change, changed, event_of, fact, sentence_of, tell
from sinergi.incidents.kinds import KINDS, SEVERITIES
from sinergi.incidents.models import AgreementCheck, Mediation
from sinergi.incidents.models.incident import SENTENCES
from sinergi.kernel.clock import local
from sinergi.kernel.models import JournalEntry
from sinergi.web.timing import moment_text, span_text

Show = Callable[[Any], str]


def _plain(value: Any) -> str:
    return "–" if value in (None, "") else str(value)


def _moment(value: Any) -> str:
    return moment_text(local(datetime.fromisoformat(value))) if value else "–"


def _kind(value: Any) -> str:
    return str(KINDS[value].title) if value in KINDS else _plain(value)


def _severity(value: Any) -> str:
    return str(SEVERITIES.get(value, _plain(value)))


# What a reader is told of a correction, in this order.
SHOWN: dict[str, tuple[Any, Show]] = {
    "what": (_("What happened"), _plain),
    "kind": (_("Kind"), _kind),
    "severity": (_("How severe"), _severity),
    "happened_at": (_("Date and time"), _moment),
    "place": (_("Where exactly"), _plain),
    "lon": (_("Longitude"), _plain),
    "lat": (_("Latitude"), _plain),
    "injured": (_("Injured"), _plain),
    "dead": (_("Dead"), _plain),
    "damage": (_("Damage"), _plain),
}


def corrections(entry: JournalEntry) -> Iterator[Change]:
    """What was corrected, field by field."""
    places = entry.facts.get("places")
    if places:
        yield Change(str(_("Village")), *places)
    for name, (label, show) in SHOWN.items():
        if name in entry.changes:
            before, after = entry.changes[name]
            yield Change(str(label), show(before), show(after))


def _moved(entry: JournalEntry) -> Any:
    """Why it moved up, in the words of the movement itself."""
    facts = entry.facts
    reason = facts.get("reason", "by_hand")
    minutes = facts.get("minutes") or 0
    words = {
        "to": facts.get("to", "–"),
        "from": facts.get("from", "–"),
        "by": entry.actor_label,
        "note": facts.get("remark", ""),
        "minutes": span_text(timedelta(minutes=minutes)),
    }
    return (str(SENTENCES.get(reason, SENTENCES["by_hand"])) % words).replace("%", "%%")


def _mediated(entry: JournalEntry) -> Any:
    agreed = entry.facts.get("outcome") == Mediation.Outcome.AGREED
    return _("Mediated: the parties agreed") if agreed else _("Mediated, without agreement")


def _checked(entry: JournalEntry) -> Any:
    held = entry.facts.get("result") == AgreementCheck.Result.HELD
    return _("After %(days)s days the agreement holds") if held else _("The agreement was broken")


def _rejected(entry: JournalEntry) -> Any:
    return _("Rejected as a hoax") if entry.facts.get("hoax") else _("Rejected")


def _restricted(entry: JournalEntry) -> Any:
    names = ", ".join(entry.facts.get("agencies", []))
    return (str(_("Restricted to: %(names)s")) % {"names": names}).replace("%", "%%")


tell("incident.reported", _("Reported; it lies on %(desk)s"), "file-alert", text=changed("what"))
tell("incident.acknowledged", _("Acknowledged"), "hand-stop")
tell("incident.verified", _("Verified: it happened"), "shield-check", text=fact("remark"))
tell("incident.rejected", _rejected, "circle-x", "danger", text=changed("outcome"))
tell("incident.merged", _("Merged into %(into)s"), "arrow-merge")
tell("incident.corrected", _("Corrected"), "edit", text=fact("reason"), changes=corrections)
tell("incident.handled", _("Being handled"), "progress", text=fact("steps"))
tell("incident.settled", _("Settled"), "circle-check", "success", text=changed("outcome"))
tell("incident.reopened", _("Opened again"), "repeat", "danger", text=fact("reason"))
tell("incident.escalated", _moved, "arrow-up")
tell("incident.climbed", _moved, "clock-exclamation", "danger")
tell("incident.reminded", _("Deadline missed at the regency's desk; it was reminded"),
     "bell-ringing", "danger")  # fmt: skip
tell("incident.handed_down", _("Handed down from %(from)s to %(to)s"), "arrow-down",
     text=fact("remark"))  # fmt: skip
tell("incident.asked", _("Asked %(agency)s: %(title)s"), "users")
tell(
    "incident.referred",
    _("Passed on to %(body)s, letter %(number)s"),
    "send",
    text=changed("reason"),
)
tell("incident.restricted", _restricted, "shield-lock")
tell("incident.unrestricted", _("The restriction was lifted"), "eye")
tell("incident.mediated", _mediated, "messages", text=changed("agreement"))
tell("mediation.minutes_issued", _("The record of mediation was made: %(number)s"), "file-type-pdf")
tell("mediation.signed", _("The signed record came back"), "signature", "success")
tell("agreement.checked", _checked, "checklist", text=changed("note"))
tell("evidence.added", _("Evidence added"), "paperclip", text=changed("caption"))
tell("evidence.opened", _("The original of %(name)s was opened"), "download")
tell("referral.package_taken", _("The hand-over package for %(body)s was taken"), "archive")
tell("policy.set", _("The escalation policy was set"), "clock", text=changed("note"))

__all__ = ["corrections", "event_of", "sentence_of"]
