"""Pages and points, asked one after the other while others watch and the worker works."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Iterator, Sequence

from benchmarks.filling import busiest_case
from benchmarks.house import House, cookie_of, tokens_for, village_posts
from benchmarks.reports import ADDRESS, report_of
from benchmarks.results import Figure, half_and_most
from benchmarks.wire import Line
from sinergi.agencies.models import Post

AIM = 150.0  # ms, of the 95th percentile
WARM = 6  # requests before it counts: both processes have then met the page
MOST = 12.0  # seconds spent on one page at most
LOGINS = {"regency": "piket", "village": "babinsa"}


def measure(house: House) -> list[Figure]:
    """p50 and p95 of every page that is open all day, for a duty officer and in a village."""
    with reports_arriving(house):
        return [figure for level, login in LOGINS.items() for figure in _of(house, level, login)]


def _of(house: House, level: str, login: str) -> list[Figure]:
    post, count = house.post(login), 15 if house.quick else 60
    cookie, figures = cookie_of(post), []
    for name, path in _addresses(post).items():
        seconds = asyncio.run(timed(house.port, cookie, path, count))
        how = f"GET {path.partition('?')[0]} as {post.title}, one client, 200 pages on the feed"
        figures += half_and_most(f"{name} ({level})", seconds, f"{how}, reports arriving", AIM)
    return figures


@contextlib.contextmanager
def reports_arriving(house: House) -> Iterator[None]:
    """Twice a second something is reported: what is remembered of the figures grows old."""
    reporter = village_posts(house)[-1]
    [key] = tokens_for([reporter])
    over = threading.Event()

    async def report() -> None:
        line = Line(house.port, Authorization=key)
        while not over.is_set():
            await line.post(ADDRESS, report_of(reporter))
            await asyncio.sleep(0.5)

    thread = threading.Thread(target=lambda: asyncio.run(report()))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _addresses(post: Post) -> dict[str, str]:
    return {
        "my desk": "/",
        "situation": "/incidents/",
        "situation, all cases": "/incidents/?state=all",
        "incident": busiest_case(post).get_absolute_url(),
        "figures": "/figures/",
        "points, open cases": "/incidents/points/?state=open",
    }


async def timed(port: int, cookie: str, path: str, count: int) -> Sequence[float]:
    """How long each of `count` requests took, in seconds, until the last byte of its answer."""
    line = Line(port, Cookie=cookie, Accept_Encoding="gzip", Accept_Language="id")
    taken: list[float] = []
    until = time.perf_counter() + MOST
    try:
        for turn in range(WARM + count):
            began = time.perf_counter()
            answer = await line.get(path)
            if turn >= WARM:
                taken.append(time.perf_counter() - began)
            if answer.status != 200:
                raise RuntimeError(f"GET {path} answered {answer.status}")
            if taken and time.perf_counter() > until:
                break
    finally:
        line.close()
    return taken
