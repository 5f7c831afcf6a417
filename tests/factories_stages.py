"""The calendar of the small regency, as founding opens it."""

from __future__ import annotations

from sinergi.kernel.actors import SYSTEM
from sinergi.stages.actions import open_calendar
from sinergi.stages.models import Stage
from tests.factories import World


def calendar(world: World) -> dict[str, Stage]:
    """All stages of Pilkada 2024 by their code, from the voting day of the world's operation."""
    open_calendar(SYSTEM, world.operation)
    rows = Stage.objects.filter(operation=world.operation).select_related("anchor", "operation")
    return {stage.code: stage for stage in rows}
