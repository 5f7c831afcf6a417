"""One target for every action of planning, inviting and attending."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sinergi.agencies.models import Desk
from sinergi.meetings import actions
from sinergi.meetings.models import AgendaItem, Meeting, Participant
from tests.factories import World
from tests.factories_meetings import convener, meeting

Situation = Callable[[World, str], Any]


def desk(world: World, code: str) -> Desk:
    """The desk of the village: a meeting in its name is convened from above."""
    return Desk.objects.get(pk=world.desk(code).pk)


def of_state(state: str) -> Situation:
    """A meeting of the district of that village, in that state."""

    def made(world: World, code: str) -> Meeting:
        office = "elsewhere:polsek" if code.startswith("35.19.09") else "polsek"
        return meeting(world, state, code=code.rpartition(".")[0], called=(office,))

    return made


def point(world: World, code: str) -> AgendaItem:
    """The first point of its agenda."""
    item: AgendaItem = of_state("planned")(world, code).agenda.all()[0]
    return item


def seat(state: str) -> Situation:
    """The seat of the Polsek at it."""

    def made(world: World, code: str) -> Participant:
        row: Participant = of_state(state)(world, code).participants.all()[0]
        return row

    return made


def taken(world: World, code: str) -> Participant:
    """The same, noted as present."""
    return actions.mark_present_by_hand(
        convener(world, code.rpartition(".")[0]), seat("running")(world, code)
    )


SITUATIONS: dict[str, Situation] = {
    "plan_meeting": desk,
    "change_meeting": of_state("planned"),
    "cancel_meeting": of_state("invited"),
    "add_agenda_item": of_state("planned"),
    "put_on_agenda": of_state("planned"),
    "change_agenda_item": point,
    "drop_agenda_item": point,
    "order_agenda": of_state("planned"),
    "call_participants": of_state("planned"),
    "strike_participant": seat("invited"),
    "issue_invitation": of_state("planned"),
    "reply_invitation": seat("invited"),
    "open_meeting": of_state("invited"),
    "close_meeting": of_state("running"),
    "check_in": of_state("running"),
    "mark_present_by_hand": seat("running"),
    "unmark_present": taken,
    "add_late_participant": of_state("running"),
    "issue_attendance_list": of_state("running"),
}
