"""The life of a case, as the law and Bawaslu's bylaw order it. Pure: no Django, no clock.

UU 8/2015 art. 134-135 and Perbawaslu 8/2020 as amended by 9/2024 (the bylaw was not read in its
full text; the order of its steps is from practice). Sinergi decides no breach: `decide` keeps what
the plenary of Bawaslu decided.
"""

from __future__ import annotations

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
}  # fmt: skip


def allows(doing: str, state: str) -> bool:
    """Whether it may happen in that state; KeyError for a doing that does not exist."""
    return state in TRANSITIONS[doing][0]


def after(doing: str, state: str) -> str:
    """The state that follows; ValueError when it may not happen."""
    allowed, following = TRANSITIONS[doing]
    if state not in allowed:
        raise ValueError(f"{doing} does not happen in {state}")
    return following or state
