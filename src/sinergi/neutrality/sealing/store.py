"""Sealed files on disk: padded, in one or two layers, streamed in constant memory.

They lie in one folder of the store of evidence and are named by the digest of their ciphertext.
Their time of change is the start of the day, so that it tells no hour; `renew_place` gives a file
a new place on the disk, whose inner times are those of the moment when the letterbox is emptied.
What lies on disk is only ever ciphertext, also while it is being written or read.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from sinergi.kernel import files
from sinergi.kernel.clock import local, real_now
from sinergi.kernel.problems import NotFound
from sinergi.neutrality.sealing import age
from sinergi.neutrality.sealing.flow import PIECE, Chained, Flow, Readable
from sinergi.neutrality.sealing.padding import padded_size

HEAD = 8  # bytes of the length
FOLDER = "se/al"  # one for all: a folder's own times then tell of no single file


def keep_sealed(source: BinaryIO, *layers: str) -> str:
    """Seal a stream from its start, and keep it; returns its path below the store.

    `layers` are public keys: the first seals the content itself, the next what came of that (an
    identity: the case's identity key, then its content key). `source` must be able to seek.
    Call it in a transaction: a file that no row names in the end is swept away.
    """
    length = source.seek(0, os.SEEK_END)
    source.seek(0)
    padded = Chained(length.to_bytes(HEAD, "big"), source, length, padded_size(length + HEAD))
    return _keep(padded, *layers)


class Kept:
    """The content of a sealed file, while it is read. `size` is its length in bytes."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self.size = self._left = int.from_bytes(stream.read(HEAD), "big")

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes; raises age.Unreadable when the file was altered or cut."""
        wanted = self._left if size < 0 else min(size, self._left)
        found = bytearray()
        # In pieces: the length of a file with a layer still on is no length, and may be anything.
        while len(found) < wanted:
            piece = self._stream.read(min(PIECE, wanted - len(found)))
            if not piece:
                raise age.Unreadable
            found += piece
        self._left -= len(found)
        return bytes(found)

    def __iter__(self) -> Iterator[bytes]:
        while found := self.read(PIECE):
            yield found

    def close(self) -> None:
        """Stop reading."""
        self._stream.close()

    def __enter__(self) -> Kept:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def open_kept(path: str, *secrets: str) -> Kept:
    """A sealed file, to be read once: `read`, iteration, `close`, `with`.

    `secrets` take off its layers from the outside in: for an identity the case's content key, then
    its identity key. Raises Unreadable at once for a wrong key, NotFound for a missing file.
    """
    return _begin(_opened(path, *secrets))


def open_layer(path: str, *secrets: str) -> Readable:
    """What lies below the given layers, still with its padding: to seal it anew, or uncover it."""
    return _opened(path, *secrets)


def reseal(path: str, secret: str, recipient: str) -> str:
    """Replace the outer layer of a file; what lies below is never written. Returns the new path.

    The old file is not named any more then and is swept away. Raises Unreadable, NotFound.
    """
    return _keep(_opened(path, secret), recipient, day=_day_of(path))


def open_kept_bytes(content: BinaryIO, secret: str) -> Kept:
    """The same for an inner layer that was uncovered and handed on; it is closed with it."""
    return _begin(Flow(content, partial(_open, secret=secret)))


def renew_place(path: str) -> None:
    """Copy a file to a new place on the disk and remove the old: its inner times begin anew."""
    place = files.absolute(path)
    with files.place_for_incoming() as new:
        shutil.copyfile(place, new)
        shutil.copystat(place, new)
        new.replace(place)


def _begin(stream: Readable) -> Kept:
    try:
        return Kept(stream)
    except BaseException:
        stream.close()
        raise


def _opened(path: str, *secrets: str) -> Readable:
    try:
        stream: Readable = files.absolute(path).open("rb")
    except FileNotFoundError as error:
        raise NotFound() from error
    for secret in secrets:
        stream = Flow(stream, partial(_open, secret=secret))
    return stream


def _open(source: BinaryIO, target: BinaryIO, secret: str) -> None:
    age.open_stream(source, target, secret)


def _keep(content: Readable, *layers: str, day: float | None = None) -> str:
    *inner, outer = layers
    for recipient in inner:
        content = Flow(content, partial(_seal, recipient=recipient))
    try:
        path = _write(content, outer)
    finally:
        content.close()
    moment = _start_of_day() if day is None else day
    os.utime(files.absolute(path), (moment, moment))
    return path


def _write(content: Readable, recipient: str) -> str:
    with files.place_for_incoming() as place:
        with place.open("xb") as file:
            target = _Digesting(file)
            age.seal_stream(content, target, recipient)
            file.flush()
            os.fsync(file.fileno())
        name = target.digest.hexdigest()
        path = f"{FOLDER}/{name}"
        files.keep(files.Stored(name, target.size, path), place)
    return path


def _seal(source: BinaryIO, target: BinaryIO, recipient: str) -> None:
    age.seal_stream(source, target, recipient)


class _Digesting:
    """Writes on, and takes the digest of what passes."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.digest, self.size = file, hashlib.sha256(), 0

    def write(self, piece: bytes) -> int:
        """Take a piece."""
        self.digest.update(piece)
        self.size += len(piece)
        return self._file.write(piece)

    def flush(self) -> None:
        """To the disk's own care."""
        self._file.flush()


def _start_of_day() -> float:
    return local(real_now()).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()


def _day_of(path: str) -> float:
    return files.absolute(path).stat().st_mtime
