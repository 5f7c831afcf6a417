"""From a report in the village to the screen of another."""

from __future__ import annotations

import asyncio
import http.client
import json
import time
from dataclasses import dataclass, field

from benchmarks.browser import browser
from benchmarks.house import House, cookie_of, session_of, tokens_for, village_posts
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
    seen = _seen(house, reporter, key, max(5, count // 5))
    how = "from sending POST, 200 pages on the feed"
    return [
        *half_and_most("report to event at another page", told, how, AIM),
        *half_and_most("report to list at another page", shown, f"{how}; list asked anew", AIM),
        *half_and_most("report to sight in Chromium", seen, f"{how}; the page refreshes itself"),
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


def _seen(house: House, reporter: Post, key: str, count: int) -> list[float]:
    """Until the case stands in the list of a browser that shows the situation."""
    taken = []
    session = session_of(house.post("piket"))
    reports = [report_of(reporter) for _ in range(count)]
    with browser(house, session) as page:
        page.goto(f"http://localhost:{house.port}/incidents/")
        for report in reports:
            time.sleep(1.2)  # the page has come to rest
            began = time.perf_counter()
            line = http.client.HTTPConnection("127.0.0.1", house.port)
            headers = {"Host": "localhost", "Authorization": key}
            headers["Content-Type"] = "application/json"
            line.request("POST", ADDRESS, json.dumps(report), headers)
            case = json.loads(line.getresponse().read())["id"]
            page.locator(f"#case-{case}").wait_for(state="attached", timeout=PATIENCE * 1000)
            taken.append(time.perf_counter() - began)
            line.close()
    return taken


async def _until_shown(line: Line, case: str) -> None:
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until:
        if case.encode() in (await line.get("/incidents/")).body:
            return
    raise TimeoutError(f"the list never showed {case}")
