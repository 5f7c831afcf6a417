"""The life of a case, as the law and Bawaslu's bylaw order it. Pure: no Django, no clock.

UU 8/2015 art. 134-135 and Perbawaslu 8/2020 as amended by 9/2024 (the bylaw was not read in its
full text; the order of its steps is from practice). Sinergi decides no breach: `decide` keeps what
the plenary of Bawaslu decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

STATES = (
    "submitted",
    "preliminary",
    "initial_review",
    "needs_completion",
    "registered",
    "clarification",
    "plenary",
    "decided",
    "forwarded",
    "followed_up",
    "closed",
    "expired",
    "not_registered",
    "delegated",
)
ENDED = ("closed", "expired", "not_registered", "delegated")
BEFORE_REGISTRATION = ("submitted", "initial_review", "needs_completion")
OPEN = tuple(state for state in STATES if state not in ENDED)
UNDER_STUDY = ("registered", "clarification", "plenary")

# doing: (states in which it may happen, the state that follows; None: the state stays)
TRANSITIONS: dict[str, tuple[tuple[str, ...], str | None]] = {
    "begin_review": (("submitted",), "initial_review"),
    "classify": (("initial_review", "needs_completion", "preliminary"), None),
    "ask_completion": (("initial_review",), "needs_completion"),
    "resume_review": (("needs_completion",), "initial_review"),
    "keep_as_information": (BEFORE_REGISTRATION, "preliminary"),
    "register": (("initial_review",), "registered"),
    "raise_finding": (("preliminary", "expired"), "registered"),
    "refuse_registration": (("initial_review", "needs_completion"), "not_registered"),
    "expire": (BEFORE_REGISTRATION, "expired"),
    "delegate": (("initial_review", "registered"), "delegated"),
    "clarify": (("registered",), "clarification"),
    "bring_to_plenary": (("registered", "clarification"), "plenary"),
    "decide": (("plenary",), "decided"),
    "forward": (("decided", "forwarded"), "forwarded"),
    "record_answer": (("forwarded",), None),
    "finish_follow_up": (("forwarded",), "followed_up"),
    "close": (("followed_up",), "closed"),
    "close_without_action": (
        ("submitted", "preliminary", "initial_review", "needs_completion", "registered",
         "clarification", "plenary", "decided", "forwarded"),
        "closed",
    ),
    "extend_time": (UNDER_STUDY, None),
    "bar_authority": (OPEN, None),
    "bar_handler": (OPEN, None),
    "ask_identity": (OPEN, None),
    "add_file": (OPEN, None),
    "write_to_reporter": (STATES, None),
    "add_note": (STATES, None),
}  # fmt: skip


@dataclass(frozen=True)
class Clocks:
    """What a step does to legal clocks, by codes of `law/`. `voids`: no longer needed."""

    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    voids: tuple[str, ...] = ()


STUDY, COMPLETION = "initial_study", "completion"
DECISION, EXTRA = "decision", "decision_extra"
WINDOW = "report_window"
_NOT_TAKEN_ON = Clocks(stops=(STUDY,), voids=(COMPLETION, DECISION, EXTRA))

# doing: what it does to the clocks. Steps that are not named move none.
CLOCKS: dict[str, Clocks] = {
    "begin_review": Clocks(starts=(STUDY,)),
    "ask_completion": Clocks(starts=(COMPLETION,), stops=(STUDY,)),
    "resume_review": Clocks(starts=(STUDY,), stops=(COMPLETION,)),
    "register": Clocks(starts=(DECISION,), stops=(STUDY,)),
    "raise_finding": Clocks(starts=(DECISION,), voids=(STUDY, COMPLETION)),
    "keep_as_information": _NOT_TAKEN_ON,
    "refuse_registration": _NOT_TAKEN_ON,
    "expire": _NOT_TAKEN_ON,
    "delegate": _NOT_TAKEN_ON,
    "decide": Clocks(stops=(DECISION, EXTRA)),
}


def allows(doing: str, state: str) -> bool:
    """Whether it may happen in that state; KeyError for a doing that does not exist."""
    return state in TRANSITIONS[doing][0]


def after(doing: str, state: str) -> str:
    """The state that follows; ValueError when it may not happen."""
    allowed, following = TRANSITIONS[doing]
    if state not in allowed:
        raise ValueError(f"{doing} does not happen in {state}")
    return following or state


def is_out_of_time(known_on: date, arrived_on: date, window: int) -> bool:
    """Whether a report came more than `window` days after its reporter learnt of it.

    UU 8/2015 art. 134(4); the day on which it became known does not count.
    """
    return (arrived_on - known_on).days > window


def unfulfilled(
    conditions: Mapping[str, bool], needed: Iterable[tuple[str, str]], *, finding: bool
) -> list[str]:
    """Codes of the conditions, given as (code, kind), that are not said to be fulfilled.

    Formal ones are asked of reports; what Bawaslu itself found has no reporter.
    """
    asked = [code for code, kind in needed if not (finding and kind == "formal")]
    return [code for code in asked if not conditions.get(code)]
