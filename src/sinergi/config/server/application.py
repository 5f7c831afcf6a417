"""The application that granian loads in each of its processes."""

from __future__ import annotations

import asyncio
import ctypes
import signal
import sys
from collections.abc import Callable
from typing import Any

from granian.rsgi import HTTPProtocol

from sinergi.config.server.streams import Streams
from sinergi.config.server.threads import Threads
from sinergi.config.wsgi import application as wsgi

LIVE = "/live/"
_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


class Application:
    """The live feed on the event loop, all else in threads."""

    def __init__(self) -> None:
        from django.conf import settings

        from sinergi.kernel import live

        self.broker = live.broker
        self.live = Streams(live.live_application)
        self.pages = Threads(wsgi, settings.SINERGI_THREADS)

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Before the first request: see to it that this process ends when it should."""
        die_with_parent()
        for number in (signal.SIGTERM, signal.SIGINT):
            first_on_signal(loop, number, self.live.end)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Stop listening to the database; let what is being answered come to its end."""
        loop.run_until_complete(self.broker.stop())
        self.pages.pool.shutdown(wait=True)

    async def __rsgi__(self, scope: Any, protocol: HTTPProtocol) -> None:
        if scope.path == LIVE:
            await self.live(scope, protocol)
        else:
            await self.pages(scope, protocol)


def die_with_parent() -> None:
    """Be told to end when the process that started this one is gone, even when it was killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def first_on_signal(
    loop: asyncio.AbstractEventLoop, number: signal.Signals, first: Callable[[], None]
) -> None:
    """Do `first` on a signal, then what granian does.

    Granian waits for every open answer, and those of the live feed would never end by themselves.
    It offers no hook for this, so its handler is taken from the loop.
    """
    handlers: dict[int, asyncio.Handle] = getattr(loop, "_signal_handlers", {})
    handle = handlers.get(number)
    if handle is None:
        return

    def both() -> None:
        first()
        handle._run()

    loop.add_signal_handler(number, both)


application = Application()
