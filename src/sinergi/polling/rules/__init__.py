"""What a check-in may say, and when one is late. Pure: no Django, no clock.

More voters than are registered are possible: additional lists (DPTb, DPK) vote too, with 2.5 % of
reserve ballots (UU 1/2015; the share as KPU applied it in 2024, not read in the gazette for this).
Such a count is taken and flagged, not refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_OF_REGISTERED = 1.5  # more than this is a slip of the hand
FASTEST = 0.25  # of the registered voters in one hour: about one every 30 seconds at 500

NEGATIVE, TOO_MANY, MISSING = "negative", "too_many", "missing"
OVER, FALLS, JUMPS, NONE = "over", "falls", "jumps", "none"


@dataclass(frozen=True)
class Count:
    """The voters so far that a station reported for a moment."""

    at: datetime
    value: int


@dataclass(frozen=True)
class Verdict:
    """`refused`: cannot be true. `asks`: improbable, asked back; kept as a flag when confirmed."""

    refused: str = ""
    asks: str = ""


def judge_count(
    value: int | None, voters: int, due_at: datetime, others: Mapping[str, Count]
) -> Verdict:
    """What is to be said of `value` voters by `due_at`; `others` are the station's other counts."""
    if value is None:
        return Verdict(refused=MISSING)
    if value < 0:
        return Verdict(refused=NEGATIVE)
    if voters and value > voters * MOST_OF_REGISTERED:
        return Verdict(refused=TOO_MANY)
    return Verdict(asks=_improbable(value, voters, due_at, others))


def _improbable(value: int, voters: int, due_at: datetime, others: Mapping[str, Count]) -> str:
    before = [one for one in others.values() if one.at < due_at]
    after = [one for one in others.values() if one.at > due_at]
    if any(one.value > value for one in before) or any(one.value < value for one in after):
        return FALLS
    if voters and value > voters:
        return OVER
    last = max(before, key=lambda one: one.at, default=None)
    if last and voters:
        hours = max((due_at - last.at) / timedelta(hours=1), 0.5)
        if value - last.value > voters * FASTEST * hours:
            return JUMPS
    return NONE if value == 0 else ""


def is_late(happened_at: datetime, due_at: datetime, grace: int) -> bool:
    """Whether it happened more than `grace` minutes after its time."""
    return happened_at > due_at + timedelta(minutes=grace)


def holds(written_at: datetime, identifier: str, other_at: datetime, other: str) -> bool:
    """Whether the first of two check-ins of one milestone holds: the one written down last."""
    return (written_at, identifier) > (other_at, other)
