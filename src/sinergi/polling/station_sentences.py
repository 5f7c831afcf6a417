"""How the verbs of stations are told. Loaded once, at start; see followups.timeline."""

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
