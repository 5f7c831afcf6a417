"""The tick: finds what is overdue and due to climb, by each operation's own clock."""

from __future__ import annotations

import logging

from django.db.models import QuerySet

from sinergi.followups.actions import climb_followup, end_climbing
from sinergi.followups.models import Followup
from sinergi.followups.problems import WrongState
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import now
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Problem
from sinergi.kernel.ticking import in_every_operation, step

log = logging.getLogger(__name__)

BATCH = 200


def tick_all() -> int:
    """Tick every operation; how many follow-ups climbed."""
    return in_every_operation(tick)


def tick(operation: Operation) -> int:
    """Let what is due climb one step, each in a transaction of its own."""
    due = _due(operation)
    pks = list(due.order_by("next_climb").values_list("pk", flat=True)[:BATCH])
    return sum(step(due, pk, _climb) for pk in pks)


def _due(operation: Operation) -> QuerySet[Followup]:
    return Followup.objects.filter(operation=operation, next_climb__lte=now())


def _climb(row: Followup) -> bool:
    """One that cannot climb must not hold up all others."""
    try:
        climb_followup(SYSTEM, row)
    except Problem as problem:
        if problem.code != WrongState.code:
            log.exception("follow-up %s cannot climb", row.pk)
            return False
        end_climbing(SYSTEM, row)
        return False
    return True
