"""What policy says of a case: its life, its clocks, its desks, its doubles. Pure.

The ladder and its times are a proposal ("kewajaran") where no published rule exists: the village
acknowledges within 1 hour what is urgent and within 12 hours the rest, and settles within a day;
the district within two days; the regency acknowledges within 30 minutes what is urgent, within
4 hours the rest, and takes the first steps the same day. The order (village, then Forkopimcam,
then Forkopimda) follows UU 7/2012 art. 40-41 (social institutions first).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

OPEN = ("reported", "verified", "handled", "mediated")
CLOSED = ("settled", "rejected", "merged")
STATES = OPEN + CLOSED
SEVERITIES = ("low", "medium", "high", "critical")
LEVELS = ("village", "district", "regency")

# verb: (states in which it may happen, state that follows; None: the state stays)
TRANSITIONS: dict[str, tuple[tuple[str, ...], str | None]] = {
    "acknowledge": (OPEN, None),
    "correct": (OPEN, None),
    "verify": (("reported",), "verified"),
    "reject": (("reported", "verified"), "rejected"),
    "merge": (("reported", "verified", "handled"), "merged"),
    "handle": (("verified",), "handled"),
    "mediate": (("verified", "handled", "mediated"), "mediated"),
    "settle": (("handled", "mediated"), "settled"),
    "reopen": (("settled", "rejected"), "handled"),
    "escalate": (OPEN, None),
    "hand_down": (OPEN, None),
    "refer": (("verified", "handled", "mediated"), None),
    "ask": (OPEN, None),
}

Table = Mapping[str, Mapping[str, tuple[int, int]]]  # severity -> level -> (ack, settle) minutes

H, DAY = 60, 24 * 60
DEFAULT_POLICY: dict[str, dict[str, tuple[int, int]]] = {
    "low": {"village": (12 * H, DAY), "district": (12 * H, 2 * DAY), "regency": (4 * H, DAY)},
    "medium": {"village": (12 * H, DAY), "district": (12 * H, 2 * DAY), "regency": (4 * H, DAY)},
    "high": {"village": (H, DAY), "district": (H, 2 * DAY), "regency": (30, 12 * H)},
    "critical": {"village": (H, DAY), "district": (H, DAY), "regency": (30, 12 * H)},
}
STARTS_AT_REGENCY = ("critical",)


@dataclass(frozen=True)
class Clock:
    """The deadlines of a case at one desk."""

    ack_due: datetime
    settle_due: datetime

    def next(self, acknowledged: bool) -> datetime:
        """The deadline that is missed next."""
        return self.settle_due if acknowledged else min(self.ack_due, self.settle_due)


def next_state(verb: str, state: str) -> str | None:
    """The state after `verb`; None when it may not happen in `state`."""
    allowed, following = TRANSITIONS[verb]
    if state not in allowed:
        return None
    return following or state


def clock_for(table: Table, severity: str, level: str, arrived: datetime) -> Clock:
    """The deadlines of a case of this severity that arrived at a desk of this level."""
    ack, settle = table[severity][level]
    return Clock(arrived + timedelta(minutes=ack), arrived + timedelta(minutes=settle))


def remind_after(minutes: int, reminders: int) -> timedelta:
    """How long until the regency's desk is told again: the time allowed, twice as long each time.

    At most a day: a desk that is told every half hour for a week no longer listens.
    """
    return min(timedelta(minutes=minutes << min(reminders, 12)), timedelta(days=1))


def first_level(severity: str, home: str) -> str:
    """The level at which a new report lies: at home, but what is critical at once at the top."""
    return "regency" if severity in STARTS_AT_REGENCY else home


def policy_errors(table: Mapping[str, Mapping[str, Sequence[int]]]) -> list[tuple[str, str, str]]:
    """What is wrong with a policy: (severity, level, code) with code in missing, range, order."""
    errors = []
    for severity in SEVERITIES:
        for level in LEVELS:
            pair = table.get(severity, {}).get(level)
            if pair is None or len(pair) != 2:
                errors.append((severity, level, "missing"))
            elif not (5 <= pair[0] <= 7 * DAY and 5 <= pair[1] <= 30 * DAY):
                errors.append((severity, level, "range"))
            elif pair[0] > pair[1]:
                errors.append((severity, level, "order"))
    return errors


@dataclass(frozen=True)
class Sketch:
    """What is compared when doubles are sought."""

    kind: str
    region: str
    at: datetime
    words: str
    lon: float | None = None
    lat: float | None = None


def likeness(one: Sketch, other: Sketch) -> float:
    """How likely two reports tell of one event, 0 to 1: time, place and words weigh alike."""
    hours = abs((one.at - other.at).total_seconds()) / 3600
    near_in_time = max(0.0, 1 - hours / 24)
    place = _near_in_place(one, other)
    if not near_in_time or not place:
        return 0.0
    words = overlap(one.words, other.words)
    same_kind = 1.0 if one.kind == other.kind else 0.0
    return round((near_in_time + place + 0.7 * words + 0.3 * same_kind) / 3, 3)


def _near_in_place(one: Sketch, other: Sketch) -> float:
    if None not in (one.lon, one.lat, other.lon, other.lat):
        km = distance_km(one.lon, one.lat, other.lon, other.lat)  # type: ignore[arg-type]
        return max(0.0, 1 - km / 3)
    return 0.8 if one.region == other.region else 0.0


def overlap(one: str, other: str) -> float:
    """Share of common words (Jaccard) among those of four letters and more."""
    left, right = _words(one), _words(other)
    return len(left & right) / len(left | right) if left and right else 0.0


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w{4,}", text.lower()))


def distance_km(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Great-circle distance in km (haversine, mean radius 6371 km)."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    a = (
        math.sin((phi2 - phi1) / 2) ** 2
        + math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    )
    return 2 * 6371 * math.asin(min(1.0, math.sqrt(a)))


def may_settle_here(bodies: Iterable[str], passed_on: bool) -> bool:
    """What the law forbids to settle among neighbours closes only after it was passed on.

    Election crimes, violence and breaches of neutrality may be calmed by deliberation, but a
    peace agreement does not withdraw them (UU 1/2015 art. 134-136, 145 and 146 as amended).
    """
    return passed_on or not any(True for _ in bodies)
