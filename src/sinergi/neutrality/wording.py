"""What the codes of the law are called on pages: tracks, roles, levels, units."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sinergi.neutrality.law import Deadline

TRACKS: dict[str, Any] = {
    "ethics": _("code of ethics"),
    "discipline": _("discipline"),
    "village": _("village government"),
    "military": _("TNI"),
    "police": _("Polri"),
    "criminal": _("election crime"),
    "administrative": _("administrative"),
    "organisers": _("ethics of organisers"),
}
ROLES: dict[str, Any] = {
    "receives": _("receives"),
    "examines": _("examines"),
    "decides": _("decides"),
}
LEVELS: dict[str, Any] = {
    "": "",
    "moral": _("moral sanction"),
    "sedang": _("medium discipline"),
    "berat": _("severe discipline"),
    "ptdh": _("dismissal"),
}
BINDS: dict[str, Any] = {
    "reporter": _("reporter"),
    "bawaslu": _("Bawaslu"),
    "authority": _("receiving authority"),
    "prosecutor": _("public prosecutor"),
    "court": _("court"),
    "parties": _("parties"),
}


def length_words(rule: Deadline) -> str:
    """3 hari kerja; 24 jam: how long a deadline is."""
    count = {"count": rule.amount}
    if rule.unit == "hours":
        return ngettext("%(count)s hour", "%(count)s hours", rule.amount) % count
    if rule.unit == "working_days":
        return ngettext("%(count)s working day", "%(count)s working days", rule.amount) % count
    return ngettext("%(count)s calendar day", "%(count)s calendar days", rule.amount) % count
