"""What leaves the house of a notice, in the words of every channel.

It may be read on a lost phone or a shared computer. So it holds no case: only what happened, the
number, place, severity and first words; of a restricted case nothing but the number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sinergi.alerts import words
from sinergi.alerts.models import Notice
from sinergi.kernel.clock import now
from sinergi.kernel.models import Operation


@dataclass(frozen=True)
class Line:
    """One notice, as far as it may leave the house."""

    title: str
    number: str
    place: str
    severity: str
    headline: str
    at: datetime
    url: str


def line_of(notice: Notice) -> Line:
    """What may be said of a notice. Call it in the reader's language."""
    bare = notice.is_restricted
    return Line(
        title=notice.title,
        number=notice.number,
        place="" if bare else notice.place,
        severity="" if bare else words.severity_of(notice.severity),
        headline=_("Restricted: sign in to read it.") if bare else notice.text,
        at=notice.created_at,
        url=link(notice.get_absolute_url()),
    )


def line_of_test() -> Line:
    """What a test says."""
    return Line(
        title=_("Test message"),
        number="",
        place="",
        severity="",
        headline=_("This way reaches you. There is nothing to do."),
        at=now(),
        url=link(reverse("alerts:preferences")),
    )


def link(path: str) -> str:
    """An address of the house for whoever is outside."""
    return settings.PUBLIC_URL.rstrip("/") + path


def headline(operation: Operation, lines: Sequence[Line]) -> str:
    """All in one line, marked when it is only an exercise."""
    if len(lines) == 1:
        line = lines[0]
        first = f"{line.severity}: {line.title}" if line.severity else line.title
        whole = ", ".join(part for part in (first, line.number, line.place) if part)
    else:
        count = len(lines)
        whole = ngettext("%(count)d notice", "%(count)d notices", count) % {"count": count}
    mark = _("[EXERCISE]") + " " if operation.is_exercise else ""
    return " ".join(f"{mark}{whole}".split())


def address_of(lines: Sequence[Line]) -> str:
    """Where it is read: the one thing, or the list of all."""
    return lines[0].url if len(lines) == 1 else link(reverse("alerts:notices"))
