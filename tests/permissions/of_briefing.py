"""A target for the actions of the briefing pack."""

from __future__ import annotations

from sinergi.meetings.models import Meeting
from tests.factories import World
from tests.factories_meetings import meeting


def _meeting(world: World, code: str) -> Meeting:
    """One of the district of that village."""
    return meeting(world, state="planned", code=world.region(code).parent_id)


SITUATIONS = {"make_briefing": _meeting}
