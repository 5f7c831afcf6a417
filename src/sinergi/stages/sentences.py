"""How the verbs of the calendar are told. Loaded once, at start; see followups.timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.kinds import KINDS
from sinergi.followups.timeline import Change, fact, tell
from sinergi.kernel.models import JournalEntry
from sinergi.stages.models import TENSIONS
from sinergi.stages.tension import title_of
from sinergi.web.timing import short_day_text


def _plain(value: Any) -> str:
    return "–" if value in (None, "", []) else str(value)


def _day(value: Any) -> str:
    return short_day_text(date.fromisoformat(value)) if value else "–"


def _tension(value: Any) -> str:
    return str(dict(TENSIONS).get(value, _plain(value)))


def _leader(value: Any) -> str:
    return str(KINDS[value].title) if value in KINDS else _plain(value)


def _kinds(value: Any) -> str:
    return ", ".join(str(title_of(code)) for code in value or ()) or "–"


SHOWN: dict[str, tuple[Any, Callable[[Any], str]]] = {
    "starts_on": (_("First day"), _day),
    "ends_on": (_("Last day"), _day),
    "day": (_("Day"), _day),
    "leader": (_("Led by"), _leader),
    "tension": (_("Tension"), _tension),
    "tense_kinds": (_("Kinds of incident"), _kinds),
    "why_id": (_("Why it is tense"), _plain),
}


def changes_of(entry: JournalEntry) -> Iterator[Change]:
    """What was changed, one after another."""
    for name, (label, show) in SHOWN.items():
        if name in entry.changes:
            before, after = entry.changes[name]
            yield Change(str(label), show(before), show(after))


tell("calendar.opened", _("Calendar opened from its template: %(added)s stages added"),
     "calendar-event")  # fmt: skip
tell("stage.moved", _("Other days"), "calendar-event", text=fact("reason"), changes=changes_of)
tell("stage.changed", _("Leader or tension changed"), "pencil", text=fact("reason"),
     changes=changes_of)  # fmt: skip
tell("anchor.set", _("Day set: %(stages)s stages moved with it"), "calendar-event",
     text=fact("reason"), changes=changes_of)  # fmt: skip
tell("feed.made", _("Calendar address made"), "calendar-event")
tell("feed.revoked", _("Calendar address revoked"), "circle-x")
