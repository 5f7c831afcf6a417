"""The live feed: what happens reaches every page that may see it, within a moment.

One connection per process listens to PostgreSQL; a broker hands each event to the pages whose
viewer may know of it, as server-sent events. An event says that something changed, never what:
the page asks for the rest by the ordinary way, under the ordinary rules. So nothing is lost when
events are: after any gap a page gets `resync` and asks anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from http.cookies import SimpleCookie
from typing import Any

import psycopg
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections, connections
from django.utils.module_loading import import_string

from sinergi.kernel.journal import CHANNEL
from sinergi.kernel.models import Viewer

log = logging.getLogger(__name__)

HEARTBEAT = 15.0  # seconds between signs of life; proxies close what is silent for longer
RECHECK = 60.0  # seconds after which a page's right to listen is asked again
GATHER = 0.2  # seconds after sending, in which what happens is gathered into one piece
BACKLOG = 200  # events that may wait for one slow page before it must ask anew

Event = dict[str, Any]
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

_silent: set[str] = set()


def keep_silent(room: str) -> None:
    """Let a room say that no page hears of its rows, whose mere existence is not to be known."""
    _silent.add(room)


def may_hear(viewer: Viewer, event: Event) -> bool:
    """Whether `viewer` may know that this happened: same operation, her places, her audience.

    An event that names `posts` is meant for them alone, wherever they are.
    """
    if event.get("posts") is not None:
        return str(getattr(viewer, "post_id", "")) in event["posts"]
    region = event["region"]  # asked first, for most pages are about other places
    if not any(region == p or region.startswith(p + ".") for p in viewer.prefixes):
        return False
    if event["operation"] != str(viewer.operation_id):
        return False
    if str(event.get("subject_type", "")).partition(".")[0] in _silent:
        return False
    return event["audience"] is None or str(viewer.agency_id) in event["audience"]


class Page:
    """One open page: its viewer, and what waits to be sent to it."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.waiting: asyncio.Queue[str] = asyncio.Queue(BACKLOG)
        self.behind = False

    def offer(self, text: str) -> None:
        """Queue an event as SSE text; a full queue becomes RESYNC."""
        try:
            self.waiting.put_nowait(text)
        except asyncio.QueueFull:
            self.behind = True

    async def next(self, timeout: float) -> str:
        """All that waits to be sent, as SSE text; a comment when nothing came for `timeout` s."""
        if self.behind:
            self.behind = False
            while not self.waiting.empty():
                self.waiting.get_nowait()
            return RESYNC
        try:
            texts = [await asyncio.wait_for(self.waiting.get(), timeout)]
        except TimeoutError:
            return ": alive\n\n"
        while not self.waiting.empty():
            texts.append(self.waiting.get_nowait())
        return RESYNC if RESYNC in texts else "".join(texts)


RESYNC = "event: resync\ndata: {}\n\n"


def as_sse(event: Event) -> str:
    """One event as the page gets it: without those for whom it is, which is not its business."""
    shown = {k: v for k, v in event.items() if k not in ("operation", "audience", "posts")}
    return f"id: {event['id']}\nevent: journal\ndata: {json.dumps(shown)}\n\n"


class Broker:
    """Fans out what PostgreSQL says to the pages of this process."""

    def __init__(self) -> None:
        self.pages: set[Page] = set()
        self._listener: asyncio.Task[None] | None = None

    @contextlib.asynccontextmanager
    async def subscribe(self, viewer: Viewer) -> AsyncIterator[Page]:
        """A page that hears events inside the block. The first one starts the listening."""
        page = Page(viewer)
        self.pages.add(page)
        if self._listener is None or self._listener.done():
            self._listener = asyncio.create_task(self._listen())
        try:
            yield page
        finally:
            self.pages.discard(page)

    async def stop(self) -> None:
        """End the listening: when the process ends."""
        if self._listener:
            self._listener.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listener

    def tell(self, event: Event) -> None:
        """Hand an event to every page whose viewer may hear it."""
        text = as_sse(event)
        for page in self.pages:
            if may_hear(page.viewer, event):
                page.offer(text)

    async def _listen(self) -> None:
        pause = 0.5
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    **_connection_settings(), autocommit=True
                ) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    pause = 0.5
                    self._ask_anew(self.pages)  # whatever happened while nobody listened
                    async for notice in connection.notifies():
                        self.tell(json.loads(notice.payload))
            except (psycopg.Error, OSError) as error:
                log.warning("the live feed lost the database: %s", error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 10)

    @staticmethod
    def _ask_anew(pages: Iterable[Page]) -> None:
        for page in pages:
            page.offer(RESYNC)


broker = Broker()


async def live_application(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI door `/live/`: answers 401 without a session, else streams until the page leaves."""
    viewer = await _viewer_of(scope)
    if viewer is None:
        await send({"type": "http.response.start", "status": 401, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    async with broker.subscribe(viewer) as page:
        stream = asyncio.create_task(_stream(scope, page, send))
        gone = asyncio.create_task(_until_gone(receive))
        done, pending = await asyncio.wait({stream, gone}, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        await asyncio.gather(*done, *pending, return_exceptions=True)


_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


async def _stream(scope: Scope, page: Page, send: Send) -> None:
    await _write(send, "retry: 2000\n\n" + RESYNC)
    clock = asyncio.get_running_loop().time
    checked = clock()
    while True:
        await _write(send, await page.next(HEARTBEAT))
        await asyncio.sleep(GATHER)
        if clock() - checked > RECHECK:
            viewer = await _viewer_of(scope)
            if viewer is None:
                await send({"type": "http.response.body", "body": b"", "more_body": False})
                return
            page.viewer, checked = viewer, clock()


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _viewer_of(scope: Scope) -> Viewer | None:
    cookies: SimpleCookie = SimpleCookie()
    for name, value in scope["headers"]:
        if name == b"cookie":
            cookies.load(value.decode("latin-1"))
    session = cookies.get(settings.SESSION_COOKIE_NAME)
    return await sync_to_async(_load_viewer)(session.value) if session else None


def _load_viewer(session_key: str) -> Viewer | None:
    """Who sits behind a session: asked of the room that knows (`SINERGI_LIVE_VIEWER`)."""
    close_old_connections()
    try:
        viewer: Viewer | None = import_string(settings.SINERGI_LIVE_VIEWER)(session_key)
        return viewer
    finally:
        connections["default"].close()


def _connection_settings() -> dict[str, Any]:
    database = connections["default"].settings_dict
    wanted = {
        "dbname": database["NAME"],
        "user": database["USER"],
        "password": database["PASSWORD"],
        "host": database["HOST"],
        "port": database["PORT"],
        **{k: v for k, v in database["OPTIONS"].items() if k != "pool"},
    }
    return {key: value for key, value in wanted.items() if value}
