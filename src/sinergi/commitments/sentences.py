"""How the verbs of this room are told. Loaded once, at start; see followups.timeline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.followups.timeline import fact, tell

tell("commitment.drafted", _("Drafted"), "edit")
tell("commitment.changed", _("The draft was changed"), "edit")
tell("signatories.named", _("%(count)s signatories named"), "user-plus", text=fact("names"))
tell("signatory.withdrawn", _("Withdrawn: %(name)s"), "user-minus", text=fact("reason"))
tell("commitment.opened", _("Opened for signing; the text is fixed"), "writing-sign")
tell("commitment.signed", _("Signed: %(title)s"), "signature", "success")
tell("commitment.signed_on_paper", _("Signed on paper: %(title)s"), "signature", "success")
tell("commitment.closed", _("Closed; document %(number)s was issued"), "certificate", "success")
tell("commitment.withdrawn", _("Withdrawn"), "circle-x", "danger", text=fact("reason"))
tell("signing_code.made", _("A code for signing was sent"), "mail")
tell(
    "signing.proved",
    lambda entry: _("A code for signing was right") if (entry.changes.get("passed") or [0, 0])[1]
    else _("A code for signing was wrong"),
    "key",
)  # fmt: skip
tell("drive.started", _("A pledge drive began: %(units)s units"), "users-group")
tell("drive.joined", _("Takes part in the pledge drive"), "user-plus")
tell("drive.exported", _("The list of the drive was taken out"), "download")
tell("pledges.reported", _("%(unit)s: %(signed)s of %(staff)s have signed"), "clipboard-check")
