"""The tick: finds what missed its deadline, by each operation's own clock."""

from __future__ import annotations

import logging
from uuid import UUID

from django.db.models import QuerySet

from sinergi.incidents.actions import climb, remind
from sinergi.incidents.models import Incident
from sinergi.incidents.problems import WrongState
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import now
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Problem
from sinergi.kernel.ticking import in_every_operation, step

log = logging.getLogger(__name__)

BATCH = 200


def tick_all() -> int:
    """Tick every operation; how many cases moved or were reminded of."""
    return in_every_operation(tick)


def tick(operation: Operation) -> int:
    """Move what is due in this operation, each case in a transaction of its own."""
    moved = 0
    while moved < 10_000:
        due = _due(operation)
        pks = _first(due)
        done = sum(step(due, pk, _move) for pk in pks)
        moved += done
        if not done or len(pks) < BATCH:
            break
    return moved


def _due(operation: Operation) -> QuerySet[Incident]:
    return Incident.objects.filter(operation=operation, next_deadline__lte=now())


def _first(due: QuerySet[Incident]) -> list[UUID]:
    return list(due.order_by("next_deadline").values_list("pk", flat=True)[:BATCH])


def _move(row: Incident) -> bool:
    """One case that cannot move must not hold up all others."""
    try:
        (remind if row.level == "regency" else climb)(SYSTEM, row)
    except Problem as problem:
        if problem.code != WrongState.code:
            log.exception("case %s cannot move", row.pk)
        return False
    return True
