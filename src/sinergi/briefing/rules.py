"""Whether it is calm, and what a review counts. Pure: no Django, no clock; codes, not words.

The thresholds are a proposal from practice: no rule of law says when a regency is calm. What
the house insists on is that silence is no peace: while most desks have not confirmed their day,
nothing is called calm, whatever else is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

ENOUGH = 0.5  # share of desks that must have confirmed today before anything is called calm
MUCH_MORE = 2.0  # times the usual number of incidents in a day
AT_LEAST = 3  # incidents in 24 hours; fewer are never "more than usual"
USUAL_DAYS = 14  # days before these 24 hours, of which the usual number is the mean


@dataclass(frozen=True)
class Signs:
    """What the judgement rests on. Counts; `usual` is the mean number of incidents in 24 hours."""

    desks: int
    confirmed: int
    critical: int = 0
    alerts: int = 0
    late: int = 0
    recent: int = 0
    usual: float | None = None

    @property
    def share(self) -> float:
        """Of the desks, those that confirmed today; 0 when there is none."""
        return self.confirmed / self.desks if self.desks else 0.0

    @property
    def is_known(self) -> bool:
        """Whether enough desks have spoken to say anything of the others."""
        return self.share >= ENOUGH and self.desks > 0

    @property
    def is_unusual(self) -> bool:
        """Whether clearly more happens than usual; without a usual number, whether many happen."""
        return self.recent >= max(AT_LEAST, MUCH_MORE * (self.usual or 0.0))


@dataclass(frozen=True)
class Judgement:
    """`state`: grave, watch, unknown or calm. `reasons`: codes, the weightiest first.

    `complete` is false where most desks are silent: what is not known may be worse.
    """

    state: str
    reasons: tuple[str, ...]
    complete: bool


STATES = ("grave", "watch", "unknown", "calm")


def judge(signs: Signs) -> Judgement:
    """Whether it is calm. A danger that is known is said, however many desks are silent."""
    grave = _named(critical=signs.critical > 0)
    watch = _named(alerts=signs.alerts > 0, unusual=signs.is_unusual, late=signs.late > 0)
    silent = _named(silent=not signs.is_known)
    reasons = (*grave, *watch, *silent)
    if grave:
        state = "grave"
    elif watch:
        state = "watch"
    else:
        state = "unknown" if silent else "calm"
    return Judgement(state, reasons or ("quiet",), signs.is_known)


def _named(**holds: bool) -> tuple[str, ...]:
    return tuple(name for name, yes in holds.items() if yes)


def usual_in_a_day(before: int, days: int) -> float | None:
    """The mean of the days before; None when there were none to count."""
    return before / days if days > 0 else None


# -- The review of what was done


@dataclass(frozen=True)
class Word:
    """One entry of a timeline: when it was known, its verb, and the key by which it is found.

    `thread` says what it belongs to, where a timeline tells of several things.
    """

    at: datetime
    verb: str
    key: int
    thread: str = ""


@dataclass(frozen=True)
class Known:
    """What was known at a decision: how much had been told before, and the newest of it.

    `since_last` counts what came after the decision before; `age` is that of the newest.
    """

    told: int
    since_last: int
    newest: tuple[int, ...]
    age: timedelta | None


# Verbs by which the house learns something, and those by which somebody decides.
INFORMS = (
    "incident.reported", "incident.corrected", "incident.verified", "incident.reopened",
    "incident.mediated", "evidence.added", "followup.reported", "followup.refused",
    "followup.noted", "agreement.checked", "special_case.opened", "alert.drafted",
)  # fmt: skip
DECIDES = (
    "incident.acknowledged", "incident.handled", "incident.settled", "incident.rejected",
    "incident.merged", "incident.escalated", "incident.handed_down", "incident.asked",
    "incident.referred", "incident.restricted", "incident.unrestricted", "followup.closed",
    "followup.concluded", "followup.returned", "followup.withdrawn", "directive.given",
    "stage.changed", "stage.moved", "anchor.set", "special_case.accepted", "special_case.ended",
    "alert.issued", "alert.updated", "alert.cancelled", "alert.dismissed",
    "minutes.issued", "report.published",
)  # fmt: skip
# What the house did by itself because nobody had: shown, and neither news nor a decision.
BY_ITSELF = ("incident.climbed", "incident.reminded", "followup.climbed", "alert.climbed")
NEWEST = 3


def known_at(words: Sequence[Word]) -> dict[int, Known]:
    """{key of a decision: what was known then}, of a timeline in whatever order.

    Known is what stood in the record of the same thread before the decision; what happened earlier
    but was told later was not known.
    """
    threads: dict[str, list[Word]] = defaultdict(list)
    for word in sorted(words, key=lambda word: (word.at, word.key)):
        threads[word.thread].append(word)
    found: dict[int, Known] = {}
    for thread in threads.values():
        found |= _known_in(thread)
    return found


def _known_in(ordered: Sequence[Word]) -> dict[int, Known]:
    told: list[Word] = []
    seen_before, found = 0, {}
    for word in ordered:
        if word.verb in DECIDES:
            found[word.key] = _known(told, seen_before, word.at)
            seen_before = len(told)
        elif word.verb in INFORMS:
            told.append(word)
    return found


def _known(told: Sequence[Word], seen_before: int, at: datetime) -> Known:
    newest = tuple(word.key for word in reversed(told[-NEWEST:]))
    age = at - told[-1].at if told else None
    return Known(len(told), len(told) - seen_before, newest, age)


@dataclass(frozen=True)
class Gap:
    """How long one step of a case took, against what was allowed (None: nothing was)."""

    step: str
    took: timedelta | None
    allowed: timedelta | None

    @property
    def is_late(self) -> bool:
        """Whether it took longer than allowed."""
        return self.took is not None and self.allowed is not None and self.took > self.allowed


def quiet_spells(
    moments: Iterable[datetime], since: datetime, until: datetime, longer: timedelta
) -> list[tuple[datetime, datetime]]:
    """The spells within a span in which nothing at all was written down, longer than `longer`."""
    points = [since, *sorted(at for at in moments if since < at < until), until]
    return [(begin, end) for begin, end in pairwise(points) if end - begin > longer]
