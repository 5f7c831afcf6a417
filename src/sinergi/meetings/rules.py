"""How a meeting goes from its planning to its end, and what clashes with it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

# verb: (the states in which it may happen, the state after it; empty: as before)
MOVES: dict[str, tuple[tuple[str, ...], str]] = {
    "prepare": (("planned", "invited", "running"), ""),
    "invite": (("planned", "invited"), "invited"),
    "reply": (("planned", "invited", "running"), ""),
    "open": (("planned", "invited"), "running"),
    "attend": (("running",), ""),
    "list": (("running", "held"), ""),
    "close": (("running",), "held"),
    "cancel": (("planned", "invited"), "cancelled"),
    "change": (("planned", "invited"), ""),
}
USUAL_LENGTH = timedelta(hours=2)
LATEST = timedelta(hours=12)  # a meeting that began longer ago is not planned any more
MOST_CALLED = 600


def next_state(verb: str, state: str) -> str | None:
    """The state after `verb`; None when it cannot happen in `state`. KeyError: no such verb."""
    allowed, after = MOVES[verb]
    return (after or state) if state in allowed else None


@dataclass(frozen=True)
class Span:
    """When something happens: from `start` to `end`, both with their zone."""

    start: datetime
    end: datetime

    def meets(self, other: Span) -> bool:
        """Whether both go on at one moment; one that ends when the other begins does not."""
        return self.start < other.end and other.start < self.end


def clashing(span: Span, others: Iterable[tuple[Span, Any]]) -> list[Any]:
    """What goes on at the same time, in the order given."""
    return [what for other, what in others if span.meets(other)]


def share_present(present: int, called: int) -> float | None:
    """The share of those called who came, between 0 and 1; None when nobody was called."""
    return present / called if called else None
