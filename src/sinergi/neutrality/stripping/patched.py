"""A file read through a mask: some of its bytes are replaced while it flows. No Django."""

from __future__ import annotations

import bisect
import io
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO


@dataclass(frozen=True, order=True)
class Patch:
    """`length` bytes from `start` on, replaced by `content`, or by zeros."""

    start: int
    length: int
    content: bytes | None = None

    @property
    def end(self) -> int:
        """The first byte behind it."""
        return self.start + self.length


class Patched(io.RawIOBase, BinaryIO):
    """`source` up to `size`, with patches that do not overlap. Memory is that of the patches."""

    def __init__(self, source: BinaryIO, patches: Iterable[Patch], size: int) -> None:
        self._source, self._size, self._at = source, size, 0
        self._patches = sorted(patches)
        self._ends = [patch.end for patch in self._patches]

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Fill `buffer` from the present place; 0 at the end."""
        target = memoryview(buffer).cast("B")
        self._source.seek(self._at)
        raw = bytearray(self._source.read(min(len(target), self._size - self._at)))
        self._mask(raw, self._at)
        target[: len(raw)] = raw
        self._at += len(raw)
        return len(raw)

    def _mask(self, raw: bytearray, at: int) -> None:
        first = bisect.bisect_right(self._ends, at)
        for patch in self._patches[first:]:
            if patch.start >= at + len(raw):
                break
            start, end = max(patch.start, at), min(patch.end, at + len(raw))
            content = patch.content or bytes(end - start)
            skip = start - patch.start if patch.content else 0
            raw[start - at : end - at] = content[skip : skip + end - start]

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place, as in any file."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = min(max(base + offset, 0), self._size)
        return self._at

    def tell(self) -> int:
        return self._at
