"""The door of a meeting: who types wrong codes again and again is refused for a while.

Counted outside of the action, whose transaction is undone when the code is wrong.
"""

from __future__ import annotations

from typing import Any

from django.core.cache import cache

from sinergi.agencies.models import Post
from sinergi.kernel.clock import real_now
from sinergi.kernel.problems import Problem
from sinergi.meetings.actions.attending import check_in
from sinergi.meetings.attendance_code import MOST_WRONG, WITHIN
from sinergi.meetings.models import Meeting, Participant
from sinergi.meetings.problems import TooManyCodes, WrongCode


def enter(by: Post, meeting: Meeting, *, code: str, **told: Any) -> Participant:
    """Check in, unless she typed too many wrong codes within five minutes.

    Raises TooManyCodes, and whatever `check_in` raises. Call it outside of any transaction.
    """
    if len(_wrong(by)) >= MOST_WRONG:
        raise TooManyCodes(field="code")
    try:
        return check_in(by, meeting, code=code, **told)
    except Problem as problem:
        if problem.code == WrongCode.code:
            cache.set(_key(by), [*_wrong(by), real_now().timestamp()], WITHIN)
        raise


def _wrong(by: Post) -> list[float]:
    """When she typed a wrong code, within the time that counts."""
    since = real_now().timestamp() - WITHIN
    return [at for at in cache.get(_key(by), []) if at > since]


def _key(by: Post) -> str:
    return f"meetings:wrong-codes:{by.pk}"
