"""A target for each action of the calendar."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.factories import World

SITUATIONS: dict[str, Callable[[World, str], Any]] = {
    "open_calendar": lambda world, code: world.operation,
}
