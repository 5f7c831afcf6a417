"""How the verbs of cases are told. Loaded once, at start; never a word of what is sealed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.followups.timeline import Build, tell
from sinergi.kernel.models import JournalEntry
from sinergi.neutrality.law import deadlines
from sinergi.neutrality.models import Case


def _decided(entry: JournalEntry) -> Any:
    decision = (entry.changes.get("decision") or [None, ""])[1]
    if decision == Case.Decision.PROVEN:
        return _("The plenary decided: proven")
    return _("The plenary decided: not proven")


def _barred(entry: JournalEntry) -> Any:
    label = str(entry.facts.get("post_label", "–"))
    return (str(_("%(post)s was barred from the case")) % {"post": label}).replace("%", "%%")


def _of_deadline(title: Any) -> Build:
    """A sentence with the name of the deadline in it."""

    def told(entry: JournalEntry) -> Any:
        rule = deadlines().get(str(entry.facts.get("rule")))
        return (str(title) % {"rule": rule.title if rule else "–"}).replace("%", "%%")

    return told


tell("neutrality_case.collected", _("Taken out of the letterbox"), "inbox")
tell("neutrality_case.message_collected", _("The reporter wrote"), "mail")
tell("neutrality_case.identity_collected", _("The reporter added an identity"), "user-check")
tell("neutrality_case.review_begun", _("The initial review began"), "search")
tell("neutrality_case.classified", _("Classified"), "tag")
tell("neutrality_case.completion_asked", _("The reporter was asked to complete it"), "help")
tell("neutrality_case.review_resumed", _("The review goes on"), "repeat")
tell("neutrality_case.kept_as_information", _("Kept as preliminary information"), "inbox")
tell("neutrality_case.registered", _("Registered"), "clipboard-check", "success")
tell("neutrality_case.not_registered", _("Not registered"), "circle-x", "danger")
tell("neutrality_case.expired", _("Set aside: out of time"), "clock-exclamation", "danger")
tell("neutrality_case.delegated", _("Delegated to another level"), "send")
tell("neutrality_case.clarification_begun", _("The clarification began"), "messages")
tell("neutrality_case.brought_to_plenary", _("Brought before the plenary"), "users")
tell("neutrality_case.decided", _decided, "scale")
tell("neutrality_case.followed_up", _("Followed up"), "checks", "success")
tell("neutrality_case.closed", _("Closed"), "circle-check", "success")
tell("neutrality_case.closing_proposed", _("Closing without action was proposed"), "lock")
tell("neutrality_case.closing_confirmed", _("Closed without action, by two persons"), "lock")
tell("neutrality_case.closing_refused", _("Closing without action was refused"), "repeat")
tell("neutrality_case.noted", _("A note was added"), "edit")
tell("neutrality_case.reporter_written_to", _("The reporter was written to"), "send")
tell("neutrality_case.file_added", _("A file was added"), "paperclip")
tell("neutrality_case.finding_raised", _("Raised as a finding"), "shield-check", "success")
tell("neutrality_case.finding_recorded", _("Recorded as a finding"), "file-alert")
tell("neutrality_case.report_recorded", _("Reported at the counter"), "file-alert")
tell("neutrality_case.conflict_declared", _("A conflict of interest was declared"), "shield-lock")
tell("neutrality_case.handler_barred", _barred, "shield-lock")
tell("neutrality_case.authority_barred", _("An authority was barred: it is the subject"),
     "shield-lock")  # fmt: skip
tell("legal_clock.warned", _of_deadline(_("Ends soon: %(rule)s")), "clock-hour-4", "warning")
tell("legal_clock.climbed", _of_deadline(_("Over: %(rule)s")), "clock-exclamation", "danger")
tell("legal_clock.extended", _("Two days more were taken (art. 134 (6))"), "clock")
tell("identity.asked", _("Opening what is sealed twice was asked for"), "lock")
tell("identity.opened", _("Opened by two persons, for a day"), "eye", "danger")
tell("identity.refused", _("It stays closed"), "circle-x")
tell("identity.read", _("What was opened was read"), "eye", "danger")
tell("identity.closed", _("Closed again"), "lock")
