"""Readiness to test with: the shipped requirements, and items in a state."""

from __future__ import annotations

from typing import Any

from sinergi.kernel.actors import SYSTEM
from sinergi.readiness import actions
from sinergi.readiness.models import ReadinessItem
from tests import factories
from tests.factories import World
from tests.factories_stages import calendar


def readiness(world: World) -> None:
    """The calendar, the shipped requirements, and one item for each agency and place."""
    calendar(world)
    actions.prepare_readiness(SYSTEM, world.operation)


def item(world: World, code: str = "desa-linmas", place: str = factories.VILLAGE) -> ReadinessItem:
    """The item of that requirement in that place; the list is made when there is none yet."""
    rows = ReadinessItem.objects.whole().filter(operation=world.operation)
    if not rows.exists():
        readiness(world)
    return rows.filter(requirement__code=code, region_id=place).order_by("agency__name")[0]


def reported(world: World, row: ReadinessItem, by: str = "village_head", **told: Any) -> Any:
    """The item, reported by the post of that role as ready unless told otherwise."""
    return actions.report_readiness(world.post(by), row, **{"state": "ready", **told})
