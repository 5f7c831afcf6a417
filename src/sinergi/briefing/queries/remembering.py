"""The picture, remembered for a moment: a room full of screens does not count it each second.

As with the figures of incidents: it is good until something is done in the operation or a minute
has passed; and where it was costly to count, some seconds of age are forgiven even then. It says
itself as of when it is.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.cache import cache

from sinergi.agencies.models import Post
from sinergi.briefing.queries.leadership import Picture, board_now, picture_of
from sinergi.kernel.clock import now, real_now, zone
from sinergi.kernel.models import JournalEntry

REMEMBERED = 120  # seconds
COSTLY = 0.1  # seconds of counting
FORGIVEN = 20  # times as old as it took to count it


@dataclass(frozen=True)
class _Remembered:
    """A picture with the state of the house when it was made, and what that cost."""

    picture: Picture
    stamp: tuple[int, int]
    made_at: datetime  # of the world: the exercise clock may run fast
    seconds: float

    def still_good(self, post: Post) -> bool:
        """Nothing was done since; or it cost so much that some seconds' age is forgiven."""
        age = (real_now() - self.made_at).total_seconds()
        if self.seconds >= COSTLY and age < FORGIVEN * self.seconds:
            return True
        return self.stamp == _stamp(post)


def picture_now(post: Post) -> Picture:
    """The picture, at most some seconds old. Two statements when it is remembered."""
    key = _key(post)
    known: _Remembered | None = cache.get(key)
    if known is None or not known.still_good(post):
        stamp, began = _stamp(post), real_now()
        found = replace(picture_of(post), board=None)
        seconds = (real_now() - began).total_seconds()
        known = _Remembered(found, stamp, began, seconds)
        cache.set(key, known, REMEMBERED)
    return replace(known.picture, board=board_now(post))


def _key(post: Post) -> str:
    """Another one for each post, and for what it may see."""
    parts = (post.pk, post.role, post.areas, post.desk_ids, zone().key)
    return "picture:" + hashlib.sha256(repr(parts).encode()).hexdigest()


def _stamp(post: Post) -> tuple[int, int]:
    """Another one after each action, and in each minute: deadlines pass without an action."""
    return JournalEntry.objects.version(post.operation_id), int(now().timestamp() // 60)
