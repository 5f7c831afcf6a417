"""MP4, MOV, 3GP and M4A without place, time and device (ISO/IEC 14496-12). No Django.

Nothing is moved: boxes that tell of the maker become empty `free` boxes of the same size, so the
offsets inside stay true and a film of any length flows through in constant memory. Tracks that are
neither picture nor sound (positions of the phone while it films) lose their samples too.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from sinergi.neutrality.stripping.damage import Damaged
from sinergi.neutrality.stripping.patched import Patch, Patched

# What may stand in each container; whatever else stands there is emptied.
KEPT: dict[bytes, frozenset[bytes]] = {
    b"": frozenset({b"ftyp", b"moov", b"mdat", b"moof", b"mfra", b"sidx", b"styp", b"pdin"}),
    b"moov": frozenset({b"mvhd", b"trak", b"mvex", b"iods"}),
    b"trak": frozenset({b"tkhd", b"mdia", b"edts", b"tref", b"load", b"tapt"}),
    b"mdia": frozenset({b"mdhd", b"hdlr", b"minf", b"elng"}),
    b"moof": frozenset({b"mfhd", b"traf"}),
}
TIMED = (b"mvhd", b"tkhd", b"mdhd")
SHOWN_TRACKS = (b"vide", b"soun")
MOST_BOXES = 20_000
MOST_TABLE = 2 * 1024 * 1024  # bytes of a table of samples


@dataclass(frozen=True)
class Box:
    """One box: where it begins, how long its head is, where it ends."""

    kind: bytes
    start: int
    head: int
    end: int

    @property
    def body(self) -> int:
        """Where its content begins."""
        return self.start + self.head


def without_traces(source: BinaryIO) -> Patched:
    """The same film or recording without metadata.

    Raises Damaged when it has no index, or when its tracks of places are scattered over fragments.
    """
    size = source.seek(0, 2)
    cleaner = _Cleaner(source)
    outer = list(cleaner.boxes(0, size))
    if not any(box.kind == b"moov" for box in outer):
        raise Damaged
    cleaner.in_pieces = any(box.kind == b"moof" for box in outer)
    cleaner.clean(outer, b"")
    return Patched(source, cleaner.patches, outer[-1].end)


class _Cleaner:
    """Walks the boxes of one file and gathers what is to be replaced."""

    def __init__(self, source: BinaryIO) -> None:
        self.source = source
        self.patches: list[Patch] = []
        self.seen = 0
        self.in_pieces = False

    def boxes(self, at: int, end: int) -> Iterator[Box]:
        """The boxes between two places, up to the first that does not fit in."""
        while at + 8 <= end:
            self.seen += 1
            if self.seen > MOST_BOXES:
                raise Damaged
            length, kind = struct.unpack(">I4s", self.read(at, 8))
            head = 8
            if length == 1:
                head, length = 16, int.from_bytes(self.read(at + 8, 8), "big")
            length = length or end - at
            if length < head or at + length > end:
                return
            yield Box(kind, at, head, at + length)
            at += length

    def read(self, at: int, length: int) -> bytes:
        """Exactly so many bytes; Damaged when they are not there."""
        self.source.seek(at)
        raw = self.source.read(length)
        if len(raw) < length:
            raise Damaged
        return raw

    def clean(self, boxes: list[Box], container: bytes) -> None:
        """Keep what belongs into that container, and empty the rest."""
        for box in boxes:
            if box.kind not in KEPT[container]:
                self.empty(box)
            elif box.kind in TIMED:
                self._untime(box)
            elif box.kind == b"hdlr":
                self._zeros(box.body + 24, box.end)  # the name of a maker
            elif box.kind == b"trak" and self._handler(box) not in SHOWN_TRACKS:
                self._forget_track(box)
            elif box.kind in KEPT:
                self.clean(list(self.boxes(box.body, box.end)), box.kind)

    def empty(self, box: Box) -> None:
        """Make it a `free` box of zeros."""
        self.patches.append(Patch(box.start + 4, 4, b"free"))
        self._zeros(box.body, box.end)

    def _zeros(self, start: int, end: int) -> None:
        if end > start:
            self.patches.append(Patch(start, end - start))

    def _untime(self, box: Box) -> None:
        wide = self.read(box.body, 1) == b"\1"
        self._zeros(box.body + 4, min(box.body + (20 if wide else 12), box.end))

    def _child(self, box: Box, *path: bytes) -> Box | None:
        """The first box at that path below `box`."""
        found: Box | None = box
        for kind in path:
            if found is None:
                return None
            inner = self.boxes(found.body, found.end)
            found = next((one for one in inner if one.kind == kind), None)
        return found

    def _handler(self, track: Box) -> bytes:
        found = self._child(track, b"mdia", b"hdlr")
        return self.read(found.body + 8, 4) if found and found.end - found.body >= 12 else b""

    def _forget_track(self, track: Box) -> None:
        if self.in_pieces:
            raise Damaged
        for start, length in self._samples(track):
            self._zeros(start, start + length)
        self.empty(track)

    def _samples(self, track: Box) -> list[tuple[int, int]]:
        """Where the chunks of a track lie (8.7 of the standard): (offset, bytes) of each."""
        table = self._child(track, b"mdia", b"minf", b"stbl")
        if table is None:
            return []
        held = {box.kind: self._table(box) for box in self.boxes(table.body, table.end)
                if box.kind in (b"stco", b"co64", b"stsc", b"stsz")}  # fmt: skip
        wide = b"co64" in held
        offsets = _numbers(held.get(b"co64" if wide else b"stco", b""), 8 if wide else 4)
        sizes = _sizes(held.get(b"stsz", b""))
        return _chunks(offsets, sizes, _numbers(held.get(b"stsc", b""), 4, of=3))

    def _table(self, box: Box) -> bytes:
        if box.end - box.body > MOST_TABLE:
            raise Damaged
        return self.read(box.body, box.end - box.body)


def _numbers(table: bytes, width: int, of: int = 1) -> list[int]:
    """The numbers of a table that begins with version, flags and a count of entries."""
    count = int.from_bytes(table[4:8], "big") * of
    raw = table[8 : 8 + count * width]
    return [int.from_bytes(raw[at : at + width], "big") for at in range(0, len(raw), width)]


def _sizes(table: bytes) -> list[int] | int:
    """The size of each sample, or one for all."""
    same = int.from_bytes(table[4:8], "big")
    return same or _numbers(table[4:], 4)


def _chunks(offsets: list[int], sizes: list[int] | int, runs: list[int]) -> list[tuple[int, int]]:
    """(offset, bytes) of each chunk; `runs` are triples (first chunk, samples in each, kind)."""
    found, sample, run, each = [], 0, 0, 0
    for number, offset in enumerate(offsets, 1):
        if run < len(runs) and runs[run] == number:
            each, run = runs[run + 1], run + 3
        length = each * sizes if isinstance(sizes, int) else sum(sizes[sample : sample + each])
        found.append((offset, length))
        sample += each
    return found
