"""How the verbs of this room are told. Loaded once, at start; see followups.timeline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.briefing import review_sentences  # noqa: F401 -- it tells the verbs of reviews
from sinergi.followups.timeline import fact, tell

tell("report_schedule.set", _("When reports are due was set"), "clock")
tell("report.opened", _("Opened; %(parts)s agencies are asked"), "plus")
tell("report.frozen", _("The numbers were frozen"), "lock")
tell("report.completed", _("Completed by the secretariat"), "edit")
tell("report.approved", _("Approved"), "circle-check", "success")
tell("report.returned", _("Returned for more"), "arrow-back-up", "danger", text=fact("reason"))
tell("report.published", _("Published as %(number)s"), "send", "success")
tell("report.corrected", _("A correction was noted"), "pencil", text=fact("what"))
tell("report_part.written", _("A part was written"), "edit")
tell("report_part.signed", _("%(agency)s signed its part"), "signature", "success")
tell("report_part.nil", _("%(agency)s: nil"), "circle-check")
