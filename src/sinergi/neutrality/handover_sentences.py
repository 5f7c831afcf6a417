"""How the verbs of hand-overs are told. Loaded once, at start; never a word of what is sealed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.followups.timeline import tell

tell("handover.prepared", _("The hand-over to the authority was prepared"), "file-text")
tell("handover.sent", _("Handed on to the authority"), "send", "success")
tell("handover.withdrawn", _("The hand-over was withdrawn"), "circle-x", "danger")
tell("handover.answered", _("The authority answered"), "circle-check", "success")
tell("handover.reminded", _("The authority was reminded"), "clock-exclamation")
tell("handover.package_taken", _("The package was downloaded"), "download")
tell("neutrality_case.receipt_given", _("A formal receipt was set"), "file-text")
tell("neutrality_case.exported", _("The list of cases was exported"), "download")
