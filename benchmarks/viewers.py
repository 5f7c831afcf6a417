"""People who sit before open pages: connections on the live feed, in a process of their own.

    python -m benchmarks.viewers PORT < cookies

Says `ready` when all hear, and at the end of its input how many events came.
"""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.house import House, cookie_of, village_posts

if TYPE_CHECKING:
    from sinergi.agencies.models import Post

WATCHING = {"village": 130, "district": 45, "regency": 25}  # 200 pages


class Viewer(asyncio.Protocol):
    """One page: counts what it hears and keeps nothing."""

    def __init__(self, port: int, cookie: str) -> None:
        self.request = (
            f"GET /live/ HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookie}\r\n\r\n"
        ).encode()
        self.ready, self.heard = asyncio.Event(), 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the feed."""
        assert isinstance(transport, asyncio.WriteTransport)
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        """Count events; the first `resync` tells that the server listens."""
        if data.startswith(b"HTTP/1.1 4"):
            raise ConnectionRefusedError(data[:20])
        self.heard += data.count(b"event: journal")
        if b"event: resync" in data:
            self.ready.set()


async def _watch(port: int, cookies: Sequence[str]) -> int:
    loop = asyncio.get_running_loop()
    viewers = [Viewer(port, cookie) for cookie in cookies]
    for viewer in viewers:
        await loop.create_connection(partial(_itself, viewer), "127.0.0.1", port)
    await asyncio.wait_for(asyncio.gather(*(viewer.ready.wait() for viewer in viewers)), 60)
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    return sum(viewer.heard for viewer in viewers)


def _itself(viewer: Viewer) -> Viewer:
    return viewer


@contextlib.contextmanager
def watching(house: House) -> Iterator[None]:
    """Two hundred signed-in people watch inside the block: most of villages, some of all."""
    cookies = [cookie_of(post) for post in _audience(house)]
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.viewers", str(house.port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdin and process.stdout
    try:
        process.stdin.write("\n".join([*cookies, "", ""]))
        process.stdin.flush()
        if process.stdout.readline().strip() != "ready":
            raise RuntimeError("the viewers could not open their pages")
        yield
        process.stdin.write("end\n")
        process.stdin.flush()
        print(f"   {len(cookies)} pages heard {process.stdout.readline().strip()} events")
    finally:
        process.kill()
        process.communicate()


def _audience(house: House) -> list[Post]:
    posts: dict[str, list[Post]] = {
        "village": village_posts(house),
        "district": [],
        "regency": [],
    }
    for code, seated in house.cast.at_desk.items():
        level = {8: "district", 5: "regency"}.get(len(code))
        if level:
            posts[level] += seated
    return [
        posts[level][turn % len(posts[level])]
        for level, count in WATCHING.items()
        for turn in range(count)
    ]


if __name__ == "__main__":
    given = iter(sys.stdin.readline, "\n")
    print(asyncio.run(_watch(int(sys.argv[1]), [line.strip() for line in given])), flush=True)
