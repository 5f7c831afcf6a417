"""The judgement in words: what is said, and on what it rests, each with its list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sinergi.briefing.queries.calm import HOURS, Calm
from sinergi.web.templatetags.sinergi import digits

TITLES: dict[str, Any] = {
    "grave": gettext_lazy("Serious"),
    "watch": gettext_lazy("On watch"),
    "unknown": gettext_lazy("Not known yet"),
    "calm": gettext_lazy("Calm"),
}
ICONS = {
    "grave": "alert-triangle",
    "watch": "eye",
    "unknown": "help",
    "calm": "circle-check",
}


@dataclass(frozen=True)
class Said:
    """One reason of the judgement, and where it is listed."""

    text: str
    url: str


def title_of(calm: Calm) -> str:
    """The judgement in a word or two."""
    return str(TITLES[calm.judgement.state])


def reasons_of(calm: Calm) -> list[Said]:
    """Why it is judged so, the weightiest first."""
    return [_SAY[reason](calm) for reason in calm.judgement.reasons]


def _critical(calm: Calm) -> Said:
    count = calm.signs.critical
    text = ngettext(
        "%(count)s critical incident is open", "%(count)s critical incidents are open", count
    )
    return Said(text % {"count": digits(count)}, calm.links["critical"])


def _alerts(calm: Calm) -> Said:
    count = calm.signs.alerts
    text = ngettext("%(count)s alert is running", "%(count)s alerts are running", count)
    return Said(text % {"count": digits(count)}, calm.links["alerts"])


def _unusual(calm: Calm) -> Said:
    told = {"count": digits(calm.signs.recent), "hours": HOURS}
    usual = calm.signs.usual
    if usual:
        told["usual"] = digits(usual, 1)
        text = _("%(count)s incidents in %(hours)d hours, usually %(usual)s") % told
    else:
        text = _("%(count)s incidents in %(hours)d hours, none in the two weeks before") % told
    return Said(text, calm.links["recent"])


def _late(calm: Calm) -> Said:
    count = calm.signs.late
    text = ngettext(
        "%(count)s grave incident is past its deadline",
        "%(count)s grave incidents are past their deadline",
        count,
    )
    return Said(text % {"count": digits(count)}, calm.links["late"])


def _silent(calm: Calm) -> Said:
    told = {"count": digits(calm.signs.confirmed), "desks": digits(calm.signs.desks)}
    text = _("Only %(count)s of %(desks)s desks have confirmed their day; silence is no peace")
    return Said(text % told, calm.links["days"])


def _quiet(calm: Calm) -> Said:
    told = {"count": digits(calm.signs.confirmed), "desks": digits(calm.signs.desks)}
    text = _("Nothing critical is open, and %(count)s of %(desks)s desks have confirmed their day")
    return Said(text % told, calm.links["days"])


_SAY = {
    "critical": _critical,
    "alerts": _alerts,
    "unusual": _unusual,
    "late": _late,
    "silent": _silent,
    "quiet": _quiet,
}
