"""Django in a pool of threads, behind granian's event loop.

Each request costs one hop into a thread and one back. A small body is there before the hop; a
large one is read piece by piece while Django asks for it, so an upload is never whole in memory.
"""

from __future__ import annotations

import asyncio
import contextvars
import io
import logging
from collections.abc import Callable, Coroutine, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any, TypeVar

from granian.rsgi import HTTPProtocol, ProtocolClosed, ProtocolError

from sinergi.config.server.environ import Environ, environ_of

log = logging.getLogger(__name__)

SMALL = 256 * 1024  # bytes of a body that are read at once
PIECE = 256 * 1024  # bytes of a file that are sent at once
T = TypeVar("T")
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Threads:
    """A WSGI application as an RSGI one, in at most `count` threads."""

    def __init__(self, wsgi: Wsgi, count: int) -> None:
        self.wsgi = wsgi
        self.pool = ThreadPoolExecutor(count, thread_name_prefix="request")

    async def __call__(self, scope: Any, protocol: HTTPProtocol) -> None:
        """Answer one request."""
        loop = asyncio.get_running_loop()
        length = _length_of(scope)
        body: IO[bytes]
        if length <= SMALL:
            body = io.BytesIO(await protocol() if length else b"")
        else:
            body = io.BufferedReader(_Arriving(loop, protocol, length), PIECE)
        # A context of its own: nothing that one request set is seen by the next in its thread.
        work = contextvars.Context().run
        await loop.run_in_executor(
            self.pool, work, self._answer, environ_of(scope, body), protocol, loop
        )

    def _answer(
        self, environ: Environ, protocol: HTTPProtocol, loop: asyncio.AbstractEventLoop
    ) -> None:
        started = _Started()
        environ["wsgi.file_wrapper"] = _File
        result = self.wsgi(environ, started)
        try:
            if isinstance(result, _File) or getattr(result, "streaming", False):
                _stream(result, started, protocol, loop)
            else:
                protocol.response_bytes(started.status, started.headers, b"".join(result))
        except ProtocolClosed:
            log.debug("the asker left before the answer")
        finally:
            if close := getattr(result, "close", None):
                close()


class _Started:
    """What Django said of its answer: status and headers."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: list[tuple[str, str]] = []

    def __call__(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        self.status, self.headers = int(status[:3]), headers


class _File:
    """A file that Django answers with, in large pieces instead of its own small ones."""

    def __init__(self, file: IO[bytes], block_size: int = PIECE) -> None:
        self.file = file

    def __iter__(self) -> Iterator[bytes]:
        while piece := self.file.read(PIECE):
            yield piece

    def close(self) -> None:
        """Closes Django's response as well, as it arranged."""
        self.file.close()


class _Arriving(io.RawIOBase):
    """A body that is still arriving, read from a thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop, protocol: HTTPProtocol, size: int) -> None:
        self.loop, self.missing = loop, size
        self.pieces = protocol.__aiter__()
        self.left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer`; 0 at the end. Raises ConnectionError when the sender broke off."""
        if not self.left and self.missing > 0:
            piece = _wait(self._next(), self.loop)
            if not piece:
                # Django would take what came so far for the whole.
                raise ConnectionResetError("the sender broke off")
            self.missing -= len(piece)
            self.left = memoryview(piece)
        count = min(len(buffer), len(self.left))
        buffer[:count] = self.left[:count]
        self.left = self.left[count:]
        return count

    async def _next(self) -> bytes:
        """The next piece; b"" when no more comes."""
        try:
            while not (piece := await anext(self.pieces)):
                pass
            return bytes(piece)
        except (StopAsyncIteration, ProtocolError, ProtocolClosed):
            return b""


def _length_of(scope: Any) -> int:
    """The length of the body in bytes, as announced; Django reads none that is not announced."""
    text = scope.headers.get("content-length") or "0"
    return int(text) if text.isdigit() else 0


def _stream(
    pieces: Iterable[bytes],
    started: _Started,
    protocol: HTTPProtocol,
    loop: asyncio.AbstractEventLoop,
) -> None:
    """Send piece by piece, no faster than they are taken."""
    transport = protocol.response_stream(started.status, started.headers)

    async def send(piece: bytes) -> None:
        await transport.send_bytes(piece)

    for piece in pieces:
        if piece:
            _wait(send(piece), loop)


def _wait(work: Coroutine[Any, Any, T], loop: asyncio.AbstractEventLoop) -> T:
    return asyncio.run_coroutine_threadsafe(work, loop).result()
