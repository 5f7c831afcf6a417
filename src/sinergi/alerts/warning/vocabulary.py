"""The words of the Common Alerting Protocol 1.2 that warnings use, and whom a warning may reach.

Source: OASIS Standard CAP 1.2 (1 July 2010), section 3.2. The codes are those of the standard.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

SEVERITIES: dict[str, Any] = {
    "Extreme": _("Extreme: life and peace of many at stake"),
    "Severe": _("Severe: serious harm is near"),
    "Moderate": _("Moderate: some harm is possible"),
    "Minor": _("Minor: little harm is expected"),
}
URGENCIES: dict[str, Any] = {
    "Immediate": _("Act at once"),
    "Expected": _("Act within an hour"),
    "Future": _("Act in time"),
    "Past": _("Nothing more to be done"),
}
CERTAINTIES: dict[str, Any] = {
    "Observed": _("Seen, or going on"),
    "Likely": _("Likely: more than half"),
    "Possible": _("Possible: less than half"),
    "Unlikely": _("Unlikely"),
}
SHORT: dict[str, Any] = {
    "Extreme": _("Extreme"),
    "Severe": _("Severe"),
    "Moderate": _("Moderate"),
    "Minor": _("Minor"),
}
# What the house calls a case of that weight: its sign stands on lists and notices.
SIGNS = {"Extreme": "critical", "Severe": "high", "Moderate": "medium", "Minor": "low"}
LOUD = ("Extreme", "Severe")  # heard at any hour

REACH: dict[str, Any] = {
    "place": _("The desk of the place"),
    "below": _("All desks below it"),
    "district": _("The desk of its district"),
    "regency": _("The regency's desk"),
}
# A proposal: until when each must have said that she knows; then those above her are told.
KNOWN_WITHIN: dict[str, timedelta] = {
    "Extreme": timedelta(minutes=10),
    "Severe": timedelta(minutes=15),
    "Moderate": timedelta(minutes=60),
    "Minor": timedelta(minutes=240),
}
