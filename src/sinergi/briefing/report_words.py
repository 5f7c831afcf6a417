"""What the fields, numbers and states of a report are called."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

FIELDS: dict[str, Any] = {
    "general": _("General situation"),
    "ideology": _("Ideology"),
    "politics": _("Politics"),
    "economy": _("Economy"),
    "socio_culture": _("Socio-culture"),
    "security": _("Security and order"),
    "campaign": _("Campaign activities"),
    "logistics": _("Logistics of the election"),
    "weather": _("Weather and disaster"),
    "neutrality": _("Neutrality"),
    "steps": _("Steps taken"),
    "prediction": _("Prediction for the next 24 hours"),
    "suggestions": _("Suggestions"),
    "coordination": _("Coordination held"),
    "problems": _("Problems"),
    "solution": _("Solution"),
    "followup": _("Follow-up"),
}
HINTS: dict[str, Any] = {
    "campaign": _("Place, number of people, who spoke by office, number of the permit (STTP)."),
    "neutrality": _("Open matters only: no report on a person."),
    "weather": _("Warnings, floods, landslides; where, and what is done."),
    "logistics": _("What arrived, what is missing, until when."),
    "prediction": _("What is to be expected, and where. What comes is listed by itself."),
}

# number: (what it is called, the group in which it stands)
NUMBERS: dict[str, tuple[Any, str]] = {
    "incidents_reported": (_("Incidents reported"), "incidents"),
    "incidents_critical": (_("of them critical"), "incidents"),
    "incidents_open": (_("Incidents still open"), "incidents"),
    "incidents_late": (_("of them past their deadline"), "incidents"),
    "injured": (_("People injured"), "incidents"),
    "dead": (_("People dead"), "incidents"),
    "incidents_settled": (_("Incidents settled"), "settled"),
    "settled_in_village": (_("of them at the village's desk"), "settled"),
    "alerts_sent": (_("Alerts sent"), "alerts"),
    "alerts_running": (_("Alerts that still hold"), "alerts"),
    "followups_overdue": (_("Follow-ups overdue"), "work"),
    "desks_confirmed": (_("Desks that confirmed the day"), "desks"),
    "desks_nil": (_("of them nil"), "desks"),
    "desks_silent": (_("Desks that are silent"), "desks"),
    "readiness": (_("Ready for the next stage, confirmed"), "work"),
    "meetings_held": (_("Coordination meetings held"), "public"),
    "activities_held": (_("Outreach activities held"), "public"),
    "people_reached": (_("People reached by outreach"), "public"),
    "neutrality_reports": (_("Reports on neutrality (open figures)"), "public"),
    "stations": (_("Polling stations"), "voting"),
}
SPLITS: dict[str, Any] = {
    "incidents_by_severity": _("By severity"),
    "incidents_by_kind": _("By kind"),
    "incidents_by_area": _("By place"),
}
# More of it is worse; of the others more is better, or neither.
WORSE = ("incidents_reported", "incidents_critical", "incidents_open", "incidents_late", "injured",
         "dead", "followups_overdue", "desks_silent")  # fmt: skip
