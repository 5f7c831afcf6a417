"""Readiness to test with: the shipped requirements, and items in a state."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.problems import Problem, ProblemType
from sinergi.readiness import actions
from sinergi.readiness.models import ReadinessItem, Requirement
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


TOLD = (
    "topic", "stage", "agency_kind", "agency_name", "level", "title_id", "title_en", "asks_id",
    "asks_en", "proof_id", "proof_en", "lead_days", "grounds", "source",
)  # fmt: skip


def told_of(row: Requirement, **changed: object) -> dict[str, object]:
    """What a form says of a requirement, with changes."""
    return {name: getattr(row, name) for name in TOLD} | changed


@contextmanager
def refused(kind: ProblemType) -> Iterator[pytest.ExceptionInfo[Problem]]:
    """Inside, that problem is met."""
    with pytest.raises(Problem) as raised:
        yield raised
    assert raised.value.code == kind.code
