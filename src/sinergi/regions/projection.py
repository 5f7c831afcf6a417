"""Outlines (GeoJSON features) laid flat for a drawing. Pure: no Django, no shapes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Frame:
    """From degrees (WGS84) to units of a drawing: equirectangular, true at the middle latitude."""

    west: float
    north: float
    scale: float
    squeeze: float
    height: float
    margin: int

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Units from the left and from the top."""
        x = self.margin + (lon - self.west) * self.squeeze * self.scale
        return x, self.margin + (self.north - lat) * self.scale


def frame_of(features: Sequence[Mapping[str, Any]], *, width: int, margin: int) -> Frame | None:
    """The frame in which all features have room; None when they have no corner."""
    corners = [
        (point[0], point[1])
        for feature in features
        for ring in rings(feature["geometry"])
        for point in ring
    ]
    if not corners:
        return None
    lons, lats = zip(*corners, strict=True)
    west, north = min(lons), max(lats)
    squeeze = math.cos(math.radians((north + min(lats)) / 2))
    scale = (width - 2 * margin) / max((max(lons) - west) * squeeze, 1e-6)
    height = (north - min(lats)) * scale + 2 * margin
    return Frame(west, north, scale, squeeze, height, margin)


def rings(geometry: Mapping[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
    """All rings of a Polygon or MultiPolygon, one after the other."""
    shapes = geometry["coordinates"]
    for polygon in shapes if geometry["type"] == "MultiPolygon" else [shapes]:
        yield from polygon


def path(points: Sequence[tuple[float, float]]) -> str:
    """The path of a ring, as SVG says it."""
    return "M" + "L".join(f"{x} {y}" for x, y in points) + "Z"
