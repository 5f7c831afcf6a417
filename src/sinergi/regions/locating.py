"""The village of a coordinate, without asking anyone outside.

One index of all village boundaries is kept per process; it is built anew when the boundaries
have changed, which one small statement per call finds out.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from sinergi.regions import geometry
from sinergi.regions.models import Boundary, BoundarySet, Region

TOLERANCE = 500.0  # metres: satellite positions and simplified borders err by as much

Version = tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class _Index:
    """All village outlines at one time. Never changed, so threads share it freely."""

    version: Version
    places: list[tuple[str, BaseGeometry]]
    tree: shapely.STRtree

    def code_at(self, lon: float, lat: float) -> str | None:
        """The village there, or the nearest within TOLERANCE; the lower code on a border."""
        inside = self._hits(lon, lat, predicate="intersects")
        if inside:
            return min(code for code, _ in inside)
        reach = 2 * TOLERANCE / geometry.METRES_PER_DEGREE  # degrees of longitude are shorter
        near = self._hits(lon, lat, predicate="dwithin", distance=reach)
        ranked = sorted((geometry.metres_between(shape, lon, lat), code) for code, shape in near)
        return ranked[0][1] if ranked and ranked[0][0] <= TOLERANCE else None

    def _hits(self, lon: float, lat: float, **how: Any) -> list[tuple[str, BaseGeometry]]:
        found = self.tree.query(shapely.Point(lon, lat), **how)
        return [self.places[int(index)] for index in found]


_building = threading.Lock()
_index: _Index | None = None


def locate(lon: float, lat: float) -> Region | None:
    """The village (with its district) at a position in WGS84 degrees; None when it is in none."""
    code = code_at(lon, lat)
    return Region.objects.with_parent().get(pk=code) if code else None


def code_at(lon: float, lat: float) -> str | None:
    """The code of the village at a position; None when it is in none, or no position at all."""
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return None
    return _current().code_at(lon, lat)


def _current() -> _Index:
    global _index  # noqa: PLW0603 -- one index a process is the point of it
    version = _version()
    index = _index
    if index is None or index.version != version:
        with _building:
            if _index is None or _index.version != version:
                _index = _build(version)
            index = _index
    return index


def _version() -> Version:
    return tuple(BoundarySet.objects.order_by("pk").values_list("pk", "digest", "loaded_at"))


def _build(version: Version) -> _Index:
    rows = Boundary.objects.filter(region__level=Region.Level.VILLAGE).values_list(
        "region_id", "geometry"
    )
    places = [(code, geometry.from_geojson(raw)) for code, raw in rows.order_by("region_id")]
    return _Index(version, places, shapely.STRtree([shape for _, shape in places]))


__all__ = ["TOLERANCE", "code_at", "locate"]
