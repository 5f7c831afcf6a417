"""The tick: finds legal clocks that end soon or are over, by each operation's own clock."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta

from django.db.models import Q, QuerySet

from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import now
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Problem
from sinergi.kernel.ticking import in_every_operation, step
from sinergi.neutrality.actions.clocks import climb_legal_clock, warn_legal_clock
from sinergi.neutrality.clockwork import CLIMB_EVERY, TOP
from sinergi.neutrality.law import deadlines
from sinergi.neutrality.models import LegalClock

log = logging.getLogger(__name__)

BATCH = 200


def tick_all() -> int:
    """Tick every operation; how many clocks were told of or climbed."""
    return in_every_operation(tick)


def tick(operation: Operation) -> int:
    """Warn of what ends soon, and let climb what is over; how many moved.

    Two statements find them; each then moves in a transaction of its own.
    """
    return _move(ending(operation), _warn) + _move(over(operation), _climb)


def ending(operation: Operation) -> QuerySet[LegalClock]:
    """Those whose holder is to be told that they end soon, and was not."""
    return _running(operation).filter(_soon(), warned_at=None, due_at__gt=now())


def over(operation: Operation) -> QuerySet[LegalClock]:
    """Those that are over and have not climbed, or waited long enough at their level."""
    first = Q(climbed_at=None, due_at__lt=now())
    further = Q(climbed_at__lte=now() - CLIMB_EVERY, level__lt=TOP)
    return _running(operation).filter(first | further)


def _running(operation: Operation) -> QuerySet[LegalClock]:
    return LegalClock.objects.filter(case__operation=operation, ended_at=None)


def _soon() -> Q:
    """Within the time of warning of its rule: one condition for each such time."""
    rules: dict[int, list[str]] = defaultdict(list)
    for code, row in deadlines().items():
        rules[row.warn_hours].append(code)
    found = Q(pk=None)
    for hours, codes in rules.items():
        found |= Q(rule__in=codes, due_at__lte=now() + timedelta(hours=hours))
    return found


def _move(due: QuerySet[LegalClock], move: Callable[[LegalClock], bool]) -> int:
    pks = list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:BATCH])
    return sum(step(due, pk, move) for pk in pks)


def _warn(clock: LegalClock) -> bool:
    return _done(warn_legal_clock, clock)


def _climb(clock: LegalClock) -> bool:
    return _done(climb_legal_clock, clock)


def _done(act: Callable[..., LegalClock], clock: LegalClock) -> bool:
    """One that cannot move must not hold up all others."""
    try:
        act(SYSTEM, clock)
    except Problem:
        log.exception("legal clock %s cannot move", clock.pk)
        return False
    return True
