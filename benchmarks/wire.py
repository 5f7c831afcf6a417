"""A lean HTTP/1.1 client: it shares the cores with what it measures, so it must cost little."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

LONGEST_WAIT = 60.0  # seconds for one answer


@dataclass(frozen=True)
class Answer:
    """One answer; the body as it was sent, unzipped."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body read as JSON."""
        return json.loads(self.body)


class Line:
    """One connection that stays open; opened at its first use, and again when it was closed."""

    def __init__(self, port: int, **headers: str) -> None:
        self.port = port
        self.headers = {"Host": f"localhost:{port}", **headers}
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def get(self, path: str, **headers: str) -> Answer:
        """The answer to GET. Raises OSError when the server is away."""
        return await self.ask("GET", path, b"", **headers)

    async def post(self, path: str, content: Any, **headers: str) -> Answer:
        """The answer to POST of `content` as JSON."""
        body = json.dumps(content).encode()
        return await self.ask("POST", path, body, **{"Content-Type": "application/json"}, **headers)

    async def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """One request and its answer. Raises OSError, TimeoutError."""
        async with asyncio.timeout(LONGEST_WAIT):
            try:
                reader = await self._send(method, path, body, headers)
                status, told = await _head_of(reader)
                content = await _body_of(reader, told, method, status)
            except (OSError, asyncio.IncompleteReadError) as error:
                self.close()
                raise ConnectionError(f"{method} {path}: {error}") from error
        if told.get("connection", "").lower() == "close":
            self.close()
        return Answer(status, told, content)

    async def events(self, path: str) -> AsyncIterator[tuple[str, str]]:
        """Server-sent events as (event, data), for as long as the connection holds."""
        reader = await self._send("GET", path, b"", {})
        status, _headers = await _head_of(reader)
        if status != 200:
            raise ConnectionError(f"GET {path}: {status}")
        event, waiting = "", b""
        async for piece in _chunks_of(reader):
            *lines, waiting = (waiting + piece).split(b"\n")
            for line in lines:
                name, _, value = line.decode().partition(": ")
                if name == "event":
                    event = value
                elif name == "data":
                    yield event, value

    def close(self) -> None:
        """Close it; the next request opens it anew."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _send(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> asyncio.StreamReader:
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        told = {**self.headers, **headers}
        if method != "GET":
            told["Content-Length"] = str(len(body))
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in told.items())
        self._writer.write(f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body)
        await self._writer.drain()
        return self._reader


async def _head_of(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    first, *rest = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in rest if line)
    return int(first.split()[1]), {name.lower(): value.strip() for name, _, value in pairs}


async def _body_of(
    reader: asyncio.StreamReader, headers: dict[str, str], method: str, status: int
) -> bytes:
    if method == "HEAD" or status in {204, 304}:
        return b""
    if headers.get("transfer-encoding") == "chunked":
        body = b"".join([piece async for piece in _chunks_of(reader)])
    else:
        body = await reader.readexactly(int(headers.get("content-length", "0")))
    if headers.get("content-encoding") == "gzip":
        body = zlib.decompress(body, zlib.MAX_WBITS | 16)
    return body


async def _chunks_of(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while size := int(await reader.readline() or b"0", 16):
        yield await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readexactly(2)
