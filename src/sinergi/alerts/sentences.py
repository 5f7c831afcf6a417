"""How the verbs of alerts and rules are told. Loaded once, at start; see followups.timeline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.followups.timeline import changed, tell

tell("alert.drafted", _("Drafted"), "edit", text=changed("headline"))
tell("alert.issued", _("Sent to %(recipients)s recipients"), "send", "danger")
tell("alert.updated", _("An update was sent to %(recipients)s recipients"), "edit",
     text=changed("headline"))  # fmt: skip
tell("alert.cancelled", _("The all clear was given to %(recipients)s recipients"),
     "circle-check", "success", text=changed("reason"))  # fmt: skip
tell("alert.dismissed", _("Dismissed: nobody was told"), "circle-x", text=changed("reason"))
tell("alert.expired", _("Its time was over"), "clock")
tell("alert.climbed", _("%(silent)s had not answered; those above them were told: %(told)s more"),
     "arrow-up", "danger")  # fmt: skip
tell("alert.seen", _("Opened"), "eye")
tell("alert.acknowledged", _("Said that she knows"), "check", "success")
tell("alert_rule.added", _("The rule was written"), "plus")
tell("alert_rule.changed", _("The rule was changed; it must be tried anew"), "edit")
tell("alert_rule.tried", _("Tried on the last %(days)s days: it would have fired %(fired)s times"),
     "history")  # fmt: skip
tell("alert_rule.set_live", _("It watches"), "player-play", "success")
tell("alert_rule.rested", _("It was laid to rest"), "moon")
