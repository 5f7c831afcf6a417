"""The tick: finds what is overdue and due to climb, by each operation's own clock."""

from __future__ import annotations

import logging
from uuid import UUID

from django.db import transaction

from sinergi.followups.actions import climb_followup, end_climbing
from sinergi.followups.models import Followup
from sinergi.followups.problems import WrongState
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import now, use_operation
from sinergi.kernel.context import use_door
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Problem

log = logging.getLogger(__name__)

BATCH = 200


def tick_all() -> int:
    """Tick every operation; how many follow-ups climbed."""
    total = 0
    for operation in Operation.objects.all():
        with use_operation(operation), use_door("job"):
            total += tick(operation)
    return total


def tick(operation: Operation) -> int:
    """Let what is due climb one step, each in a transaction of its own.

    The time is a column of the follow-up, so a crash loses none: the next tick finds it again.
    Two workers do not disturb each other (SKIP LOCKED).
    """
    return sum(_one(pk) for pk in _due(operation))


def _due(operation: Operation) -> list[UUID]:
    rows = Followup.objects.filter(operation=operation, next_climb__lte=now())
    return list(rows.order_by("next_climb").values_list("pk", flat=True)[:BATCH])


def _one(pk: UUID) -> int:
    with transaction.atomic():
        rows = Followup.objects.select_for_update(skip_locked=True, of=("self",))
        row = rows.filter(pk=pk, next_climb__lte=now()).first()
        if row is None:
            return 0
        try:
            climb_followup(SYSTEM, row)
        except Problem as problem:  # one that cannot climb must not hold up all others
            if problem.code != WrongState.code:
                log.exception("follow-up %s cannot climb", pk)
                return 0
            end_climbing(SYSTEM, row)
            return 0
        return 1
