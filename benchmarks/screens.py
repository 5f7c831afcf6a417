"""From a report in the village to the screen of another."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field

from benchmarks.house import House, cookie_of, tokens_for, village_posts
from benchmarks.reports import ADDRESS, report_of
from benchmarks.results import Figure, half_and_most
from benchmarks.wire import Line
from sinergi.agencies.models import Post

AIM = 1000.0  # ms
PATIENCE = 5.0  # seconds until an event is given up


def measure(house: House) -> list[Figure]:
    """Until the event arrives at the duty officer's page, and until her list shows the case."""
    reporter = village_posts(house)[-1]
    [key] = tokens_for([reporter])
    cookie = cookie_of(house.post("piket"))
    count = 12 if house.quick else 50
    told, shown = asyncio.run(_watch(_Screen(house.port, cookie), reporter, key, count))
    how = "from sending POST, 200 pages on the feed"
    return [
        *half_and_most("report to event at another page", told, how, AIM),
        *half_and_most("report to list at another page", shown, f"{how}; list asked anew", AIM),
    ]


@dataclass
class _Screen:
    """The page of one who watches: what was heard, by the subject's identifier."""

    port: int
    cookie: str
    heard: dict[str, float] = field(default_factory=dict)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    ready: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self) -> None:
        """Note when each event came, for as long as the connection holds."""
        async for event, content in Line(self.port, Cookie=self.cookie).events("/live/"):
            self.ready.set()
            if event == "journal":
                self.heard[json.loads(content)["subject_id"]] = time.perf_counter()
                self.news.set()

    async def hears_of(self, subject: str) -> float:
        """When the event about `subject` came. Raises TimeoutError."""
        async with asyncio.timeout(PATIENCE):
            while subject not in self.heard:
                self.news.clear()
                await self.news.wait()
        return self.heard[subject]


async def _watch(
    screen: _Screen, reporter: Post, key: str, count: int
) -> tuple[list[float], list[float]]:
    listening = asyncio.create_task(screen.listen())
    await screen.ready.wait()
    sending = Line(screen.port, Authorization=key)
    htmx = {"HX-Request": "true", "HX-Target": "situation-rows"}
    asking = Line(screen.port, Cookie=screen.cookie, Accept_Encoding="gzip", **htmx)
    told, shown = [], []
    for _ in range(count):
        began = time.perf_counter()
        answer = (await sending.post(ADDRESS, report_of(reporter))).json()
        told.append(await screen.hears_of(answer["id"]) - began)
        await _until_shown(asking, answer["id"])
        shown.append(time.perf_counter() - began)
        await asyncio.sleep(0.05)
    listening.cancel()
    return told, shown


async def _until_shown(line: Line, case: str) -> None:
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until:
        if case.encode() in (await line.get("/incidents/")).body:
            return
    raise TimeoutError(f"the list never showed {case}")
