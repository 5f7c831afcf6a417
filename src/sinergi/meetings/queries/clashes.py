"""What speaks against a date: no working day, or another meeting of the same people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sinergi.agencies.models import Post
from sinergi.kernel.clock import local
from sinergi.kernel.workdays import WEEKEND, holidays_of
from sinergi.meetings.models import Meeting, Participant
from sinergi.meetings.plans import Called


@dataclass(frozen=True)
class Clash:
    """Another meeting at the same time, and whom of ours it calls. Hidden: she may not know it."""

    title: str
    starts_at: datetime
    place: str
    who: list[str]
    same_place: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class DayWords:
    """What kind of day it is: `holiday` names it; `weekend`: Saturday or Sunday."""

    weekend: bool
    holiday: str

    @property
    def is_free(self) -> bool:
        """Whether offices do not work."""
        return self.weekend or bool(self.holiday)


def day_words(moment: datetime) -> DayWords:
    """Whether offices work on that day of the region."""
    day = local(moment).date()
    return DayWords(day.weekday() in WEEKEND, holidays_of(day.year).get(day, ""))


def clashes_of(
    by: Post,
    start: datetime,
    end: datetime,
    called: Iterable[Called],
    *,
    place: str = "",
    but: Any = None,
) -> list[Clash]:
    """Meetings at the same time that call the same agencies, or sit in the same room.

    Three statements. `but` is the meeting itself, when it is changed.
    """
    rows = Meeting.objects.filter(
        operation_id=by.operation_id,
        state__in=("planned", "invited", "running"),
        starts_at__lt=end,
        ends_at__gt=start,
    ).exclude(pk=but)
    found = {row.pk: row for row in rows}
    if not found:
        return []
    seen = set(Meeting.objects.visible_to(by).filter(pk__in=found).values_list("pk", flat=True))
    both = _called_to_both(found, called)
    made = (_clash(row, both.get(row.pk, []), place, row.pk in seen) for row in found.values())
    return [clash for clash in made if clash.who or clash.same_place]


def _called_to_both(found: dict[Any, Meeting], called: Iterable[Called]) -> dict[Any, list[str]]:
    ours = {seat.agency.pk for seat in called if seat.agency is not None}
    rows = Participant.objects.filter(meeting__in=found, struck=False, agency_id__in=ours)
    both: dict[Any, list[str]] = {}
    for meeting, label in rows.values_list("meeting_id", "label"):
        both.setdefault(meeting, []).append(label)
    return both


def _clash(row: Meeting, who: list[str], place: str, seen: bool) -> Clash:
    same = bool(place.strip()) and row.place.strip().lower() == place.strip().lower()
    if not seen:
        return Clash("", row.starts_at, "", who, same, hidden=True)
    return Clash(row.title, row.starts_at, row.place, who, same)
