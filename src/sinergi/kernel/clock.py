"""The only clock of the house, with the exercise clock of a rehearsal.

An operation in exercise mode has its own time: it began at `exercise_start` when the real clock
stood at `real_start`, and runs `speed` times as fast.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from sinergi.kernel.models import Operation

_operation: ContextVar[Operation | None] = ContextVar("operation", default=None)
_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)

DEFAULT_ZONE = "Asia/Jakarta"


def real_now() -> datetime:
    """The time of the world, in UTC."""
    return datetime.now(UTC)


def now() -> datetime:
    """The time of the current operation, in UTC; the real time when none is current."""
    frozen = _frozen.get()
    if frozen is not None:
        return frozen
    operation = _operation.get()
    return real_now() if operation is None else operation_time(operation, real_now())


def operation_time(operation: Operation, real: datetime) -> datetime:
    """What the clock of `operation` shows when the real clock shows `real`."""
    if operation.exercise_start is None or operation.real_start is None:
        return real
    elapsed = (real - operation.real_start).total_seconds() * operation.speed
    return operation.exercise_start + timedelta(seconds=elapsed)


def current_operation() -> Operation | None:
    """The operation in whose time this request or job lives."""
    return _operation.get()


@contextlib.contextmanager
def use_operation(operation: Operation | None) -> Iterator[None]:
    """Live in the time of `operation` inside the block."""
    token = _operation.set(operation)
    try:
        yield
    finally:
        _operation.reset(token)


@contextlib.contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at `moment` inside the block: for tests and for loading a rehearsal."""
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)


def zone() -> ZoneInfo:
    """The time zone of the current operation: WIB, WITA or WIT."""
    operation = _operation.get()
    return ZoneInfo(operation.timezone if operation else DEFAULT_ZONE)


def local(moment: datetime) -> datetime:
    """`moment` as the clocks of the region show it."""
    return moment.astimezone(zone())


def midnight(day: date) -> datetime:
    """When `day` begins in the region's zone."""
    return datetime.combine(day, time(), tzinfo=zone())
