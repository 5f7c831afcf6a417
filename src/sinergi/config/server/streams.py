"""An ASGI application on granian's RSGI: the live feed, which is all that needs the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from granian.rsgi import HTTPProtocol, ProtocolClosed

Message = dict[str, Any]
Asgi = Callable[
    [dict[str, Any], Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]],
    Awaitable[None],
]


class Streams:
    """Serves an ASGI application that reads no body: GET, answered at once or bit by bit."""

    def __init__(self, asgi: Asgi) -> None:
        self.asgi = asgi
        self.ending = asyncio.Event()

    def end(self) -> None:
        """Let every open stream end as if its page had left: the server is about to stop."""
        self.ending.set()

    async def __call__(self, scope: Any, protocol: HTTPProtocol) -> None:
        """Answer one request, for as long as it stays open."""
        conversation = _Conversation(protocol, self.ending)
        try:
            await self.asgi(_asgi_scope(scope), conversation.receive, conversation.send)
        except ProtocolClosed:
            return


class _Conversation:
    def __init__(self, protocol: HTTPProtocol, ending: asyncio.Event) -> None:
        self.protocol, self.ending = protocol, ending
        self.asked = False
        self.status, self.headers = 500, list[tuple[str, str]]()
        self.transport: Any = None

    async def receive(self) -> Message:
        """First the (empty) request, then, once it comes, that the asker left or we must."""
        if not self.asked:
            self.asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        either = {asyncio.create_task(self._left()), asyncio.create_task(self.ending.wait())}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for waiting in either:
                waiting.cancel()
        return {"type": "http.disconnect"}

    async def _left(self) -> bool:
        await self.protocol.client_disconnect()
        return True

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = [
                (k.decode("latin-1"), v.decode("latin-1")) for k, v in message["headers"]
            ]
        elif self.transport is None and not message.get("more_body"):
            self.protocol.response_bytes(self.status, self.headers, message.get("body", b""))
        else:
            await self._send_piece(message.get("body", b""))

    async def _send_piece(self, piece: bytes) -> None:
        if self.transport is None:
            self.transport = self.protocol.response_stream(self.status, self.headers)
        if piece:
            await self.transport.send_bytes(piece)


def _asgi_scope(scope: Any) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": scope.http_version,
        "method": scope.method,
        "scheme": scope.scheme,
        "path": scope.path,
        "query_string": scope.query_string.encode("latin-1"),
        "headers": [
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in scope.headers.items()
        ],
    }
