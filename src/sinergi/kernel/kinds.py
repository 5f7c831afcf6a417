"""Which kind of file this is, told from its content alone. Pure: no Django, no disk.

A list of what is let in, by exact signature: a guess among hundreds of formats would let through
what nobody asked for. Images are besides decoded before they are kept.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

HEAD = 4096  # bytes needed to tell


@dataclass(frozen=True)
class Kind:
    """One kind of file that may be handed in; `family` decides its size limit."""

    media_type: str
    family: str  # photo, audio, video, document
    extensions: tuple[str, ...]


JPEG = Kind("image/jpeg", "photo", ("jpg", "jpeg"))
PNG = Kind("image/png", "photo", ("png",))
WEBP = Kind("image/webp", "photo", ("webp",))
HEIC = Kind("image/heic", "photo", ("heic", "heif"))
MP3 = Kind("audio/mpeg", "audio", ("mp3",))
M4A = Kind("audio/mp4", "audio", ("m4a",))
OGG = Kind("audio/ogg", "audio", ("ogg", "opus", "oga"))
AMR = Kind("audio/amr", "audio", ("amr",))
WAV = Kind("audio/wav", "audio", ("wav",))
MP4 = Kind("video/mp4", "video", ("mp4", "m4v"))
THREE_GP = Kind("video/3gpp", "video", ("3gp", "3gpp"))
WEBM = Kind("video/webm", "video", ("webm",))
MOV = Kind("video/quicktime", "video", ("mov", "qt"))
PDF = Kind("application/pdf", "document", ("pdf",))

KINDS = (JPEG, PNG, WEBP, HEIC, MP3, M4A, OGG, AMR, WAV, MP4, THREE_GP, WEBM, MOV, PDF)

_BRANDS = (
    (re.compile(rb"hei[cmsx]|hev[cmsx]"), HEIC),
    (re.compile(rb"M4[AB] "), M4A),
    (re.compile(rb"3g[2egprs]."), THREE_GP),
    (re.compile(rb"qt  "), MOV),
    (re.compile(rb"iso[m2-9]|mp4[12]|avc1|M4V[ HP]|MSNV|dash"), MP4),
)


def recognise(head: bytes) -> Kind | None:
    """The kind of a file from its first HEAD bytes; None when it is none that is let in."""
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"#!AMR"):
        return AMR
    if head.startswith(b"OggS"):
        return None if b"\x80theora" in head[:512] else OGG
    if head.startswith(b"RIFF"):
        return {b"WEBP": WEBP, b"WAVE": WAV}.get(head[8:12])
    if head.startswith(b"\x1aE\xdf\xa3"):
        return WEBM if b"webm" in head[:64] else None
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    return MP3 if _is_mp3(head) else None


def _by_brand(head: bytes) -> Kind | None:
    """ISO base media (ISO/IEC 14496-12): the major brand, else the compatible ones."""
    length = min(int.from_bytes(head[:4], "big"), len(head))
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, length, 4))]
    if b"avif" in brands[:1]:
        return None
    for brand in brands:
        for pattern, kind in _BRANDS:
            if pattern.fullmatch(brand):
                return kind
    return None


def _is_mp3(head: bytes) -> bool:
    """An ID3 tag, or a frame header of MPEG layer III with no reserved value in it."""
    if head.startswith(b"ID3"):
        return True
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    reserved_version = head[1] & 0x18 == 0x08
    bitrate, rate = head[2] >> 4, (head[2] >> 2) & 3
    return not reserved_version and bitrate not in (0, 15) and rate != 3


def safe_name(name: str, kind: Kind) -> str:
    """A file name fit for a header, a ZIP and any disk, whose ending tells the truth.

    No folders, no control or direction-changing characters; at most 120 characters.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    clean = "".join("_" if char in '<>:"|?*' else char for char in last if _printable(char))
    clean = re.sub(r"\s+", " ", clean).strip(" .") or "berkas"
    stem, dot, extension = clean.rpartition(".")
    if not dot or extension.lower() not in kind.extensions:
        stem, extension = clean, kind.extensions[0]
    return f"{stem[:110]}.{extension}"


def _printable(char: str) -> bool:
    return not unicodedata.category(char).startswith("C")
