"""How a person wants to be told, and when a message is tried again. Pure: no Django, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from sinergi.alerts.rules import CRITICAL, IMPORTANT

QUIET_FROM, QUIET_UNTIL = time(22), time(5)
MAIL_WITHIN = timedelta(hours=24)  # older news is no longer worth a message
NEXT_WAY_AFTER = timedelta(minutes=3)  # of what is critical and unread
SEVERITIES = ("low", "medium", "high", CRITICAL)  # of a case, by rank

# Seconds until the next try of a message that failed for a passing reason; then it is given up.
PAUSES = (60, 300, 900, 3_600, 4 * 3_600, 8 * 3_600)


@dataclass(frozen=True)
class Way:
    """A channel by which she can be reached, as far as the rules ask."""

    code: str
    costs: bool = False  # money for each message
    beside: bool = False  # a program's: told at once, in nobody's place


@dataclass(frozen=True)
class Wishes:
    """How a person wants to be told. What is critical comes by every way, at any time.

    `important` None: by every way that costs nothing. `order` is that of her ways: the next is
    used when the one before fails, and, of what is critical, when she has not read it.
    """

    important: Sequence[str] | None = None
    ordinary: Sequence[str] = ()
    quiet: bool = True
    quiet_from: time = field(default=QUIET_FROM)
    quiet_until: time = field(default=QUIET_UNTIL)
    order: Sequence[str] = ()

    def ways(self, importance: str, reachable: Sequence[Way]) -> list[Way]:
        """By which of the ways to her she is told of something so important, in her order."""
        return [way for way in self.ordered(reachable) if self._chosen(importance, way)]

    def ordered(self, ways: Sequence[Way]) -> list[Way]:
        """In her order; those that she has not placed come after, as they were."""
        places = {code: place for place, code in enumerate(self.order)}
        return sorted(ways, key=lambda way: places.get(way.code, len(places)))

    def _chosen(self, importance: str, way: Way) -> bool:
        if way.beside or importance == CRITICAL:
            return True
        if importance == IMPORTANT and self.important is None:
            return not way.costs
        return way.code in ((self.important or ()) if importance == IMPORTANT else self.ordinary)

    def held_until(self, importance: str, local: datetime) -> datetime | None:
        """When her quiet hours end, if `local` (time of the region) lies in them; else None."""
        if importance == CRITICAL or not self.quiet:
            return None
        return end_of_quiet(local, self.quiet_from, self.quiet_until)


def end_of_quiet(local: datetime, start: time, end: time) -> datetime | None:
    """The end of the quiet hours in which `local` lies; None outside. Equal times: none at all."""
    moment = local.time()
    if start == end:
        return None
    inside = start <= moment < end if start < end else moment >= start or moment < end
    if not inside:
        return None
    ending = local.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    return ending if ending > local else ending + timedelta(days=1)


def is_subscribed(kind: str, least: str, found_kind: str, found_severity: str) -> bool:
    """Whether a case meets a subscription; what the subscription leaves empty is met by all."""
    if kind and kind != found_kind:
        return False
    return not least or SEVERITIES.index(found_severity) >= SEVERITIES.index(least)


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after so many failed tries; None: give it up."""
    if attempts > len(PAUSES):
        return None
    return timedelta(seconds=PAUSES[attempts - 1])
