"""Hand-over packages: a ZIP that lists the digest of everything in it, streamed.

What another body receives it can check with a standard tool: `sha256sum -c digests.txt`.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sinergi.kernel.clock import local, now

Source = Callable[[], Any]  # opens what is read once, as `with source() as file: file.read(size)`
Content = Path | bytes | Source
_CHUNK = 256 * 1024


class _Sink(io.RawIOBase):
    """Where the ZIP is written; `drain` hands on what came since the last time."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def drain(self) -> bytes:
        content = b"".join(self._pieces)
        self._pieces.clear()
        return content


def build_package(
    manifest: dict[str, Any],
    files: Iterable[tuple[str, Content]],
    made_at: datetime | None = None,
) -> Iterator[bytes]:
    """The package as a stream of bytes, in constant memory.

    `manifest.json` holds `manifest` and, under `files`, name, size (bytes) and SHA-256 of each;
    `digests.txt` lists all digests in the format of sha256sum. Both stand at the end, for the
    digests are known only then. Names are made safe and unique. With the same files and `made_at`
    (without one: now) it is the same, byte for byte.
    """
    sink, taken, listed = _Sink(), {"manifest.json", "digests.txt"}, []
    made = local(made_at or now())
    with zipfile.ZipFile(sink, "w") as archive:
        for name, content in files:
            inside = _unique(safe_path(name), taken)
            listed.append(entry := {"name": inside})
            yield from _written(archive, sink, made, content, entry)
        text = json.dumps({**manifest, "files": listed}, indent=2, ensure_ascii=False)
        yield from _written(archive, sink, made, text.encode(), whole := {"name": "manifest.json"})
        lines = [f"{entry['sha256']}  {entry['name']}\n" for entry in [*listed, whole]]
        yield from _written(archive, sink, made, "".join(lines).encode(), {"name": "digests.txt"})
    yield sink.drain()


def _written(
    archive: zipfile.ZipFile, sink: _Sink, made: datetime, content: Content, entry: dict[str, Any]
) -> Iterator[bytes]:
    """Write one file into the archive and its digest and size into `entry`."""
    info = zipfile.ZipInfo(entry["name"], made.timetuple()[:6])
    info.external_attr = 0o644 << 16
    info.compress_type = zipfile.ZIP_DEFLATED if _is_text(entry["name"]) else zipfile.ZIP_STORED
    digest, size = hashlib.sha256(), 0
    with _opened(content) as source, archive.open(info, "w", force_zip64=True) as target:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
            yield sink.drain()
    entry.update(size=size, sha256=digest.hexdigest())


def _opened(content: Content) -> IO[bytes]:
    if isinstance(content, bytes):
        return io.BytesIO(content)
    opened: IO[bytes] = content.open("rb") if isinstance(content, Path) else content()
    return opened


def _is_text(name: str) -> bool:
    return name.endswith((".json", ".txt", ".csv", ".geojson"))


def safe_path(name: str) -> str:
    """A name inside a ZIP that can only unpack below its folder."""
    parts = [part.strip() for part in re.split(r"[/\\]+", name)]
    kept = [part for part in parts if part not in ("", ".", "..")]
    clean = [re.sub(r'[\x00-\x1f<>:"|?*]', "_", part) for part in kept]
    return "/".join(clean) or "berkas"


def _unique(name: str, taken: set[str]) -> str:
    stem, dot, extension = name.rpartition(".")
    candidate, count = name, 1
    while candidate.lower() in taken:
        count += 1
        candidate = f"{stem} ({count}).{extension}" if dot else f"{name} ({count})"
    taken.add(candidate.lower())
    return candidate
