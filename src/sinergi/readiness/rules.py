"""What readiness is and how it is counted. Pure: plain values in, plain values out.

A report is a claim until the desk above has confirmed it; only what is confirmed counts as ready.
Source: practice of coordination (*rakor*, checks by the desk above); no law gives a formula.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta

STATES = ("not_started", "in_progress", "ready", "blocked")
CHECKS = ("unchecked", "confirmed", "returned")
LEVELS = ("village", "district", "regency")
WIDTHS = {"province": 2, "regency": 5, "district": 8, "village": 13}  # characters of a code
NEAR = 14  # days before an item is due in which it waits on its owner's desk
STEPS = (1, 25, 50, 75, 100)  # per cent at which the shade of a cell changes
# How an item stands, from what is done to what has not begun.
STANDINGS = ("confirmed", "claimed", "returned", "in_progress", "blocked", "not_started")
REPORTED_READY = ("confirmed", "claimed")


def standing(state: str, check: str) -> str:
    """How an item stands: what its owner says, and whether the desk above says so too."""
    if state != "ready":
        return state
    return {"confirmed": "confirmed", "returned": "returned"}.get(check, "claimed")


def is_overdue(stands: str, due_on: date | None, today: date) -> bool:
    """Whether its day is past and its owner has not reported it ready.

    What is reported waits for the desk above: that is not its owner's delay.
    """
    return due_on is not None and due_on < today and stands not in REPORTED_READY


def due_day(starts_on: date | None, lead_days: int) -> date | None:
    """The day by which it must be ready: so many days before the stage; None without a date."""
    return starts_on - timedelta(days=lead_days) if starts_on else None


def checking_place(level: str, code: str) -> str:
    """The place of the desk that checks an item: the district's for a village, else the regency's.

    At the regency nobody is above: the regency's own desk checks, by members of other agencies.
    """
    width = WIDTHS["district"] if level == "village" else WIDTHS["regency"]
    return code[:width]


def percent(part: int, whole: int) -> int | None:
    """Whole per cent, rounded down: 100 only when nothing is missing. None of nothing."""
    return part * 100 // whole if whole else None


def step(part: int, whole: int) -> int:
    """The shade of a cell, 0 (nothing) to 5 (all)."""
    share = percent(part, whole) or 0
    return sum(share >= bound for bound in STEPS)


@dataclass(frozen=True)
class Group:
    """So many items that stand alike. `due`: whether their day has come; `late`: is_overdue."""

    stands: str
    count: int = 1
    due: int = 0
    late: int = 0


@dataclass
class Tally:
    """How many items, by how they stand. `total` is the denominator, `confirmed` the numerator.

    Every item is in exactly one of STANDINGS; `overdue` and the `due` ones are apart from that.
    """

    confirmed: int = 0
    claimed: int = 0
    returned: int = 0
    in_progress: int = 0
    blocked: int = 0
    not_started: int = 0
    overdue: int = 0
    due: int = 0
    due_confirmed: int = 0

    def add(self, group: Group) -> None:
        """Count a group in."""
        setattr(self, group.stands, getattr(self, group.stands) + group.count)
        self.overdue += group.late
        self.due += group.due
        self.due_confirmed += group.due if group.stands == "confirmed" else 0

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        names = [field.name for field in fields(self)]
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def total(self) -> int:
        """All items: the denominator."""
        return sum(getattr(self, stands) for stands in STANDINGS)

    @property
    def percent(self) -> int | None:
        """Per cent confirmed, rounded down."""
        return percent(self.confirmed, self.total)

    @property
    def step(self) -> int:
        """The shade of its cell."""
        return step(self.confirmed, self.total)

    @property
    def open(self) -> int:
        """What is not confirmed yet."""
        return self.total - self.confirmed


def tally(groups: Iterable[Group]) -> Tally:
    """All groups counted, in whatever order they come."""
    counted = Tally()
    for group in groups:
        counted.add(group)
    return counted


def group_of(state: str, check: str, due_on: date | None, today: date) -> Group:
    """One item as it is counted today."""
    stands = standing(state, check)
    has_come = due_on is not None and due_on <= today
    return Group(stands, 1, int(has_come), int(is_overdue(stands, due_on, today)))
