"""What the steps of a case and the kinds of an entry are called."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sinergi.briefing.queries.reviews import Line
from sinergi.web.timing import span_text

STEPS: dict[str, Any] = {
    "told": gettext_lazy("From the event to the report"),
    "acknowledged": gettext_lazy("From the report until a desk took notice"),
    "verified": gettext_lazy("From the report until it was verified"),
    "settled": gettext_lazy("From the report until it was closed"),
}
KINDS: dict[str, Any] = {
    "news": gettext_lazy("News"),
    "decision": gettext_lazy("Decision"),
    "itself": gettext_lazy("By itself, for nobody had"),
    "other": "",
}


def known_text(line: Line) -> str:
    """What was known at a decision: how much was told before it, and how fresh that was."""
    known = line.known
    if known is None:
        return ""
    if not known.told:
        return _("Nothing had been told before.")
    told = ngettext(
        "Known then: %(count)d message", "Known then: %(count)d messages", known.told
    ) % {"count": known.told}
    fresh = _("%(count)d of them since the decision before") % {"count": known.since_last}
    age = span_text(known.age or timedelta())
    return _("%(told)s, %(fresh)s; the newest %(age)s old.") % {
        "told": told, "fresh": fresh, "age": age,
    }  # fmt: skip
