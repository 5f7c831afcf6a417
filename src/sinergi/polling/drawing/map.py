"""The map of the board as SVG: places shaded by the share that reported, stations as points.

Pure: outlines (GeoJSON features) and figures in, SVG text out. Every place leads to its board, so
the map works without a script; colours come from the style sheet by class.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from sinergi.regions.projection import Frame, frame_of, path, rings

WIDTH = 1000  # units of the drawing
MARGIN = 6


@dataclass(frozen=True)
class Shape:
    """One place, projected: the path of its outline."""

    code: str
    name: str
    path: str


@dataclass(frozen=True)
class Sheet:
    """The outlines of all places of a map, and how degrees become units."""

    shapes: tuple[Shape, ...]
    frame: Frame

    @property
    def height(self) -> int:
        """Of the drawing, in units."""
        return round(self.frame.height)

    def at(self, lon: float, lat: float) -> tuple[int, int]:
        """Degrees (WGS84) to whole units."""
        x, y = self.frame.at(lon, lat)
        return round(x), round(y)


@dataclass(frozen=True)
class Shade:
    """How a place is shown: its step (0 to 5, -1 without stations), its words, where it leads."""

    step: int
    words: str
    url: str


@dataclass(frozen=True)
class Dot:
    """A station with a position of its own. Degrees, WGS84."""

    lon: float
    lat: float
    tone: str  # done, silent, waiting
    words: str
    url: str


def sheet_of(features: Sequence[Mapping[str, Any]]) -> Sheet | None:
    """The outlines projected once; None when there are none."""
    frame = frame_of(features, width=WIDTH, margin=MARGIN)
    if frame is None:
        return None
    bare = Sheet((), frame)
    shapes = tuple(
        Shape(f["properties"]["code"], str(f["properties"]["name"]), _path(f, bare))
        for f in features
    )
    return Sheet(shapes, frame)


def _path(feature: Mapping[str, Any], sheet: Sheet) -> str:
    """Corners that fall on the unit of their neighbour are left out."""
    return "".join(_ring(ring, sheet) for ring in rings(feature["geometry"]))


def _ring(ring: Iterable[Sequence[float]], sheet: Sheet) -> str:
    corners: list[tuple[int, int]] = []
    for point in ring:
        corner = sheet.at(point[0], point[1])
        if not corners or corner != corners[-1]:
            corners.append(corner)
    return path(corners)


def map_svg(
    sheet: Sheet | None, shades: Mapping[str, Shade], dots: Iterable[Dot] = (), *, title: str
) -> str:
    """The map; empty when nothing has an outline."""
    if sheet is None:
        return ""
    parts = [_area(shape, shades.get(shape.code)) for shape in sheet.shapes]
    parts += [_dot(dot, sheet) for dot in dots]
    return (
        f'<svg class="board-map" viewBox="0 0 {WIDTH} {sheet.height}" role="group" '
        f"aria-label={quoteattr(title)}>{''.join(parts)}</svg>"
    )


def _area(shape: Shape, shade: Shade | None) -> str:
    if shade is None:
        return f'<path class="area-none" d="{shape.path}"/>'
    words = f"{shape.name}: {shade.words}"
    return (
        f"<a href={quoteattr(shade.url)} aria-label={quoteattr(words)}>"
        f'<path class="area-{shade.step}" d="{shape.path}">'
        f"<title>{escape(words)}</title></path></a>"
    )


def _dot(dot: Dot, sheet: Sheet) -> str:
    x, y = sheet.at(dot.lon, dot.lat)
    return (
        f"<a href={quoteattr(dot.url)} aria-label={quoteattr(dot.words)}>"
        f'<circle class="dot-{dot.tone}" cx="{x}" cy="{y}" r="7">'
        f"<title>{escape(dot.words)}</title></circle></a>"
    )
