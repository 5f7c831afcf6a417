"""Recordings without their labels: ID3, APE, Vorbis comments, RIFF lists. No Django."""

from __future__ import annotations

import io
from typing import BinaryIO

import mutagen
from mutagen import apev2, id3
from mutagen.mp3 import MP3, HeaderNotFoundError

from sinergi.neutrality.stripping.damage import Damaged
from sinergi.neutrality.stripping.patched import Patch, Patched

SOUND_OF_WAV = (b"fmt ", b"fact", b"data", b"JUNK")
MOST_CHUNKS = 10_000


def mp3(source: BinaryIO) -> BinaryIO:
    """Without ID3 and APE labels; it must hold frames of sound. Held in memory (at most 25 MB)."""
    held = io.BytesIO(source.read())
    try:
        id3.delete(held)
        held.seek(0)
        apev2.delete(held)
        held.seek(0)
        MP3(held)  # type: ignore[no-untyped-call]
    except (mutagen.MutagenError, HeaderNotFoundError) as error:
        raise Damaged from error
    held.seek(0)
    return held


def ogg(source: BinaryIO) -> BinaryIO:
    """Opus, Vorbis, Speex or FLAC in Ogg, without comments. Held in memory (at most 25 MB)."""
    held = io.BytesIO(source.read())
    try:
        known = mutagen.File(held)
        if known is None:
            raise Damaged
        held.seek(0)
        known.delete(held)
    except mutagen.MutagenError as error:
        raise Damaged from error
    held.seek(0)
    return held


def wav(source: BinaryIO) -> BinaryIO:
    """Only form and sound; every other chunk becomes an empty one of the same size."""
    size, at, patches, sound, seen = source.seek(0, 2), 12, list[Patch](), False, 0
    while at + 8 <= size:
        source.seek(at)
        head = source.read(8)
        seen += 1
        kind, end = head[:4], min(at + 8 + int.from_bytes(head[4:], "little"), size)
        if seen > MOST_CHUNKS:
            raise Damaged
        sound = sound or kind == b"data"
        if kind not in SOUND_OF_WAV:
            patches += [Patch(at, 4, b"JUNK"), Patch(at + 8, end - at - 8)]
        elif kind == b"JUNK":
            patches.append(Patch(at + 8, end - at - 8))
        at = end + end % 2
    if not sound:
        raise Damaged
    return Patched(source, [patch for patch in patches if patch.length], min(at, size))
