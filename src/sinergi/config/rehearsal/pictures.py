"""Photos of the rehearsal: drawn, so that they show nobody and nothing that happened."""

from __future__ import annotations

import functools
import io
import textwrap

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw
from PIL.ExifTags import IFD

COLOURS = {
    "martial_arts_friction": "#7a3b2e",
    "apk_damage": "#35618f",
    "apk_placement": "#35618f",
    "disaster": "#8a6d1d",
}


def photo(kind: str, position: tuple[float, float] | None) -> ContentFile[bytes]:
    """A drawn picture of a kind of incident, with the position in its EXIF if there is one."""
    return ContentFile(_jpeg(kind, position), name=f"foto-{kind}.jpg")


@functools.lru_cache(maxsize=64)
def _jpeg(kind: str, position: tuple[float, float] | None) -> bytes:
    image = Image.new("RGB", (960, 640), COLOURS.get(kind, "#4a6b5d"))
    draw = ImageDraw.Draw(image)
    draw.polygon([(0, 640), (300, 330), (520, 520), (700, 300), (960, 640)], fill="#00000055")
    draw.ellipse((720, 60, 840, 180), fill="#f2d57c")
    draw.text((40, 40), "LATIHAN\nGambar rekaan", fill="white", font_size=64)
    draw.text((40, 560), kind.replace("_", " "), fill="white", font_size=36)
    target = io.BytesIO()
    image.save(target, "JPEG", quality=80, exif=_exif(position))
    return target.getvalue()


def _exif(position: tuple[float, float] | None) -> Image.Exif:
    exif = Image.Exif()
    if position:
        lon, lat = position
        exif[IFD.GPSInfo] = {
            1: "S" if lat < 0 else "N",
            2: _sexagesimal(lat),
            3: "W" if lon < 0 else "E",
            4: _sexagesimal(lon),
        }
    return exif


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    value = abs(degrees)
    minutes = (value % 1) * 60
    return float(int(value)), float(int(minutes)), round((minutes % 1) * 60, 3)


def paper(title: str) -> ContentFile[bytes]:
    """A page of the shared library, as a PDF with its title: there is nothing else in it."""
    page = Image.new("RGB", (827, 1169), "white")
    draw = ImageDraw.Draw(page)
    draw.rectangle((60, 60, 767, 1109), outline="#0b3d5c", width=4)
    draw.multiline_text((100, 120), "LATIHAN", fill="#b3261e", font_size=40)
    lines = textwrap.fill(title, 28)
    draw.multiline_text((100, 220), lines, fill="#0b3d5c", font_size=44, spacing=14)
    draw.multiline_text(
        (100, 1020), "Naskah rekaan untuk gladi Sinergi.", fill="#4a5b68", font_size=26
    )
    target = io.BytesIO()
    page.save(target, "PDF", resolution=100)
    return ContentFile(target.getvalue(), name="naskah.pdf")
