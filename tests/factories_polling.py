"""Polling stations in a test: milestones of the voting day, stations, and what they report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sinergi.agencies.models import Post
from sinergi.kernel.actors import SYSTEM
from sinergi.polling.actions import Said, prepare_polling, report_milestone
from sinergi.polling.models import CheckIn, Milestone, Station, StationPerson
from tests.factories import VILLAGE, World

AFTER = timedelta(minutes=5)


def polling(world: World) -> dict[str, Milestone]:
    """Prepare the operation's voting day; its milestones by code."""
    prepare_polling(SYSTEM, world.operation)
    rows = Milestone.objects.filter(operation=world.operation)
    return {row.code: row for row in rows}


def station(world: World, number: int = 1, village: str = VILLAGE, voters: int = 500) -> Station:
    """A station; half of its voters are women."""
    return Station.objects.create(
        operation=world.operation,
        region=world.region(village),
        number=number,
        voters_male=voters // 2,
        voters_female=voters - voters // 2,
    )


def serving(world: World, where: Station, role: str = "station_officer") -> Post:
    """The post of that role, serving at this station."""
    services = {"station_officer": "kpps", "station_supervisor": "ptps"}
    StationPerson.objects.create(
        station=where, service=services[role], title=world.posts[role].title, post=world.posts[role]
    )
    return world.post(role)


def reported(
    world: World, where: Station, milestone: Milestone, value: int | None = None, **said: Any
) -> CheckIn:
    """A check-in of that station by the PPS of its village, as the clock stands."""
    by = said.pop("by", None) or world.post("village_committee")
    return report_milestone(by, where, Said(milestone, value, **{"sure": True, **said}))


def stations(
    world: World, count: int, villages: Sequence[str] = (), voters: int = 500
) -> list[Station]:
    """`count` stations in bulk, dealt out to `villages` (all of the world without any)."""
    codes = villages or sorted(code for code in world.regions if len(code) == 13)
    made = [
        Station(
            operation=world.operation,
            region_id=codes[at % len(codes)],
            number=at // len(codes) + 1,
            place=f"Balai RT {at % 20 + 1}",
            voters_male=voters // 2,
            voters_female=voters - voters // 2,
        )
        for at in range(count)
    ]
    return Station.objects.bulk_create(made, batch_size=2_000)
