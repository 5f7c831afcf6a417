"""What the ticks of the rooms share: every operation by its own clock, every row alone.

A deadline is a column of its row, so a crash loses none: the next tick finds it again. Two workers
do not disturb each other (SKIP LOCKED).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

from sinergi.kernel.clock import use_operation
from sinergi.kernel.context import use_door
from sinergi.kernel.models import Operation

M = TypeVar("M", bound=Model)


def in_every_operation(tick: Callable[[Operation], int]) -> int:
    """Tick each operation in its own time; the sum of what the ticks gave."""
    total = 0
    for operation in Operation.objects.all():
        with use_operation(operation), use_door("job"):
            total += tick(operation)
    return total


def step(due: QuerySet[M], pk: Any, move: Callable[[M], bool]) -> bool:
    """Move one row in a transaction of its own, if it still is among `due` and nobody holds it."""
    with transaction.atomic():
        row = due.order_by().select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
        return row is not None and move(row)
