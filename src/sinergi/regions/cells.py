"""Approximate cells of places of which only one point each is known. Pure: no Django.

Each place gets what lies nearer to its point than to any other (Voronoi), within an outline that
is computed from the same points: discs as wide as the places stand apart, grown together. Where
no place is near, as in a town that is a regency of its own, the outline has a hole. Such cells
show which place lies beside which; they are no boundary, and are marked as approximate.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

GRID = 1e-5  # degrees, about 1 m: all cells share vertices of this grid, so they fit without gaps

# All relative to the usual distance between neighbours (the median over all places).
REACH = 0.6  # radius of a disc, relative to its place's own distance to its second neighbour
NEAREST, FARTHEST = 0.9, 2.5  # the discs' least and greatest radius
CLOSING = 1.3  # gaps narrower than twice this are closed
LONE = 0.02  # degrees, about 2 km: the reach of a place without neighbours

Points = Mapping[str, tuple[float, float]]
Floats = npt.NDArray[np.float64]


def approximate_cells(points: Points) -> dict[str, BaseGeometry]:
    """A cell (Polygon or MultiPolygon, WGS84) for each code from its point (lon, lat).

    The cells touch and do not overlap; each holds its own point. Raises ValueError when two
    places have the same point.
    """
    if not points:
        return {}
    codes = list(points)
    lonlat = np.array([points[code] for code in codes], dtype=float)
    if len(np.unique(lonlat, axis=0)) != len(codes):
        raise ValueError("two places have the same point")
    squeeze = np.array([math.cos(math.radians(float(lonlat[:, 1].mean()))), 1.0])
    plane = lonlat * squeeze  # so that a degree is equally long both ways
    outline = _to_degrees(_outline(plane), squeeze)
    if len(codes) == 1:
        return {codes[0]: outline}
    cells = [_to_degrees(cell, squeeze) for cell in _voronoi(plane, outline.length)]
    return dict(zip(codes, _clipped(cells, outline), strict=True))


def union_of(shapes: Iterable[BaseGeometry]) -> BaseGeometry:
    """The whole that the parts make: a district of its villages.

    Parts that share their vertices are joined exactly; from others, seams narrower than some
    five metres are closed, so that no hairline stays inside.
    """
    parts = list(shapes)
    if shapely.coverage_is_valid(parts):
        return shapely.coverage_union_all(parts)
    seam = 2.5 * GRID
    whole = shapely.union_all(parts).buffer(seam, join_style="mitre")
    return shapely.make_valid(whole.buffer(-seam, join_style="mitre"))


def _outline(plane: Floats) -> BaseGeometry:
    apart, spacing = _apart(plane)
    places = np.asarray(shapely.points(plane))
    radii = np.clip(apart * REACH, NEAREST * spacing, FARTHEST * spacing)
    closing = CLOSING * spacing
    discs = shapely.union_all(shapely.buffer(places, radii, quad_segs=6))
    whole = discs.buffer(closing, quad_segs=6).buffer(-closing, quad_segs=6)
    holes = [hole for hole in _holes(whole) if not _is_town(hole, places, apart)]
    return shapely.union_all([whole, *holes]).simplify(spacing * 0.02)


def _apart(plane: Floats) -> tuple[Floats, float]:
    """How far each place stands from its second neighbour, and the usual distance to the first."""
    if len(plane) < 3:
        return np.full(len(plane), LONE), LONE
    pairs = np.hypot(*(plane[:, None, :] - plane[None, :, :]).transpose(2, 0, 1))
    pairs.sort(axis=1)
    return pairs[:, 2], float(np.median(pairs[:, 1]))


def _holes(whole: BaseGeometry) -> list[BaseGeometry]:
    parts = shapely.get_parts(whole)
    return [shapely.Polygon(ring) for part in parts for ring in part.interiors]


def _is_town(hole: BaseGeometry, places: npt.NDArray[np.object_], apart: Floats) -> bool:
    """Whether a hole is wider than the places around it stand apart anyway, as in forests."""
    radius = math.sqrt(hole.area / math.pi)
    around = shapely.distance(places, hole) < radius
    return not around.any() or radius > float(np.median(apart[around]))


def _voronoi(plane: Floats, reach: float) -> list[BaseGeometry]:
    """What lies nearest to each point, in the order of the points, far beyond the outline."""
    points = shapely.MultiPoint(plane)
    around = points.envelope.buffer(reach)
    cells = shapely.voronoi_polygons(points, extend_to=around, ordered=True)
    return list(shapely.get_parts(cells))


def _clipped(cells: list[BaseGeometry], outline: BaseGeometry) -> list[BaseGeometry]:
    """The part of each cell within the outline.

    All lines are noded together on one grid and cut into faces, which are then given to their
    cells: clipping cell by cell would leave hairline gaps between neighbours.
    """
    lines = shapely.union_all([*shapely.boundary(cells), outline.boundary], grid_size=GRID)
    faces = [face for face in shapely.polygonize([lines]).geoms if _inside(face, outline)]
    owners = shapely.STRtree(cells)
    kept: dict[int, list[BaseGeometry]] = {}
    for face in faces:
        owner = owners.nearest(face.representative_point())
        kept.setdefault(int(owner), []).append(face)
    return [
        shapely.orient_polygons(shapely.coverage_union_all(kept[index]))
        for index in range(len(cells))
    ]


def _inside(face: BaseGeometry, outline: BaseGeometry) -> bool:
    return bool(outline.contains(face.representative_point()))


def _to_degrees(shape: BaseGeometry, squeeze: Floats) -> BaseGeometry:
    return shapely.set_precision(
        shapely.transform(shape, lambda at: at / squeeze), GRID, mode="pointwise"
    )
