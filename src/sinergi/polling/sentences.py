"""How the verbs of this room are told. Loaded once, at start; see followups.timeline."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.followups.timeline import changed, fact, tell
from sinergi.kernel.models import JournalEntry
from sinergi.polling.models import Category

CATEGORIES = dict(Category.choices)


def _categorised(entry: JournalEntry) -> str:
    new = (entry.changes.get("category") or [None, None])[1]
    if new is None:
        return str(_("Its category was confirmed"))
    return str(_("Category: %(category)s")) % {"category": CATEGORIES.get(new, new)}


def _examined(entry: JournalEntry) -> str:
    """The codes of what is present, of what was looked at."""
    found: dict[str, Any] = entry.facts.get("findings") or {}
    present = sorted(code for code, (_old, new) in found.items() if new[0])
    absent = sorted(code for code, (_old, new) in found.items() if not new[0])
    lines = []
    if present:
        lines.append(str(_("Present: %(codes)s")) % {"codes": ", ".join(present)})
    if absent:
        lines.append(str(_("Not present: %(codes)s")) % {"codes": ", ".join(absent)})
    return "\n".join(lines)


def _targets(entry: JournalEntry) -> str:
    """A per cent sign is doubled: the sentence is filled with facts afterwards."""
    percent = entry.facts.get("percent")
    if percent is None:
        return str(_("Turnout targets were taken back"))
    return str(_("Turnout targets were set: %(percent)s %%"))


# Stations, and what they are asked.
tell("station.added", _("Added to the list"), "plus")
tell("station.changed", _("Its facts were changed"), "edit")
tell("station.struck", _("Struck from the list"), "circle-x", "danger", text=fact("reason"))
tell("station.restored", _("Put on the list again"), "arrow-back-up")
tell("station.located", _("Its position was set"), "map-pin")
tell("station.categorised", _categorised, "shield")
tell("station.examined", _("The indicators were filled in"), "checklist", text=_examined)
tell("station_person.placed", _("Somebody was placed"), "user-plus", text=changed("title"))
tell("station_person.released", _("Somebody was released"), "x")
tell("stations.imported", _("The list of stations was applied"), "upload")
tell("column_mapping.kept", _("What the columns of a list mean was kept"), "table")
tell("milestone.added", _("A milestone was added"), "plus", text=changed("title"))
tell("milestone.changed", _("A milestone was changed"), "edit")
tell("milestone.switched", _("A milestone was switched on or off"), "switch-horizontal")
tell("station_indicator.added", _("An indicator was added"), "plus", text=changed("title"))
tell("station_indicator.changed", _("An indicator was changed"), "edit")
tell("station_indicator.switched", _("An indicator was switched on or off"), "switch-horizontal")

# Calls and special cases.
tell("station.called", _("It was called"), "phone-call", text=changed("note"))
tell(
    "special_case.opened",
    _("A special case was opened"),
    "alert-triangle",
    text=changed("detail"),
)
tell("special_case.accepted", _("The proposal was taken on"), "check")
tell("special_case.ended", _("Carried out"), "circle-check", text=changed("outcome"))
tell("special_case.withdrawn", _("Withdrawn"), "circle-x", text=changed("outcome"))

# Outreach.
tell("activity.planned", _("An activity was planned"), "calendar-event", text=changed("title"))
tell("activity.changed", _("The plan was changed"), "edit")
tell("activity.cancelled", _("The activity was cancelled"), "circle-x", "danger",
     text=changed("note"))  # fmt: skip
tell("activity.held", _("The activity was held"), "check", "success", text=changed("note"))
tell("activity.corrected", _("The report was corrected"), "edit", text=changed("note"))
tell("turnout_targets.set", _targets, "target")
tell("last_turnout.noted", _("Turnout of last time was noted: %(percent)s %%, %(source)s"),
     "history")  # fmt: skip

# The security plan.
tell("pattern.changed", _("The pattern of security was changed"), "shield")
tell("equipment.added", _("Equipment was added to the plan"), "plus", text=changed("title"))
tell("equipment.changed", _("Equipment of the plan was changed"), "edit", text=changed("title"))
tell("strength.told", _("The strength of an agency was told"), "users")
tell("plan_gap.asked", _("A gap of the security plan was made a follow-up"), "send")
tell("security.placed", _("Security personnel was placed"), "user-plus")
tell("duty_letters.issued", _("Duty letters were given"), "file-text")
