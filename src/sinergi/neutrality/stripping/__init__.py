"""Evidence without what it betrays: who made it, where, when, with what. No database.

Each kind of file has its own way to a copy without metadata. What cannot be stripped (WebM, AMR,
HEIC) has no copy: its original is kept alone, and the page says so before it is sent.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from typing import BinaryIO

from PIL import Image, ImageCms

from sinergi.kernel import images, kinds
from sinergi.neutrality.stripping import boxes, pdf, sound
from sinergi.neutrality.stripping.damage import Damaged, TooManyPixels

PIECE = 256 * 1024  # bytes

__all__ = ["Damaged", "Stripped", "TooManyPixels", "strip"]


@dataclass(frozen=True)
class Stripped:
    """A copy without metadata, to read from its beginning."""

    source: BinaryIO
    media_type: str

    @property
    def sha256(self) -> str:
        """Its digest, read through once."""
        digest = hashlib.sha256()
        self.source.seek(0)
        while piece := self.source.read(PIECE):
            digest.update(piece)
        return digest.hexdigest()


def strip(source: BinaryIO, kind: kinds.Kind) -> Stripped | None:
    """The copy of what `source` holds; None for a kind that cannot be stripped.

    Raises Damaged or TooManyPixels. `source` stays open, and what is returned may read from it.
    """
    way = WAYS.get(kind.media_type)
    if way is None:
        return None
    source.seek(0)
    try:
        made = way(source)
    except images.TooManyPixels as error:
        raise TooManyPixels from error
    except images.Unreadable as error:
        raise Damaged from error
    return Stripped(made, "image/jpeg" if kind.family == "photo" else kind.media_type)


def _photo(source: BinaryIO) -> BinaryIO:
    """Decoded and drawn anew: whatever else lay in the file is gone."""
    shown = images.read_photo(source, UTC).shown
    return io.BytesIO(_without_profile(shown))


def _without_profile(jpeg: bytes) -> bytes:
    """In plain sRGB: a colour profile can name the camera that made it."""
    with Image.open(io.BytesIO(jpeg)) as image:
        profile = image.info.get("icc_profile")
        if not profile:
            return jpeg
        plain = _in_srgb(image, profile)
    target = io.BytesIO()
    plain.info.clear()
    plain.save(target, "JPEG", quality=images.QUALITY, optimize=True, icc_profile=None)
    return target.getvalue()


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """With a profile that is none, its colours are taken as they are."""
    try:
        held = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        made = ImageCms.profileToProfile(image, held, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):
        made = None
    return made or image.copy()


WAYS: dict[str, Callable[[BinaryIO], BinaryIO]] = {
    "image/jpeg": _photo,
    "image/png": _photo,
    "image/webp": _photo,
    "application/pdf": pdf.without_traces,
    "audio/mpeg": sound.mp3,
    "audio/ogg": sound.ogg,
    "audio/wav": sound.wav,
    "audio/mp4": boxes.without_traces,
    "video/mp4": boxes.without_traces,
    "video/3gpp": boxes.without_traces,
    "video/quicktime": boxes.without_traces,
}
