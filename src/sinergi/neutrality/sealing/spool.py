"""A temporary file that nobody can read: sealed while it is written, gone when it is closed.

Its name is removed at once and its key lives in memory alone (AES-256 in counter mode), so neither
the disk nor a copy of it ever holds what is in it. It is written once, from its beginning to its
end, and read from anywhere: no part of the key stream serves twice.
"""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

BLOCK = 16  # bytes of AES
KEY = 32


class Spool(io.RawIOBase, BinaryIO):
    """A sealed temporary file, seekable; give it to whatever reads or writes a binary file."""

    def __init__(self) -> None:
        folder = Path(settings.MEDIA_ROOT) / "incoming"
        folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by close()
        self._key, self._base = os.urandom(KEY), os.urandom(BLOCK)
        self._sealer = self._cipher(0).encryptor()
        self._at = self.size = 0

    def _cipher(self, block: int) -> Cipher[Any]:
        start = (int.from_bytes(self._base, "big") + block) % (1 << 128)
        return Cipher(algorithms.AES256(self._key), modes.CTR(start.to_bytes(BLOCK, "big")))

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def write(self, content: Any, /) -> int:
        """Add at the end; OSError for a place that was written already."""
        if self._at != self.size:
            raise io.UnsupportedOperation("a spool is written once")
        raw = memoryview(content).cast("B")
        self._file.seek(self.size)
        self._file.write(self._sealer.update(raw))
        self.size = self._at = self.size + len(raw)
        return len(raw)

    def readinto(self, buffer: Any, /) -> int:
        """Fill `buffer` from the present place; 0 at the end."""
        target = memoryview(buffer).cast("B")
        skip = self._at % BLOCK
        self._file.seek(self._at)
        raw = self._file.read(len(target))
        opener = self._cipher(self._at // BLOCK).decryptor()
        opener.update(bytes(skip))
        target[: len(raw)] = opener.update(raw)
        self._at += len(raw)
        return len(raw)

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place, as in any file."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        self._at = max(base + offset, 0)
        return self._at

    def tell(self) -> int:
        return self._at

    def close(self) -> None:
        """Forget it: its place on disk and its key."""
        if not self.closed:
            self._file.close()
            self._key = b""
        super().close()
