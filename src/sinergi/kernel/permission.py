"""How a rule answers: yes, or no with its reason and who could."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sinergi.kernel.problems import Conflict, Forbidden, NotFound


@dataclass(frozen=True)
class Answer:
    """The answer to "may she?". `hidden` says that she is not even to know of the subject."""

    allowed: bool
    reason: Any = ""  # a text or a lazy translation
    who: Any = ""  # who could do it instead
    hidden: bool = False
    not_now: bool = False  # she might, but not in the state in which it is

    def __bool__(self) -> bool:
        return self.allowed


YES = Answer(True)
HIDDEN = Answer(False, hidden=True)


def no(reason: Any, who: Any = "") -> Answer:
    """A refusal that explains itself."""
    return Answer(False, reason=reason, who=who)


def not_now(reason: Any) -> Answer:
    """A refusal that lies in the state of the subject, not in who asks: a conflict."""
    return Answer(False, reason=reason, not_now=True)


def first_no(*answers: Answer | Callable[[], Answer]) -> Answer:
    """The first refusal among the answers, asked in order; YES when there is none.

    A callable is only asked when all before it said yes.
    """
    for item in answers:
        answer = item() if callable(item) else item
        if not answer:
            return answer
    return YES


def require(answer: Answer) -> None:
    """Go on only if the rule says yes. Raises NotFound, Conflict or Forbidden, as it says."""
    if answer:
        return
    if answer.hidden:
        raise NotFound()
    if answer.not_now:
        raise Conflict(answer.reason)
    raise Forbidden(f"{answer.reason} {answer.who}".strip())
