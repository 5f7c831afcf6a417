"""How the verbs of outreach are told. Loaded once, at start; see followups.timeline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.followups.timeline import changed, tell
from sinergi.kernel.models import JournalEntry


def _targets(entry: JournalEntry) -> str:
    """A per cent sign is doubled: the sentence is filled with facts afterwards."""
    percent = entry.facts.get("percent")
    if percent is None:
        return str(_("Turnout targets were taken back"))
    return str(_("Turnout targets were set: %(percent)s %%"))


tell("activity.planned", _("An activity was planned"), "calendar-event", text=changed("title"))
tell("activity.changed", _("The plan was changed"), "edit")
tell("activity.cancelled", _("The activity was cancelled"), "circle-x", "danger",
     text=changed("note"))  # fmt: skip
tell("activity.held", _("The activity was held"), "check", "success", text=changed("note"))
tell("activity.corrected", _("The report was corrected"), "edit", text=changed("note"))
tell("turnout_targets.set", _targets, "target")
tell("last_turnout.noted", _("Turnout of last time was noted: %(percent)s %%, %(source)s"),
     "history")  # fmt: skip
