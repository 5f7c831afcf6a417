"""Through which door the present work came in: its request id and what its token may do."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass

from sinergi.kernel.identifiers import uuid7


@dataclass(frozen=True)
class Door:
    """One passage through a door; every journal entry written meanwhile carries its id."""

    name: str
    request_id: str
    scopes: frozenset[str] | None = None  # None: a person's own session, not a token


_door: ContextVar[Door | None] = ContextVar("door", default=None)


def current_door() -> Door:
    """The door in use; work that came through none is the house's own."""
    return _door.get() or Door("internal", "")


@contextlib.contextmanager
def use_door(
    name: str, *, request_id: str = "", scopes: frozenset[str] | None = None
) -> Iterator[Door]:
    """Enter by the door `name` (page, api, job, cli, rehearsal) inside the block."""
    door = Door(name, request_id or str(uuid7()), scopes)
    token = _door.set(door)
    try:
        yield door
    finally:
        _door.reset(token)
