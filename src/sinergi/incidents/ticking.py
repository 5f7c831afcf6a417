"""The tick: finds what missed its deadline, by each operation's own clock."""

from __future__ import annotations

import logging
from uuid import UUID

from django.db import transaction

from sinergi.incidents.actions import climb, remind
from sinergi.incidents.models import Incident
from sinergi.incidents.problems import WrongState
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import now, use_operation
from sinergi.kernel.context import use_door
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Problem

log = logging.getLogger(__name__)

BATCH = 200


def tick_all() -> int:
    """Tick every operation; how many cases moved or were reminded of."""
    total = 0
    for operation in Operation.objects.all():
        with use_operation(operation), use_door("job"):
            total += tick(operation)
    return total


def tick(operation: Operation) -> int:
    """Move what is due in this operation, each case in a transaction of its own.

    A deadline is a column of the case, so a crash loses none: the next tick finds it again.
    Two workers do not disturb each other (SKIP LOCKED).
    """
    moved = 0
    while moved < 10_000:
        due = _due(operation)
        done = sum(_one(pk) for pk in due)
        moved += done
        if not done or len(due) < BATCH:
            break
    return moved


def _due(operation: Operation) -> list[UUID]:
    rows = Incident.objects.filter(operation=operation, next_deadline__lte=now())
    return list(rows.order_by("next_deadline").values_list("pk", flat=True)[:BATCH])


def _one(pk: UUID) -> int:
    with transaction.atomic():
        row = (
            Incident.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(pk=pk, next_deadline__lte=now())
            .first()
        )
        if row is None:
            return 0
        try:
            (remind if row.level == "regency" else climb)(SYSTEM, row)
        except Problem as problem:  # one case that cannot move must not hold up all others
            if problem.code != WrongState.code:
                log.exception("case %s cannot move", pk)
            return 0
        return 1
