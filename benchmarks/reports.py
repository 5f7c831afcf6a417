"""Reporting through the API, and what the database alone would need for the same rows."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from functools import partial
from typing import Any

from benchmarks import raw
from benchmarks.house import House, tokens_for, village_posts
from benchmarks.results import Figure, figure, half_and_most
from benchmarks.wire import Line
from sinergi.agencies.models import Post
from sinergi.kernel.identifiers import uuid7

ADDRESS = "/api/v1/incidents"
CLIENTS = 16
AIM = 400.0  # reports a second
TEXT = "Adu mulut dua kelompok pemuda di warung kopi tentang bakal calon. Dibubarkan pengurus RT."


def report_of(post: Post, text: str = TEXT) -> dict[str, Any]:
    """What a phone of this village sends."""
    return {
        "client_id": str(uuid7()),
        "region": post.region_id,
        "kind": "neighbour_dispute",
        "what": text,
        "place": "warung kopi dekat balai desa",
        "lon": post.region.lon,
        "lat": post.region.lat,
    }


def measure(house: House) -> list[Figure]:
    """One client's wait; sixteen clients' reports a second; the raw cost of the same rows."""
    posts = village_posts(house)[:CLIENTS]
    keys = tokens_for(posts)
    span = 3.0 if house.quick else 8.0
    alone = asyncio.run(_reporting(house, posts[:1], keys[:1], span / 2))
    how = f"POST {ADDRESS}, one commit each, 200 pages on the feed"
    figures = half_and_most("report by API, 1 client", alone, how)
    seconds = asyncio.run(_reporting(house, posts, keys, span))
    rate = len(seconds) / span
    how = f"POST {ADDRESS}, one commit each, {CLIENTS} connections, client on the same cores"
    figures += [
        figure("reports, 16 clients", rate, "/s", how, AIM, better="above"),
        *half_and_most("report by API, 16 clients", seconds, how),
    ]
    return [*figures, *_raw(span / 2, rate)]


def _raw(span: float, rate: float) -> list[Figure]:
    """The database alone, at one flush for each commit, and at one for many as the house does."""
    how = f"psycopg alone: movement, number, case, journal entry, commit; {CLIENTS} connections"
    each = raw.rate(CLIENTS, span, partial(raw.Reports, gathered=False))
    many = raw.rate(CLIENTS, span, partial(raw.Reports, gathered=True))
    return [
        figure("same rows by psycopg, a flush each", each, "/s", how),
        figure("same rows by psycopg, flushes shared", many, "/s", how),
        figure("psycopg / house", many / rate, "x", "both with shared flushes"),
    ]


async def _reporting(
    house: House, posts: Sequence[Post], keys: Sequence[str], span: float
) -> list[float]:
    """Every post reports as fast as it is answered, for `span` seconds; how long each took."""
    taken: list[float] = []
    begin = time.perf_counter() + 0.5

    async def one(post: Post, key: str) -> None:
        line = Line(house.port, Authorization=key, Accept_Language="id")
        while (began := time.perf_counter()) < begin + span:
            answer = await line.post(ADDRESS, report_of(post))
            if answer.status != 201:
                raise RuntimeError(f"a report was answered {answer.status}: {answer.body!r}")
            ended = time.perf_counter()
            if began >= begin and ended <= begin + span:
                taken.append(ended - began)
        line.close()

    await asyncio.gather(*(one(post, key) for post, key in zip(posts, keys, strict=True)))
    return taken
