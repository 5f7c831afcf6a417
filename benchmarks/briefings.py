"""The briefing pack of a meeting: how long one click takes, its PDF included."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from itertools import pairwise

from benchmarks.house import House, tokens_for
from benchmarks.results import Figure, half_and_most
from benchmarks.wire import Line

AIM = 5_000.0  # ms
DIRECTIVES = 30


def measure(house: House) -> list[Figure]:
    """A meeting after one with directives, asked for its pack by the server itself."""
    from sinergi.kernel.clock import use_operation

    with use_operation(house.operation):
        meeting = _meetings(house)
    [key] = tokens_for([house.post("bakesbangpol")])
    count = 3 if house.quick else 8
    marks = asyncio.run(_marks(house.port, key, str(meeting), count))
    how = (
        f"POST briefing: facts of {house.incidents} cases, {DIRECTIVES} directives, map, PDF; "
        "one client"
    )
    return half_and_most("briefing pack", [b - a for a, b in pairwise(marks)], how, AIM)


async def _marks(port: int, key: str, meeting: str, count: int) -> list[float]:
    """The moments between the packs."""
    line, marks = Line(port, Authorization=key), [time.perf_counter()]
    try:
        for _ in range(count):
            answer = await line.post(f"/api/v1/meetings/{meeting}/briefings", {})
            if answer.status not in (200, 201):
                raise RuntimeError(f"the briefing answered {answer.status}")
            marks.append(time.perf_counter())
    finally:
        line.close()
    return marks


def _meetings(house: House) -> object:
    """One held with directives that are under way, and one to come: the latter's identifier."""
    from sinergi.kernel.clock import now
    from sinergi.meetings.actions.directives import give_directive
    from sinergi.meetings.models import Meeting

    secretary, desk = house.post("bakesbangpol"), house.post("bakesbangpol").desks[0]
    told = {
        "operation": house.operation, "region": desk.region, "kind": "forum", "desk": desk,
        "organiser": secretary.agency, "chair_label": "Bupati Madiun", "place": "Pendopo",
        "signer": house.post("sekda"), "secretary": secretary, "created_at": now(),
    }  # fmt: skip
    earlier, coming = (
        Meeting.objects.create(
            title=f"Rapat koordinasi {days:+d}",
            state=state,
            starts_at=now() + timedelta(days=days),
            ends_at=now() + timedelta(days=days, hours=2),
            **told,
        )
        for days, state in ((-14, "running"), (1, "invited"))
    )
    agencies = list(house.cast.agencies.values())[:DIRECTIVES]
    for number, agency in enumerate(agencies):
        give_directive(
            secretary, earlier, text=f"Arahan {number + 1}", owners=[agency],
            due_at=now() + timedelta(days=number + 1),
        )  # fmt: skip
    Meeting.objects.filter(pk=earlier.pk).update(state="held")
    return coming.pk
