"""Photos: where and when they were taken, and the copy that is shown. No Django, no database."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, BinaryIO

from PIL import Image, ImageOps
from PIL.ExifTags import GPS, IFD, Base

LONGEST_SIDE = 2000  # pixels of the shown copy
QUALITY = 85
# What decoding may cost: JPEG is reduced while it is read, the others are held whole in memory.
MOST_PIXELS = {"JPEG": 120_000_000, "MPO": 120_000_000, "PNG": 50_000_000, "WEBP": 50_000_000}

# Our own limit stands in place of Pillow's warning; its hard limit stays as it is.
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)


class Unreadable(Exception):
    """Not an image that can be decoded."""


class TooManyPixels(Exception):
    """Small on disk, huge in memory."""


@dataclass(frozen=True)
class Photo:
    """What a photo says of itself, and its shown copy as JPEG without any of that."""

    shown: bytes
    lon: float | None
    lat: float | None
    taken_at: datetime | None


def read_photo(place: Path | BinaryIO, zone: tzinfo) -> Photo:
    """Decode the photo at `place`; times without an offset are read in `zone`, returned in UTC.

    Raises Unreadable or TooManyPixels.
    """
    with _opened(place) as image:
        exif = _exif(image)
        lon, lat = _position(exif.get_ifd(IFD.GPSInfo)) if exif else (None, None)
        taken_at = _taken_at(exif.get_ifd(IFD.Exif), zone) if exif else None
        return Photo(_shown(image), lon, lat, taken_at)


@contextmanager
def _opened(place: Path | BinaryIO) -> Iterator[Image.Image]:
    try:
        with Image.open(place, formats=("JPEG", "PNG", "WEBP")) as image:
            if math.prod(image.size) > MOST_PIXELS.get(image.format or "", 0):
                raise TooManyPixels
            yield image
    except Image.DecompressionBombError as error:
        raise TooManyPixels from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise Unreadable from error


def _exif(image: Image.Image) -> Image.Exif | None:
    """The EXIF data; a damaged block is as good as none, the photo itself may be fine."""
    try:
        return image.getexif()
    except Exception:  # noqa: BLE001 - the parsers of foreign metadata raise whatever they meet
        return None


def _shown(image: Image.Image) -> bytes:
    """The copy to show: upright, at most LONGEST_SIDE, without metadata but its colour profile."""
    profile = image.info.get("icc_profile") if image.mode == "RGB" else None
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    image.load()
    small = image.copy()
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    flat = _on_white(ImageOps.exif_transpose(small))
    target = io.BytesIO()
    flat.info.clear()
    flat.save(target, "JPEG", quality=QUALITY, optimize=True, icc_profile=profile)
    return target.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    sheet = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(sheet, layer).convert("RGB")


def _position(gps: Mapping[int, Any]) -> tuple[float | None, float | None]:
    lat = _degrees(gps.get(GPS.GPSLatitude), gps.get(GPS.GPSLatitudeRef), "S")
    lon = _degrees(gps.get(GPS.GPSLongitude), gps.get(GPS.GPSLongitudeRef), "W")
    if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180:
        return None, None
    if lat == 0 and lon == 0:  # what a camera writes that knows no position
        return None, None
    return lon, lat


def _degrees(parts: Any, side: Any, negative: str) -> float | None:
    """Degrees from the EXIF triple (degrees, minutes, seconds)."""
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(value):
        return None
    return round(-value if str(side).strip("\0 ").upper() == negative else value, 7)


def _taken_at(tags: Mapping[int, Any], zone: tzinfo) -> datetime | None:
    """The moment of the shutter, in UTC (EXIF 2.31: DateTimeOriginal, OffsetTimeOriginal)."""
    text = str(tags.get(Base.DateTimeOriginal, "")).strip("\0 ")
    offset = str(tags.get(Base.OffsetTimeOriginal, "")).strip("\0 ")
    for value, form in ((text + offset, "%Y:%m:%d %H:%M:%S%z"), (text, "%Y:%m:%d %H:%M:%S")):
        try:
            moment = datetime.strptime(value, form)  # noqa: DTZ007 - the zone follows
            return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None
