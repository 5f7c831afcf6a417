"""An operation: one election in one place, and the clock of its rehearsal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.kernel.action import action
from sinergi.kernel.clock import operation_time, real_now
from sinergi.kernel.models import Operation
from sinergi.kernel.permission import Answer, no
from sinergi.kernel.problems import Conflict, Invalid
from sinergi.regions.models import Region


def _nobody(by: Any, target: Any) -> Answer:
    """Operations are opened at the server's console."""
    return no(_("This is done at the server's console."))


@action(
    "operation.opened",
    subject=Operation,
    parent=Region,
    may=_nobody,
    title=_("Open an operation"),
    system=True,
)
def open_operation(
    by: Any,
    region: Region,
    *,
    code: str,
    name: str,
    election: str,
    voting_day: date,
    timezone: str,
    mode: str = "actual",
    exercise_start: datetime | None = None,
    speed: float = 1.0,
) -> Operation:
    """Open the operation of a regency. With `exercise_start` it lives in its own time.

    Raises Invalid for a place that is no regency or city, Conflict when the code is in use.
    """
    if region.level != "regency":
        raise Invalid(_("An operation is opened for a regency or a city."), field="region")
    if Operation.objects.filter(code=code).exists():
        raise Conflict(_("There is an operation with this code already."), field="code")
    return Operation.objects.create(
        code=code,
        region_code=region.pk,
        name=name,
        election=election,
        mode=mode,
        timezone=timezone,
        voting_day=voting_day,
        exercise_start=exercise_start,
        real_start=real_now() if exercise_start else None,
        speed=speed,
    )


@action("clock.paused", subject=Operation, may=_nobody, title=_("Pause the exercise"), system=True)
def pause_clock(by: Any, operation: Operation) -> Operation:
    """Remember the exercise's time, for `resume_clock` to go on from it."""
    if operation.exercise_start is not None:
        operation.exercise_start = operation_time(operation, real_now())
        operation.real_start = real_now()
        operation.save()
    return operation


@action(
    "clock.resumed", subject=Operation, may=_nobody, title=_("Resume the exercise"), system=True
)
def resume_clock(
    by: Any, operation: Operation, *, at: datetime, speed: float | None = None
) -> Operation:
    """Let the exercise go on from `at`: nobody missed a deadline while the server was off.

    `speed`: how many times as fast as in life from now on; None leaves it as it was.
    """
    if operation.exercise_start is None:
        raise Conflict(_("This operation has no exercise clock."))
    operation.exercise_start, operation.real_start = at, real_now()
    operation.speed = operation.speed if speed is None else speed
    operation.save()
    return operation
