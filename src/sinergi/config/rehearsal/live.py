"""New events that arrive while the demo runs, so that the map moves."""

from __future__ import annotations

import time
from datetime import timedelta

from django.db import close_old_connections

from sinergi.agencies.models import Agency, Post
from sinergi.config.rehearsal.case import Case
from sinergi.config.rehearsal.cast import DOMAIN, Cast
from sinergi.config.rehearsal.loading import CODE
from sinergi.config.rehearsal.playing import Play
from sinergi.kernel.clock import now, use_operation
from sinergi.kernel.context import use_door
from sinergi.kernel.models import Operation


def play_live(*, every: float = 20.0, count: int | None = None) -> None:
    """Report a case every `every` seconds of the world, and play each on, until interrupted.

    With `count` it ends after so many reports. What a case would do in hours it does in minutes.
    """
    operation = Operation.objects.get(code=CODE)
    with use_door("rehearsal"), use_operation(operation):
        play = _Hurried(operation, cast_of(operation), seed=int(time.time()))
        reported = 0
        while count is None or reported < count:
            case = Case(play)
            play.attempt(case.report)
            reported += 1
            pause_until = time.monotonic() + every
            while time.monotonic() < pause_until and (count is None or reported < count):
                play.catch_up()
                time.sleep(1)
            close_old_connections()


class _Hurried(Play):
    """Spans shrink sixtyfold: hours become minutes."""

    def minutes(self, low: float, high: float) -> timedelta:
        return super().minutes(low, high) / 60

    def catch_up(self) -> None:
        """Do what is due by now. The worker lets cases climb; this play does not."""
        while self._planned and self._planned[0].at <= now():
            self.attempt(self._planned.pop(0).step)
            self._planned.sort()


def cast_of(operation: Operation) -> Cast:
    """Everybody, as loaded before."""
    cast = Cast(agencies={a.name: a for a in Agency.objects.filter(operation=operation)})
    for post in Post.objects.filter(operation=operation).with_all():
        for desk in post.desks:
            cast.at_desk.setdefault(desk.region_id, []).append(post)
        login, _, domain = (post.account.email or "").partition("@")
        if domain == DOMAIN and login.isalpha():
            cast.by_login[login] = post
    return cast
