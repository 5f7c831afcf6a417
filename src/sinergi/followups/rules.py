"""What a follow-up can be, and what may follow on what. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

KINDS = (
    "assistance", "advice", "task", "referral", "agreement_check", "directive", "readiness",
    "prevention", "lesson",
)  # fmt: skip
OPEN = ("assigned", "accepted", "reported", "returned")
ENDED = ("refused", "closed", "withdrawn")
OWED = ("assigned", "accepted", "returned")  # its owner is the one who is waited for
# Kinds that climb to the owner's superior when overdue.
CLIMBING = ("directive", "readiness", "prevention", "lesson")
CLIMB_EVERY = timedelta(days=2)  # after the due time, one superior more every so often
MOST_CLIMBS = 6  # superiors; nobody has more, unless two agencies stand above each other

# verb: (the states in which it may happen, the state that follows)
TRANSITIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "accept": (("assigned",), "accepted"),
    "refuse": (("assigned",), "refused"),
    "report": (("assigned", "accepted", "returned"), "reported"),
    "return": (("reported",), "returned"),
    "close": (("reported",), "closed"),
    "conclude": (("assigned", "accepted", "reported", "returned"), "closed"),
    "withdraw": (("assigned", "accepted", "reported", "returned"), "withdrawn"),
}


def next_state(verb: str, state: str) -> str | None:
    """The state after `verb`, or None when it may not happen in `state`."""
    allowed, following = TRANSITIONS[verb]
    return following if state in allowed else None


def is_overdue(state: str, due_at: datetime | None, now: datetime) -> bool:
    """Whether its owner owes an answer and the due time has passed."""
    return due_at is not None and state in OWED and due_at <= now


def first_climb(kind: str, state: str, due_at: datetime | None, now: datetime) -> datetime | None:
    """When it climbs for the first time; None when it never does.

    At its due time. Returned after that, its owner has as long as any superior to mend it.
    """
    if kind not in CLIMBING or state not in OWED or due_at is None:
        return None
    return due_at if due_at > now or state != "returned" else now + CLIMB_EVERY


def may_climb_further(climbs: int, audience: object, superior: object) -> bool:
    """Whether there is a step left: a superior above, and nothing that is kept to named agencies.

    Who may know of a restricted case is decided by people, never by a clock.
    """
    return superior is not None and audience is None and climbs < MOST_CLIMBS
