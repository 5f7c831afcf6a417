"""The picture of the leadership, its wall, and a whole data set, among all cases."""

from __future__ import annotations

import asyncio
import time

from benchmarks.house import House, cookie_of, tokens_for
from benchmarks.pages import AIM, reports_arriving, timed
from benchmarks.results import Figure, figure, half_and_most
from benchmarks.wire import Line

LOGINS = {"regent": "bupati", "district": "camat"}
PATHS = {"leadership": "/briefing/", "leadership wall": "/briefing/wall/"}


def measure(house: House) -> list[Figure]:
    """p50 and p95 for a regent and a camat while reports arrive; then one set read whole."""
    with reports_arriving(house):
        figures = [one for level, login in LOGINS.items() for one in _pages(house, level, login)]
    return [*figures, _bulk(house)]


def _pages(house: House, level: str, login: str) -> list[Figure]:
    post, count = house.post(login), 15 if house.quick else 60
    cookie, figures = cookie_of(post), []
    for name, path in PATHS.items():
        seconds = asyncio.run(timed(house.port, cookie, path, count))
        how = f"GET {path} as {post.title}, {house.incidents} cases, one client, reports arriving"
        figures += half_and_most(f"{name} ({level})", seconds, how, AIM)
    return figures


def _bulk(house: House) -> Figure:
    """All incidents as lines of JSON, from the first byte asked to the last one read."""
    [key] = tokens_for([house.post("piket")])
    began = time.perf_counter()
    asyncio.run(_read(house.port, key))
    took = time.perf_counter() - began
    return figure("bulk incidents", took, "s", f"{house.incidents} cases as NDJSON, one client")


async def _read(port: int, key: str) -> None:
    line = Line(port, Authorization=key)
    try:
        answer = await line.get("/api/v1/bulk/incidents")
        if answer.status != 200:
            raise RuntimeError(f"the data set answered {answer.status}")
    finally:
        line.close()
