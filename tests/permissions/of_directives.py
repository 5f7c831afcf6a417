"""One target for every action of minutes, directives and the action plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sinergi.agencies.models import Desk
from sinergi.kernel.clock import now
from sinergi.meetings.actions import close_meeting, give_directive, issue_minutes_of_meeting
from sinergi.meetings.models import AgendaItem, Directive, Meeting
from tests import factories
from tests.factories import World
from tests.factories_meetings import convener
from tests.factories_meetings import meeting as make_meeting

Situation = Callable[[World, str], Any]


def running(world: World, code: str) -> Meeting:
    """A meeting of the district of that village, in session."""
    return make_meeting(world, "running", code=code.rpartition(".")[0], called=())


def point(world: World, code: str) -> AgendaItem:
    """Its first point."""
    return running(world, code).agenda.all()[0]


def held(world: World, code: str) -> Meeting:
    """The same, closed."""
    row = running(world, code)
    return close_meeting(convener(world, row.region_id), row)


def issued(world: World, code: str) -> Meeting:
    """The same, with its minutes issued."""
    row = held(world, code)
    return issue_minutes_of_meeting(convener(world, row.region_id), row)


def directive(world: World, code: str) -> Directive:
    """A directive to the desk of that village."""
    row = running(world, code)
    return give_directive(
        convener(world, row.region_id), row, text="Pantau lokasi", owners=[world.desk(code)],
        due_at=now() + timedelta(days=2),
    )  # fmt: skip


def secretariat(world: World, code: str) -> Desk:
    """The desk of the regency; for another district its own, which issues no plan."""
    return world.desk(factories.REGENCY if code == factories.VILLAGE else code)


SITUATIONS: dict[str, Situation] = {
    "write_minutes": point,
    "issue_minutes_of_meeting": held,
    "correct_minutes": issued,
    "give_directive": running,
    "withdraw_directive": directive,
    "issue_action_plan": secretariat,
}
