"""Journal entries as people read them: what happened, who did it, what changed.

Each room says how its verbs are told (`tell`); a timeline, a notification and the API read the
same sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.kernel.models import JournalEntry

Facts = dict[str, Any]
Build = Callable[[JournalEntry], Any]


@dataclass(frozen=True)
class Change:
    """One value that changed, as it is shown."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Event:
    """One entry, told. `text` is what was said; `key` is the verb."""

    key: str
    at: datetime
    title: str
    who: str
    icon: str = "point"
    tone: str = ""
    text: str = ""
    changes: tuple[Change, ...] = ()
    entry_id: int = 0


@dataclass(frozen=True)
class Telling:
    """How one verb is told: a sentence (with facts as %(name)s, or built), and its text."""

    title: Any
    icon: str = "point"
    tone: str = ""
    text: Build | None = None
    changes: Callable[[JournalEntry], Iterable[Change]] | None = None


_tellings: dict[str, Telling] = {}


def tell(
    verb: str,
    title: Any,
    icon: str = "point",
    tone: str = "",
    *,
    text: Build | None = None,
    changes: Callable[[JournalEntry], Iterable[Change]] | None = None,
) -> None:
    """Enter how `verb` is told."""
    _tellings[verb] = Telling(title, icon, tone, text, changes)


def fact(name: str) -> Build:
    """The text is the fact `name` of the entry."""
    return lambda entry: entry.facts.get(name) or ""


def changed(name: str) -> Build:
    """The text is the new value of the column `name`."""
    return lambda entry: (entry.changes.get(name) or [None, ""])[1] or ""


class _Known(dict[str, Any]):
    """Facts of an entry; one that it does not have is a dash, never a failure."""

    def __missing__(self, key: str) -> str:
        return "–"


def sentence_of(entry: JournalEntry) -> str:
    """What happened, in one sentence; the verb itself when nobody said how it is told."""
    telling = _tellings.get(entry.verb)
    if telling is None:
        return entry.verb
    title = telling.title(entry) if callable(telling.title) else telling.title
    return str(title) % _Known(entry.facts)


def event_of(entry: JournalEntry) -> Event:
    """The entry as a timeline shows it."""
    telling = _tellings.get(entry.verb) or Telling(entry.verb)
    return Event(
        key=entry.verb,
        at=entry.at,
        title=sentence_of(entry),
        who=entry.actor_label,
        icon=telling.icon,
        tone=telling.tone,
        text=str(telling.text(entry)) if telling.text else "",
        changes=tuple(telling.changes(entry)) if telling.changes else (),
        entry_id=entry.pk,
    )


def is_told(verb: str) -> bool:
    """Whether some room said how the verb is told."""
    return verb in _tellings


tell("followup.assigned", _("Asked"), "send", text=changed("detail"))
tell("followup.accepted", _("Accepted"), "check", "success")
tell("followup.refused", _("Refused"), "circle-x", "danger", text=changed("answer"))
tell("followup.reported", _("Reported as done"), "message", text=changed("answer"))
tell("followup.returned", _("Returned for more"), "arrow-back-up", "danger", text=fact("reason"))
tell("followup.postponed", _("Another due time"), "calendar-event", text=fact("reason"))
tell("followup.withdrawn", _("Withdrawn by whoever asked"), "circle-x", text=fact("reason"))
tell("followup.noted", _("A word on the way"), "message", text=fact("text"))
tell("followup.evidence_added", _("Evidence added"), "photo")
tell("followup.evidence_opened", _("The original of %(name)s was taken"), "download")
tell("followup.climbed", _("Overdue: climbed from %(from)s to %(to)s by itself"), "arrow-up",
     "danger")  # fmt: skip
tell("followup.stayed", _("Overdue: nobody stands above its owner"), "clock-exclamation", "danger")
tell("followup.closed", _("The answer was enough; closed"), "circle-check", "success")
tell("followup.concluded", _("Answered and closed"), "circle-check", "success",
     text=changed("answer"))  # fmt: skip
