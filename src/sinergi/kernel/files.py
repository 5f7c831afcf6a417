"""The store of files: content-addressed, write-once, in the folder MEDIA_ROOT.

A file is named by its SHA-256 and never changes, so the same content is kept once. A file whose
transaction was rolled back is an orphan: harmless, and swept away later.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection, transaction

from sinergi.kernel.identifiers import uuid7

logger = logging.getLogger(__name__)

CHUNK = 256 * 1024
_INCOMING = "incoming"
_LOCK = 0xF11E5


@dataclass(frozen=True)
class Stored:
    """What was written: the digest (hex), the size in bytes, the path below the root."""

    sha256: str
    size: int
    path: str


class OverLimit(Exception):
    """More bytes came than were allowed."""


def root() -> Path:
    """The folder that holds everything."""
    return Path(settings.MEDIA_ROOT)


def absolute(path: str) -> Path:
    """Where a stored path lies on disk; ValueError if it would leave the root."""
    place = (root() / path).resolve()
    if not place.is_relative_to(root().resolve()):
        raise ValueError("a stored path never leaves its root")
    return place


def path_of(sha256: str) -> str:
    """The path of a content, fanned out so that no folder grows too large."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


@contextlib.contextmanager
def received(chunks: Iterable[bytes], limit: int) -> Iterator[tuple[Stored, Path]]:
    """Write a stream to a temporary file, hashing as it flows; it is gone after the block.

    Memory is one chunk, whatever the size. Raises OverLimit past `limit` bytes.
    """
    with place_for_incoming() as place:
        with place.open("xb") as target:
            stored = _copy(chunks, target, limit)
        yield stored, place


@contextlib.contextmanager
def place_for_incoming() -> Iterator[Path]:
    """Where a file may be written before it is kept; gone after the block if still there."""
    folder = root() / _INCOMING
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    place = folder / str(uuid7())
    try:
        yield place
    finally:
        place.unlink(missing_ok=True)


def _copy(chunks: Iterable[bytes], target: BinaryIO, limit: int) -> Stored:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise OverLimit
        digest.update(chunk)
        target.write(chunk)
    target.flush()
    os.fsync(target.fileno())
    return Stored(digest.hexdigest(), size, path_of(digest.hexdigest()))


def keep(stored: Stored, place: Path) -> None:
    """Move a received file to its final name, read-only and durable. Call it in a transaction.

    The shared lock lasts until that transaction ends, so that no sweep can take the file before
    the row that names it is there to be seen.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])
    target = absolute(stored.path)
    if (known := digest_of(stored.path)) == stored.sha256:
        return
    if known is not None:
        logger.warning("The stored file %s was altered; the content received heals it.", target)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    place.chmod(0o440)
    place.replace(target)
    _sync_folder(target.parent)


def keep_bytes(content: bytes) -> Stored:
    """Keep a content that is already in memory. Call it in a transaction."""
    with received([content], len(content)) as (stored, place):
        keep(stored, place)
    return stored


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest_of(path: str) -> str | None:
    """The SHA-256 of a stored file as it is now; None when it is missing."""
    try:
        with absolute(path).open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def sweep(named: Callable[[list[str]], set[str]], *, older_than: float) -> int:
    """Remove files that no row names and that are older than `older_than` seconds.

    `named` tells which of some paths are in use. Returns how many were removed.
    """
    limit = time.time() - older_than
    removed = _sweep_incoming(limit)
    for batch in _batches(_old_files(limit)):
        removed += _remove_unnamed(batch, named)
    return removed


def _sweep_incoming(limit: float) -> int:
    folder = root() / _INCOMING
    old = [file for file in folder.glob("*") if _is_old(file, limit)]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def _old_files(limit: float) -> Iterator[str]:
    for file in root().glob("??/??/*"):
        if _is_old(file, limit):
            yield str(file.relative_to(root()))


def _is_old(file: Path, limit: float) -> bool:
    try:
        return file.stat().st_mtime < limit
    except FileNotFoundError:  # it was moved to its place meanwhile
        return False


def _batches(paths: Iterator[str], size: int = 500) -> Iterator[list[str]]:
    batch: list[str] = []
    for path in paths:
        batch.append(path)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _remove_unnamed(paths: list[str], named: Callable[[list[str]], set[str]]) -> int:
    """Ask first without a lock; only then, if something is to go, hold back new files."""
    if not set(paths) - named(paths):
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        orphans = set(paths) - named(paths)
        for path in orphans:
            absolute(path).unlink(missing_ok=True)
        return len(orphans)
