"""Shapes: to and from GeoJSON, and a few questions to them. Pure: no Django.

All in WGS84 degrees; distances in metres are good to a percent, as far as a regency reaches.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

METRES_PER_DEGREE = 111_320.0  # of latitude; of longitude, times the cosine of the latitude
AREAL = ("Polygon", "MultiPolygon")


def to_geojson(of: BaseGeometry, *, digits: int) -> dict[str, Any]:
    """Its GeoJSON geometry (RFC 7946), rounded to `digits` decimals: 5 is about a metre."""
    flat = shapely.orient_polygons(shapely.force_2d(of))
    rounded = shapely.transform(flat, lambda at: np.round(at, digits))
    return dict(mapping(rounded))


def from_geojson(geometry: dict[str, Any]) -> BaseGeometry:
    """The shape of a GeoJSON geometry that was checked before."""
    return shape(geometry)


def areal(of: BaseGeometry) -> BaseGeometry:
    """Only what has an area, as a Polygon or MultiPolygon; empty when nothing has."""
    if of.geom_type in AREAL:
        return of
    parts = [part for part in shapely.get_parts(of) if part.geom_type in AREAL]
    return shapely.union_all(parts)


def holds(of: BaseGeometry, lon: float | None, lat: float | None) -> bool:
    """Whether the point is known and lies inside."""
    if lon is None or lat is None:
        return False
    return bool(shapely.contains_xy(of, lon, lat))


def point_inside(of: BaseGeometry) -> tuple[float, float]:
    """A point (lon, lat) well inside, where a marker or a name may stand."""
    parts = shapely.get_parts(of)
    largest = parts[int(np.argmax(shapely.area(parts)))]
    point = shapely.point_on_surface(largest)
    return round(point.x, 5), round(point.y, 5)


def metres_between(of: BaseGeometry, lon: float, lat: float) -> float:
    """How far the point lies from the shape; 0 inside."""
    squeeze = np.array([math.cos(math.radians(lat)), 1.0])
    flat = shapely.transform(of, lambda at: at * squeeze)
    return float(shapely.distance(flat, shapely.Point(lon * squeeze[0], lat))) * METRES_PER_DEGREE


def hectares(of: BaseGeometry) -> float:
    """Its area."""
    if of.is_empty:
        return 0.0
    lat = (of.bounds[1] + of.bounds[3]) / 2
    return float(of.area) * METRES_PER_DEGREE**2 * math.cos(math.radians(lat)) / 10_000
