"""Streams that pass through a step (sealing, opening) while they are read, in constant memory.

Each step runs in a thread and writes into a pipe, so that nothing readable ever touches the disk.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any, BinaryIO, Protocol

PIECE = 64 * 1024  # bytes


class Readable(Protocol):
    """What can be read from its beginning to its end, once."""

    def read(self, size: int = -1, /) -> bytes: ...
    def close(self) -> None: ...


class Flow:
    """What `step` makes of `source`, to be read; an error of the step is raised at its end."""

    def __init__(self, source: Readable, step: Callable[[Any, BinaryIO], None]) -> None:
        reading, writing = os.pipe()
        self._source, self._step = source, step
        self._reader = os.fdopen(reading, "rb", buffering=PIECE)
        self._writer = os.fdopen(writing, "wb", buffering=PIECE)
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="sealing", daemon=True)
        self._thread.start()

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes, fewer only at the end; raises what the step raised."""
        found = self._reader.read(size)
        if size < 0 or len(found) < size:
            self._thread.join()
            if self._error is not None:
                raise self._error
        return found

    def close(self) -> None:
        """Stop, also half-way."""
        self._reader.close()
        self._thread.join()
        self._source.close()

    def _run(self) -> None:
        try:
            with self._writer as target:
                self._step(self._source, target)
        except BaseException as error:  # noqa: BLE001 - whoever reads is told
            self._error = error


class Chained:
    """One stream behind another: a head, the content, and zeros up to `size` bytes in all."""

    def __init__(self, head: bytes, content: BinaryIO, length: int, size: int) -> None:
        self._head, self._content = head, content
        self._length, self._zeros = length, size - len(head) - length

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes; ValueError when the content is not as long as was said."""
        if self._head:
            found, self._head = self._head, b""
            return found
        if self._length:
            found = self._content.read(min(size, self._length) if size > 0 else self._length)
            if not found:
                raise ValueError("the content is shorter than was said")
            self._length -= len(found)
            return found
        count = min(size, self._zeros) if size > 0 else self._zeros
        self._zeros -= count
        return bytes(count)

    def close(self) -> None:
        """The content is its owner's to close."""
