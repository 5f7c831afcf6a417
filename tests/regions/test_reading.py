"""Files are read as they are; a TopoJSON says the same as its GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely

from sinergi.kernel.problems import Problem
from sinergi.regions.geometry import from_geojson
from sinergi.regions.reading import Contents, read_file, read_json
from tests.regions.conftest import collection, feature, square

# Two squares that share an edge (arc 0), quantized; the second has a hole and an id of its own.
TOPOLOGY: dict[str, Any] = {
    "type": "Topology",
    "transform": {"scale": [0.01, 0.01], "translate": [111.0, -8.0]},
    "arcs": [
        [[10, 0], [0, 10]],
        [[10, 10], [-10, 0], [0, -10], [10, 0]],
        [[10, 0], [10, 0], [0, 10], [-10, 0]],
        [[12, 2], [2, 0], [0, 2], [-2, 0], [0, -2]],
    ],
    "objects": {
        "desa": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "properties": {"code": "a"}, "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "id": "b", "arcs": [[[2, -1], [3]]]},
                {"type": "Point", "properties": {"code": "c"}, "coordinates": [1, 1]},
                {"type": None, "properties": {"code": "d"}},
            ],
        }
    },
}


def read(document: Any) -> Contents:
    return read_json(json.dumps(document).encode())


def test_a_quantized_topology_is_decoded() -> None:
    first, second, point, nothing = read(TOPOLOGY).features
    left, right = from_geojson(first.geometry), from_geojson(second.geometry)
    assert left.equals(shapely.box(111.0, -8.0, 111.1, -7.9))
    assert right.area == pytest.approx(0.01 - 0.0004)
    assert shapely.coverage_is_valid([left, right])
    assert (first.properties, second.properties) == ({"code": "a"}, {"id": "b"})
    assert point.geometry["type"] == "Point"
    assert nothing.geometry is None


def test_a_topology_without_transform_holds_plain_positions() -> None:
    arc = [[0, 0], [1, 0], [1, 1], [0, 0]]
    plain = {
        "type": "Topology",
        "arcs": [arc],
        "objects": {"a": {"type": "Polygon", "arcs": [[0]]}},
    }
    assert read(plain).features[0].geometry["coordinates"] == [arc]


def test_topojson_says_the_same_as_geojson(real: Callable[[str], Path]) -> None:
    plain = read_file(real("madiun-villages.geojson")).features
    shared = read_file(real("madiun-villages.topojson")).features
    shapes = {item.properties["code"]: from_geojson(item.geometry) for item in plain}
    assert len(shared) == len(plain) == 206
    for item in shared:
        one, other = from_geojson(item.geometry), shapes[item.properties["code"]]
        assert shapely.hausdorff_distance(one, other) < 2e-5  # about 2 m
        assert shapely.symmetric_difference(one, other).area < 1e-5 * other.length


@pytest.mark.parametrize("ending", ["gpkg", "shp", "fgb"])
def test_other_formats_are_read_too(tmp_path: Path, ending: str) -> None:
    from pyogrio.raw import write

    file = tmp_path / f"desa.{ending}"
    shape = from_geojson(square(111.5, -7.6))
    import numpy as np

    write(
        file,
        np.array([shapely.to_wkb(shape)]),
        [np.array(["35.19.04.2007"], dtype=object)],
        np.array(["kode"]),
        geometry_type="Polygon",
        crs="EPSG:4326",
    )
    contents = read_file(file)
    assert contents.names == ["kode"] and contents.crs
    assert contents.features[0].properties == {"kode": "35.19.04.2007"}
    assert from_geojson(contents.features[0].geometry).equals(shape)


def test_a_single_feature_and_a_byte_order_mark_are_read() -> None:
    item = feature("35.19.04.2007", square(111.5, -7.6))
    assert len(read_json(b"\xef\xbb\xbf" + json.dumps(item).encode()).features) == 1


def test_the_crs_is_kept_as_it_is_called() -> None:
    crs = {"type": "name", "properties": {"name": "EPSG:32749"}}
    assert read_json(collection(crs=crs)).crs == "EPSG:32749"
    assert read_json(collection()).crs is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'{"type": "FeatureCollection"}',
        b'{"type": "Polygon", "coordinates": []}',
        b'{"type": "Topology"}',
        b'{"type": "Topology", "arcs": [], "objects": {"a": {"type": "Polygon", "arcs": [[7]]}}}',
        b'{"type": "Topology", "arcs": [[["x"]]], "objects": {}, "transform": {}}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_file_of_boundaries_is_refused_with_a_reason(content: bytes) -> None:
    with pytest.raises(Problem) as refused:
        read_json(content)
    assert refused.value.code == "regions-unreadable-file" and refused.value.detail


def test_a_file_that_gdal_cannot_read_is_refused_with_a_reason(tmp_path: Path) -> None:
    file = tmp_path / "x.shp"
    file.write_bytes(b"no shapefile")
    for path in (file, tmp_path / "absent.geojson"):
        with pytest.raises(Problem) as refused:
            read_file(path)
        assert refused.value.code == "regions-unreadable-file"
