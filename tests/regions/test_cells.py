"""Approximate cells tile, and each holds its own point, whatever the points."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from sinergi.regions.cells import approximate_cells, union_of
from sinergi.regions.geometry import metres_between, point_inside, to_geojson
from sinergi.regions.loading import read_facts

# Points on a grid of some 100 m: nobody's villages stand closer.
spot = st.tuples(st.integers(0, 300), st.integers(0, 300))
spots = st.lists(spot, min_size=1, max_size=40, unique=True)


@given(spots)
def test_cells_tile_and_hold_their_points(grid: list[tuple[int, int]]) -> None:
    points = {str(n): (111.4 + x / 1000, -7.8 + y / 1000) for n, (x, y) in enumerate(grid)}
    cells = approximate_cells(points)
    assert cells.keys() == points.keys()
    shapes = list(cells.values())
    assert all(
        shape.is_valid and shape.geom_type in {"Polygon", "MultiPolygon"} for shape in shapes
    )
    assert shapely.coverage_is_valid(shapes), "neighbours touch without overlap"
    assert sum(shape.area for shape in shapes) == pytest.approx(union_of(shapes).area, rel=1e-9)
    for code, point in points.items():
        holders = [other for other, shape in cells.items() if shapely.contains_xy(shape, *point)]
        assert holders == [code]


def test_the_cells_of_madiun_look_like_a_regency() -> None:
    facts = read_facts("35.19")
    cells = approximate_cells({code: (fact.lon, fact.lat) for code, fact in facts.items()})
    outline = union_of(cells.values())
    assert outline.geom_type == "Polygon"
    assert len(outline.interiors) == 1, "the town in its middle is a regency of its own"
    assert not any(shape.geom_type == "MultiPolygon" for shape in cells.values())
    spikes = [shape.convex_hull.area / shape.area for shape in cells.values()]
    assert max(spikes) < 1.5


def test_no_points_have_no_cells_and_one_has_a_disc() -> None:
    assert approximate_cells({}) == {}
    disc = approximate_cells({"a": (111.5, -7.6)})["a"]
    assert shapely.contains_xy(disc, 111.5, -7.6)


def test_two_places_at_one_point_are_refused() -> None:
    with pytest.raises(ValueError, match="same point"):
        approximate_cells({"a": (111.5, -7.6), "b": (111.5, -7.6)})


def test_a_union_closes_hairlines_between_parts_that_do_not_share_vertices() -> None:
    left = shapely.box(111.50, -7.60, 111.51, -7.59)
    right = shapely.Polygon(
        [(111.50999, -7.60), (111.52, -7.60), (111.52, -7.59), (111.51002, -7.59)]
    )
    whole = union_of([left, right])
    assert whole.geom_type == "Polygon" and not whole.interiors


def test_geojson_is_rounded_and_turns_as_the_standard_says() -> None:
    clockwise = shapely.Polygon([(0, 0), (0, 1), (1.123456789, 1), (1, 0)])
    ring = to_geojson(clockwise, digits=5)["coordinates"][0]
    assert shapely.LinearRing(ring).is_ccw
    assert (1.12346, 1.0) in ring


def test_a_point_stands_inside_and_distances_are_metres() -> None:
    ring = shapely.box(0, 0, 1, 1).difference(shapely.box(0.1, 0.1, 0.9, 0.9))
    assert shapely.contains_xy(ring, *point_inside(ring))
    square = shapely.box(111.50, -7.60, 111.51, -7.59)
    assert metres_between(square, 111.52, -7.595) == pytest.approx(1103, rel=0.01)
    assert metres_between(square, 111.505, -7.595) == 0
