"""What hangs on the days of stages in the rooms above: due dates that move when a stage moves.

A room calls `register` in its `apps.ready()`. The actions of the calendar ask all of them inside
their own transaction, after the new days stand, and journal how much moved.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

# Given the identifiers of stages whose days changed; says {what: how many of it moved}.
Mover = Callable[[Sequence[uuid.UUID]], Mapping[str, int]]

_movers: list[Mover] = []


def register(mover: Mover) -> None:
    """Enter a room's mover; the same one again changes nothing."""
    if mover not in _movers:
        _movers.append(mover)


def move_along(stage_ids: Sequence[uuid.UUID]) -> dict[str, int]:
    """Let everything move that hangs on these stages; what moved, in figures."""
    moved: Counter[str] = Counter()
    if stage_ids:
        for mover in _movers:
            moved.update(mover(stage_ids))
    return {name: count for name, count in moved.items() if count}
