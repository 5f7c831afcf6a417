"""What a follow-up can be, and what may follow on what. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

KINDS = (
    "assistance", "advice", "task", "referral", "agreement_check", "directive", "readiness",
)  # fmt: skip
OPEN = ("assigned", "accepted", "reported", "returned")
ENDED = ("refused", "closed")
OWED = ("assigned", "accepted", "returned")  # its owner is the one who is waited for
CLIMBING = ("directive", "readiness")  # kinds that climb to the owner's superior when overdue
CLIMB_EVERY = timedelta(days=2)  # after the due time, one superior more every so often

# verb: (the states in which it may happen, the state that follows)
TRANSITIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "accept": (("assigned",), "accepted"),
    "refuse": (("assigned",), "refused"),
    "report": (("assigned", "accepted", "returned"), "reported"),
    "return": (("reported",), "returned"),
    "close": (("reported",), "closed"),
    "conclude": (("assigned", "accepted", "reported", "returned"), "closed"),
}


def next_state(verb: str, state: str) -> str | None:
    """The state after `verb`, or None when it may not happen in `state`."""
    allowed, following = TRANSITIONS[verb]
    return following if state in allowed else None


def is_overdue(state: str, due_at: datetime | None, now: datetime) -> bool:
    """Whether its owner owes an answer and the due time has passed."""
    return due_at is not None and state in OWED and due_at <= now
