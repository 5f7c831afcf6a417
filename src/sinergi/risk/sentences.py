"""How the verbs of this room are told. Loaded once, at start; see followups.timeline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.followups.timeline import changed, tell

tell("risk.prepared", _("The index of vulnerability was prepared"), "chart-bar")
tell("place.assessed", _("Its vulnerability was assessed"), "checklist", text=changed("note"))
tell("weighting.changed", _("Weights and thresholds of the index were changed"), "adjustments",
     text=changed("note"))  # fmt: skip
tell("index.recalibrated", _("The spread of rates was learnt anew"), "adjustments")
tell("index.computed", _("The index was computed"), "refresh")
tell("risk_indicator.added", _("An indicator of vulnerability was added"), "plus",
     text=changed("title_id"))  # fmt: skip
tell("risk_indicator.edited", _("An indicator of vulnerability was edited"), "edit")
