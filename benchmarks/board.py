"""The board while stations report: of a regency of 1,142 stations, and of East Java's 60,751."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from itertools import islice

from benchmarks.house import House, cookie_of, tokens_for
from benchmarks.results import Figure, half_and_most
from benchmarks.voting_day import (
    MANY,
    REPORTED,
    TOGETHER,
    Body,
    Day,
    made_places,
    places_of,
    posts_of,
    prepared,
    province_of,
)
from benchmarks.wire import Line
from sinergi.agencies.models import Post
from sinergi.kernel.context import use_door

BOARD = "/polling/board/"
AIM = 150.0  # ms, of the 95th percentile of the page
WRITERS = 4  # that send check-ins meanwhile, by fifties
LOOKS, FEW_LOOKS = 80, 10


def measure(house: House) -> list[Figure]:
    """The board of both."""
    with use_door("cli"):
        home = house.operation
        regency = prepared(home, places_of(home.region_code))
        province = prepared(province_of(house), made_places())
    posts = posts_of(province.operation, house)[:WRITERS]
    return [
        *measure_board(house, regency, "regency", [house.post("piket")] * WRITERS),
        *measure_board(house, province, "province", posts),
    ]


def measure_board(house: House, day: Day, name: str, writers: list[Post]) -> list[Figure]:
    """The page asked again and again by one viewer, while check-ins of that day arrive."""
    bodies = (body for _station, body in day.check_ins(REPORTED))
    cookie, keys = cookie_of(writers[0]), tokens_for(writers)
    taken, sent = asyncio.run(_looked(house, bodies, cookie, keys))
    how = (
        f"GET {BOARD}, {len(day.stations)} stations, one viewer, while {sent} check-ins arrived "
        f"by {TOGETHER} at once from {WRITERS} connections"
    )
    return half_and_most(f"board of a {name}", taken, how, AIM)


async def _looked(
    house: House, bodies: Iterator[Body], cookie: str, keys: list[str]
) -> tuple[list[float], int]:
    done = asyncio.Event()
    writing = [asyncio.create_task(_written(house, key, bodies, done)) for key in keys]
    line = Line(house.port, Accept="text/html", Accept_Language="id", Cookie=cookie)
    await line.get(BOARD)
    taken: list[float] = []
    for _look in range(FEW_LOOKS if house.quick else LOOKS):
        began = time.perf_counter()
        answer = await line.get(BOARD)
        if answer.status != 200:
            raise RuntimeError(f"the board was answered {answer.status}")
        taken.append(time.perf_counter() - began)
        await asyncio.sleep(0.05)
    done.set()
    sent = sum(await asyncio.gather(*writing))
    line.close()
    return taken, sent


async def _written(house: House, key: str, bodies: Iterator[Body], done: asyncio.Event) -> int:
    """Check-ins by fifties until the looking is done; how many were taken."""
    line, sent = Line(house.port, Accept_Language="id"), 0
    while not done.is_set():
        items = list(islice(bodies, TOGETHER))
        if not items:
            break
        await line.post(MANY, {"items": items}, Authorization=key)
        sent += len(items)
    line.close()
    return sent
