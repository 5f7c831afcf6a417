"""Meetings to test with: planned, invited, in session, held, from their own actions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from sinergi.agencies.models import Desk, Post
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Problem, ProblemType
from sinergi.meetings.actions.attending import close_meeting, open_meeting
from sinergi.meetings.actions.inviting import issue_invitation
from sinergi.meetings.actions.planning import cancel_meeting, plan_meeting
from sinergi.meetings.agenda_lines import Point
from sinergi.meetings.models import Meeting, Participant
from sinergi.meetings.plans import Called, Plan
from tests.factories import REGENCY, World

AGENDA = (
    Point("Pembukaan"),
    Point("Paparan kerawanan", "Kapolres", 20),
    Point("Arahan pimpinan"),
)
CALLED = ("polres", "kodim", "kpu", "bawaslu")


def convener(world: World, code: str) -> Post:
    """Who convenes at the desk of that place: the coordinator, or the Camat below."""
    if code == REGENCY:
        return world.post("desk_coordinator")
    return world.post("elsewhere:district_head" if code.startswith("35.19.09") else "district_head")


def plan(**told: Any) -> Plan:
    """A meeting tomorrow at the same hour, for two hours."""
    start = now() + timedelta(days=1)
    made = Plan(
        kind="forum",
        title="Rapat Koordinasi Forkopimda",
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        place="Ruang Rapat Utama",
        chair_label="Bupati Madiun",
        purpose="Kesiapan tahapan kampanye",
        contact="Sekretariat Desk Pilkada",
    )
    return replace(made, **told)


def meeting(
    world: World,
    state: str = "planned",
    *,
    code: str = REGENCY,
    called: tuple[str, ...] = CALLED,
    agenda: tuple[Point, ...] = AGENDA,
    **told: Any,
) -> Meeting:
    """A meeting of the desk of `code` to which the agencies of these keys are called.

    `state`: planned, invited, running, held or cancelled.
    """
    by, desk = convener(world, code), Desk.objects.get(pk=world.desk(code).pk)
    seats = [Called(f"Pimpinan {key}", world.agencies[key]) for key in called]
    row = plan_meeting(by, desk, plan=plan(**told), agenda=agenda, called=seats)
    if called and state in ("invited", "running", "held"):
        row = issue_invitation(by, row)
    if state in ("running", "held"):
        row = open_meeting(by, row)
    if state == "held":
        row = close_meeting(by, row)
    if state == "cancelled":
        row = cancel_meeting(by, row, reason="Ditunda.")
    return row


def many_meetings(world: World, count: int, *, seats: int = 0) -> list[Meeting]:
    """`count` planned meetings, one a day from tomorrow, written directly: to count statements."""
    poster, desk = world.posts["desk_coordinator"], world.desk(REGENCY)
    rows = [
        Meeting(
            **plan().columns() | {"signer": poster, "secretary": poster},
            operation=world.operation,
            region=desk.region,
            desk=desk,
            organiser=poster.agency,
            created_at=now(),
        )
        for _number in range(count)
    ]
    for number, row in enumerate(rows):
        row.starts_at += timedelta(days=number)
        row.ends_at += timedelta(days=number)
    Meeting.objects.bulk_create(rows)
    for row in rows:
        many_seats(row, seats)
    return rows


def many_seats(row: Meeting, count: int) -> list[Participant]:
    """`count` seats of nobody's agency, written directly."""
    return Participant.objects.bulk_create(
        Participant(meeting=row, order=number, label=f"Tokoh masyarakat {number}")
        for number in range(1, count + 1)
    )


@contextmanager
def refused(kind: ProblemType) -> Iterator[None]:
    """What stands inside is refused with this declared error."""
    with pytest.raises(Problem) as caught:
        yield
    assert caught.value.code == kind.code
