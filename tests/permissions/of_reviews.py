"""One target for every action of reviews and of open data."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sinergi.briefing.actions import open_review
from sinergi.briefing.models import Review
from tests import factories
from tests.factories import World


def review(world: World, code: str) -> Review:
    """A review of a case of that place, opened at the regency's desk."""
    from tests.permissions import situations  # which reads this module

    row = open_review(
        world.post("desk_coordinator"),
        world.desk(factories.REGENCY),
        title="Kaji ulang",
        incident=situations.case(world, code, "settled"),
        since=factories.START - timedelta(hours=1),
    )
    return Review.objects.whole().get(pk=row.pk)


def _pillar(world: World, code: str) -> Any:
    """Somebody of the three pillars there."""
    from tests.permissions import situations

    return situations.pillar(world, code)


SITUATIONS: dict[str, Any] = {
    "open_review": lambda world, code: world.desk(code),
    "note_in_review": review,
    "draw_lesson": review,
    "close_review": review,
    "switch_open_data": lambda world, code: world.operation,
    "note_data_taken": _pillar,
}
