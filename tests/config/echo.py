"""A small WSGI application behind our bridge, as granian loads it in `test_server.py`."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import resource
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from sinergi.config.server.streams import Streams
from sinergi.config.server.threads import Threads

HEARTBEAT = 1.0  # seconds
MARK = Path(os.environ.get("ECHO_MARK", "/nonexistent"))


class Answer(list[bytes]):
    """An answer that is there as a whole."""

    def close(self) -> None:
        """Nothing to close."""


class Pieces:
    """An answer in pieces, which notes that it was closed."""

    streaming = True

    def __init__(self, count: int) -> None:
        self.count = count

    def __iter__(self) -> Iterator[bytes]:
        for number in range(self.count):
            yield b"%07d\n" % number * 8192

    def close(self) -> None:
        MARK.write_text("closed")


def wsgi(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "application/json"), ("Set-Cookie", "a=1")])
    match environ["PATH_INFO"]:
        case "/upload":
            return Answer([json.dumps(_taken(environ)).encode()])
        case "/pieces":
            return Pieces(int(environ["QUERY_STRING"] or 3))
        case "/file":
            return environ["wsgi.file_wrapper"](Path(__file__).open("rb"))  # type: ignore[no-any-return]
        case "/fault":
            raise RuntimeError("a fault")
        case _:
            texts = {key: value for key, value in environ.items() if isinstance(value, str)}
            return Answer([json.dumps(texts).encode()])


def _taken(environ: dict[str, Any]) -> dict[str, Any]:
    """What Django's parser does with an upload: read it bit by bit, to its announced end."""
    digest, left = hashlib.sha256(), int(environ["CONTENT_LENGTH"])
    try:
        while left and (piece := environ["wsgi.input"].read(min(65536, left))):
            digest.update(piece)
            left -= len(piece)
    except OSError as error:
        MARK.write_text(type(error).__name__)
        raise
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"sha256": digest.hexdigest(), "left": left, "megabytes": most}


async def asgi(scope: Any, receive: Any, send: Any) -> None:
    """Tells who left as the live feed notices it: told at once, or by a heartbeat that fails.

    A page that leaves while its first piece is on the way is now and then not told of at all.
    """
    await receive()
    headers = [(b"content-type", b"text/event-stream")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    gone = asyncio.create_task(receive())
    try:
        while not gone.done():
            await send({"type": "http.response.body", "body": b": hello\n\n", "more_body": True})
            await asyncio.wait({gone}, timeout=HEARTBEAT)
    finally:
        gone.cancel()
        MARK.write_text("left")


pages, live = Threads(wsgi, 2), Streams(asgi)


async def application(scope: Any, protocol: Any) -> None:
    await (live if scope.path == "/live/" else pages)(scope, protocol)
