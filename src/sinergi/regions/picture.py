"""A map as one SVG picture, for papers and slides: places shaded by a number, marks on them.

Pure: outlines (GeoJSON features) and numbers in, SVG text out. Colours stand in attributes, so a
page may show it under a strict policy, and Typst can set it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import shapely

from sinergi.regions.geometry import from_geojson
from sinergi.regions.projection import Frame, frame_of, path, rings

WIDTH = 900  # units of the drawing
MARGIN = 8
NAME, FIGURE = 20, 24  # heights of the words
SHADES = ("#ffffff", "#cfe3ef", "#8fc0db", "#4a93bd", "#0b5a86")
DARK_FROM = 3  # from this shade on the words on it are white
MARK = "#7d0a3c"


@dataclass(frozen=True)
class Mark:
    """A point that must be seen. Degrees, WGS84."""

    lon: float
    lat: float
    title: str


def map_svg(
    features: Sequence[Mapping[str, Any]],
    numbers: Mapping[str, int],
    marks: Iterable[Mark] = (),
    *,
    title: str,
) -> str:
    """The picture; empty when there is no outline to draw.

    `features` have the properties `code` and `name`; `numbers` is {code: figure}, absent is 0. A
    place is shaded by its share of the largest figure, and bears its name and its figure.
    """
    frame = frame_of(features, width=WIDTH, margin=MARGIN)
    if frame is None:
        return ""
    most = max(numbers.values(), default=0)
    parts = [_area(feature, frame, numbers, most) for feature in features]
    parts += [_words(feature, frame, numbers, most) for feature in features]
    parts += [_mark(mark, frame) for mark in marks]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {frame.height:.0f}" '
        f'role="img" aria-label="{escape(title, {chr(34): "&quot;"})}">{"".join(parts)}</svg>'
    )


def shade_of(number: int, most: int) -> int:
    """Which of the shades a figure has: none is the first, the largest the last."""
    if not number or not most:
        return 0
    return max(1, math.ceil(number / most * (len(SHADES) - 1)))


def _at(frame: Frame, lon: float, lat: float) -> tuple[float, float]:
    """To a tenth of a unit."""
    x, y = frame.at(lon, lat)
    return round(x, 1), round(y, 1)


def _area(feature: Mapping[str, Any], frame: Frame, numbers: Mapping[str, int], most: int) -> str:
    shade = shade_of(numbers.get(feature["properties"]["code"], 0), most)
    drawn = "".join(
        path([_at(frame, p[0], p[1]) for p in ring]) for ring in rings(feature["geometry"])
    )
    return (
        f'<path d="{drawn}" fill="{SHADES[shade]}" fill-rule="evenodd" '
        'stroke="#4a5b68" stroke-width="1.2" stroke-linejoin="round"/>'
    )


def _words(feature: Mapping[str, Any], frame: Frame, numbers: Mapping[str, int], most: int) -> str:
    number = numbers.get(feature["properties"]["code"], 0)
    colour = "#ffffff" if shade_of(number, most) >= DARK_FROM else "#16232e"
    x, y = _at(frame, *_middle(feature["geometry"]))
    name = escape(str(feature["properties"]["name"]))
    style = f'x="{x}" text-anchor="middle" font-family="sans-serif" fill="{colour}"'
    return (
        f'<text {style} y="{y - 3}" font-size="{NAME}">{name}</text>'
        f'<text {style} y="{y + FIGURE}" font-size="{FIGURE}" font-weight="bold">{number}</text>'
    )


def _middle(geometry: Mapping[str, Any]) -> tuple[float, float]:
    """A point well inside the largest part, where words have room."""
    whole = from_geojson(dict(geometry))
    largest = max(getattr(whole, "geoms", [whole]), key=lambda part: part.area)
    point = shapely.maximum_inscribed_circle(largest, tolerance=0.01).coords[0]
    return float(point[0]), float(point[1])


def _mark(mark: Mark, frame: Frame) -> str:
    x, y = _at(frame, mark.lon, mark.lat)
    return (
        f'<path d="M{x} {y - 11}l10 18h-20z" fill="{MARK}" stroke="#ffffff" stroke-width="2">'
        f"<title>{escape(mark.title)}</title></path>"
    )
