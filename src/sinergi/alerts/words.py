"""What a notice says. Made when it is shown: in the reader's language, from plain facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

TITLES: dict[str, Any] = {
    "incident.reported": _("New report"),
    "incident.verified": _("Your report was verified"),
    "incident.rejected": _("Your report was rejected"),
    "incident.merged": _("Your report was merged with %(into)s"),
    "incident.settled": _("Settled"),
    "incident.reopened": _("Reopened: it flared up again"),
    "incident.corrected": _("Corrected, and now on your desk"),
    "incident.escalated": _("Moved up from %(from)s to %(to)s"),
    "incident.climbed": _("Climbed from %(from)s to %(to)s by itself"),
    "incident.handed_down": _("Handed down to %(to)s"),
    "incident.reminded": _("Still waiting past its deadline"),
    "incident.referred": _("Referred to you: %(number)s"),
    "followup.assigned": _("Asked of you"),
    "followup.accepted": _("Your request was accepted"),
    "followup.refused": _("Your request was refused"),
    "followup.reported": _("Answered: please judge the answer"),
    "followup.returned": _("Returned for more"),
    "followup.closed": _("Closed: thank you"),
    "followup.climbed": _("Overdue: climbed from %(from)s to %(to)s"),
    "followup.postponed": _("Another due time"),
    "followup.withdrawn": _("Withdrawn by whoever asked"),
    "followup.overdue": _("Overdue"),
    "meeting.invited": _("You are called to a meeting"),
    "meeting.changed": _("The meeting has changed"),
    "meeting.cancelled": _("The meeting is cancelled"),
    "meeting.called": _("You are called to a meeting"),
    "participant.struck": _("You are no longer called to the meeting"),
    "participant.replied": _("Replied to the invitation: %(label)s"),
    "stage.moved": _("A stage has moved"),
    "anchor.set": _("A date on which stages hang was set"),
    "readiness.checked": _("Returned: a report of readiness must be completed"),
    "neutrality_case.collected": _("New report on neutrality"),
    "neutrality_case.message_collected": _("A reporter wrote"),
    "neutrality_case.identity_collected": _("A reporter told who she is"),
    "neutrality_case.brought_to_plenary": _("Waits for the plenary"),
    "neutrality_case.closing_proposed": _("A second person is asked to close a case"),
    "identity.asked": _("The identity of a reporter is asked for"),
    "identity.opened": _("The identity of a reporter was opened"),
    "identity.refused": _("The identity of a reporter stays closed"),
    "legal_clock.warned": _("A legal deadline ends soon"),
    "legal_clock.climbed": _("A legal deadline was missed"),
    "handover.answered": _("An authority has answered"),
    "handler_key.made": _("A key waits to be admitted"),
    "alert.drafted": _("An alert waits for your approval"),
    "alert.issued": _("Alert: say that you know"),
    "alert.updated": _("Alert: an update"),
    "alert.climbed": _("Alert: not all below you have answered"),
    "alert.cancelled": _("Alert: all clear"),
    "desk.silent": _("The day is not confirmed yet"),
    "account.password_reset": _("Your password was reset by %(by)s"),
    "account.locked_out": _("Your sign-in was shut after too many failures"),
    "account.sessions_ended": _("You were signed out everywhere by %(by)s"),
}
REASONS: dict[str, Any] = {
    "unacknowledged": _("Not acknowledged within %(span)s: climbed from %(from)s to %(to)s"),
    "unsettled": _("Not settled within %(span)s: climbed from %(from)s to %(to)s"),
}
TEXTS: dict[str, Any] = {
    "readiness.checked": _("The desk above says there what is still missing."),
    "desk.silent": _("Confirm it with one tap, also when nothing happened (nihil)."),
    "account.password_reset": _(
        "Choose your own at the next sign-in. Tell your coordinator if you did not ask for it."
    ),
    "account.locked_out": _("Tell your coordinator if it was not you."),
    "account.sessions_ended": _("Sign in again."),
}
SEVERITIES: dict[str, Any] = {
    "critical": _("Critical"),
    "high": _("High"),
    "medium": _("Medium"),
    "low": _("Low"),
}


class _Known(dict[str, Any]):
    """Facts of an entry; one that is missing is a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def title_of(verb: str, facts: Mapping[str, Any]) -> str:
    """What happened, in a few words."""
    minutes = facts.get("minutes")
    known = _Known({**facts, "span": span_text(minutes) if minutes else "–"})
    template = REASONS.get(str(facts.get("reason"))) if verb == "incident.climbed" else None
    return str(template or TITLES.get(verb, verb)) % known


def text_of(verb: str, facts: Mapping[str, Any]) -> str:
    """What to do about it, where no subject speaks for itself."""
    return str(TEXTS.get(verb, ""))


def span_text(minutes: int) -> str:
    """1 hour; 90 minutes."""
    if minutes % 60 == 0:
        hours = minutes // 60
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


def severity_of(severity: str) -> str:
    """A severity in words."""
    return str(SEVERITIES.get(severity, ""))
