"""The register of risks: how grave a risk is, and what may follow on what. Pure.

A matrix of five by five, likelihood by impact, as registers of public bodies use it; where the
grades begin is the house's own proposal, for no rule of elections sets it.
"""

from __future__ import annotations

from datetime import date

STATES = ("open", "mitigated", "accepted", "closed")
KEPT = ("open", "mitigated", "accepted")  # looked at again on a day
# verb: (the states in which it may happen, the state that follows)
TRANSITIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "mitigate": (("open", "accepted"), "mitigated"),
    "accept": (("open", "mitigated"), "accepted"),
    "close": (KEPT, "closed"),
    "reopen": (("mitigated", "accepted", "closed"), "open"),
}
# grade: the least product of likelihood and impact that has it
GRADES = (("critical", 16), ("high", 10), ("medium", 5), ("low", 1))
MOST = 5


def weight(likelihood: int, impact: int) -> int:
    """1 to 25."""
    return likelihood * impact


def grade(likelihood: int, impact: int) -> str:
    """low, medium, high or critical: never lower when one of the two is higher."""
    told = weight(likelihood, impact)
    return next(name for name, least in GRADES if told >= least)


def next_state(verb: str, state: str) -> str | None:
    """The state after `verb`, or None when it may not happen in `state`."""
    allowed, following = TRANSITIONS[verb]
    return following if state in allowed else None


def is_review_due(state: str, review_on: date | None, today: date) -> bool:
    """Whether it should have been looked at again."""
    return state in KEPT and review_on is not None and review_on <= today
