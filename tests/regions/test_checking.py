"""Each fault of a file of boundaries is reported by feature."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils import translation

from sinergi.regions.checking import Known, Report, check
from sinergi.regions.reading import read_json
from tests.regions.conftest import collection, feature, square

A, B, C = "35.19.04.2001", "35.19.04.2002", "35.19.04.2003"
KNOWN = {
    "35.19": Known("Kabupaten Madiun", None, None),
    A: Known("Desa A", 111.505, -7.595),
    B: Known("Desa B", 111.515, -7.595),
    C: Known("Desa C", None, None),
}
SQUARE_A, SQUARE_B, SQUARE_C = square(111.50, -7.60), square(111.51, -7.60), square(111.52, -7.60)
WHOLE = (feature(A, SQUARE_A), feature(B, SQUARE_B), feature(C, SQUARE_C))
BOWTIE = {
    "type": "Polygon",
    "coordinates": [
        [[111.5, -7.6], [111.51, -7.59], [111.51, -7.6], [111.5, -7.59], [111.5, -7.6]]
    ],
}


def checked(*features: Any, members: dict[str, Any] | None = None, **how: Any) -> Report:
    with translation.override("en"):
        return check(read_json(collection(*features, **(members or {}))), KNOWN, **how)


def faults(report: Report) -> list[tuple[str, str, int | None, str]]:
    return [(f.severity, f.fault, f.feature, f.code) for f in report.findings]


def polygon(*ring: list[Any]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [list(ring)]}


def test_a_good_file_has_no_findings() -> None:
    report = checked(*WHOLE)
    assert faults(report) == []
    assert report.shapes.keys() == {A, B, C}
    assert report.key == "code"


@pytest.mark.parametrize(
    ("geometry", "fault", "text"),
    [
        (None, "no-geometry", "It has no geometry."),
        ({"type": None}, "no-geometry", "It has no geometry."),
        ({"type": "Point", "coordinates": [111.5, -7.6]}, "not-a-polygon",
         "It is a Point, not a polygon."),
        ({"type": "GeometryCollection", "geometries": [SQUARE_A]}, "not-a-polygon",
         "It is a GeometryCollection, not a polygon."),
        ({"type": "Polygon"}, "broken-geometry", "Its coordinates are not lists of rings."),
        ({"type": "Polygon", "coordinates": []}, "broken-geometry",
         "Its coordinates are not lists of rings."),
        ({"type": "MultiPolygon", "coordinates": SQUARE_A["coordinates"]}, "broken-geometry",
         "A position is not two numbers."),
        (polygon(["111", -7.6], [1, 1], [2, 2], ["111", -7.6]), "broken-geometry",
         "A position is not two numbers."),
        (polygon([111.5], [111.5], [111.5], [111.5]), "broken-geometry",
         "A position is not two numbers."),
        (polygon([111.5, True], [1, 1], [2, 2], [111.5, True]), "broken-geometry",
         "A position is not two numbers."),
        (polygon([-7.6, 111.5], [-7.6, 111.51], [-7.5, 111.5], [-7.6, 111.5]), "swapped",
         "Latitude and longitude are swapped: -7.6, 111.5."),
        (polygon([556000, 9160000], [557000, 9160000], [556000, 9161000], [556000, 9160000]),
         "not-degrees", "These are no degrees of longitude and latitude: 556000, 9160000."),
        (polygon([111.5, -7.6], [111.51, -7.6], [111.51, -7.59], [111.5, -7.59]), "open-ring",
         "A ring does not end where it begins."),
        (polygon([111.5, -7.6], [111.51, -7.6], [111.5, -7.6]), "short-ring",
         "A ring has fewer than four positions."),
        (BOWTIE, "invalid-shape",
         "Its rings are invalid: Self-intersection[111.505 -7.595]."),
        (polygon([111.5, -7.6], [111.5, -7.6], [111.5, -7.6], [111.5, -7.6]), "invalid-shape",
         "Its rings are invalid: Too few points in geometry component[111.5 -7.6]."),
        (square(112.0, -7.6), "elsewhere",
         "Desa A is known to lie 54620 m outside of it."),
    ],
)  # fmt: skip
def test_a_faulty_shape_is_reported_by_feature(geometry: Any, fault: str, text: str) -> None:
    report = checked(*WHOLE[1:], feature(A, geometry))
    assert faults(report) == [("error", fault, 3, A)]
    assert report.findings[0].text == text
    assert A not in report.shapes


@pytest.mark.parametrize(
    ("code", "fault", "text"),
    [
        ("35.19.99.2001", "unknown-code", "There is no place with the code 35.19.99.2001."),
        ("Desa A", "unknown-code", "There is no place with the code Desa A."),
        (None, "no-code", "It names no code."),
        ("  ", "no-code", "It names no code."),
        (B, "duplicate-code", f"The code {B} was given already to feature 1."),
    ],
)
def test_a_faulty_code_is_reported_by_feature(code: Any, fault: str, text: str) -> None:
    report = checked(*WHOLE[1:], feature(code, SQUARE_A))
    errors = [(f.fault, f.feature, f.text) for f in report.errors]
    assert errors == [(fault, 3, text)]


def test_a_place_without_boundary_is_a_warning() -> None:
    report = checked(*WHOLE[:2])
    assert faults(report) == [("warning", "missing", None, C)]
    assert report.findings[0].text == "Desa C has no boundary in this file."


def test_a_point_somewhat_outside_is_a_warning() -> None:
    moved = feature(A, square(111.508, -7.60, 0.002))
    report = checked(moved, *WHOLE[1:])
    assert faults(report) == [("warning", "point-outside", 1, A)]
    assert A in report.shapes


def test_villages_that_overlap_are_a_warning() -> None:
    report = checked(feature(A, square(111.50, -7.60, 0.013)), *WHOLE[1:])
    assert faults(report) == [("warning", "overlap", None, A)]
    assert report.findings[0].text == "Desa A and Desa B overlap by 36.9 hectares."


def test_invalid_rings_are_mended_on_request() -> None:
    report = checked(feature(A, BOWTIE), *WHOLE[1:], repair=True)
    assert faults(report) == [("warning", "mended", 1, A)]
    assert report.shapes[A].geom_type == "MultiPolygon" and report.shapes[A].is_valid
    line = polygon([111.5, -7.6], [111.51, -7.6], [111.5, -7.6], [111.5, -7.6])
    assert faults(checked(feature(A, line), *WHOLE[1:], repair=True)) == [
        ("error", "invalid-shape", 1, A)
    ]


@pytest.mark.parametrize(
    ("crs", "good"),
    [
        ("urn:ogc:def:crs:OGC:1.3:CRS84", True),
        ("urn:ogc:def:crs:EPSG::4326", True),
        ("EPSG:4326", True),
        ("EPSG:4755", True),
        ("CRS84", True),
        ("EPSG:32749", False),
        ("urn:ogc:def:crs:EPSG::3857", False),
        ("EPSG:14326", False),
    ],
)
def test_only_longitude_and_latitude_on_wgs84_are_let_in(crs: str, good: bool) -> None:
    report = checked(*WHOLE, members={"crs": {"type": "name", "properties": {"name": crs}}})
    assert faults(report) == ([] if good else [("error", "wrong-crs", None, "")])
    assert good or crs in report.findings[0].text


def test_the_column_of_codes_is_found_by_what_it_holds() -> None:
    odd = [
        {"properties": {"nama": "x", "KDEPUM": code.replace(".", ""), "id": n}, "geometry": shape}
        for n, (code, shape) in enumerate([(A, SQUARE_A), (B, SQUARE_B), (C, SQUARE_C)])
    ]
    report = checked(*odd)
    assert report.key == "KDEPUM" and faults(report) == []


def test_codes_written_as_numbers_are_read() -> None:
    for code in (3519042001, 3519042001.0):
        assert A in checked(feature(code, SQUARE_A), *WHOLE[1:]).shapes


def test_the_column_can_be_named() -> None:
    two = [feature(A, SQUARE_A, lama="x"), *WHOLE[1:]]
    assert checked(*two, key="lama").errors[0].fault == "unknown-code"
    assert faults(checked(*two, key="kode")) == [("error", "no-key", None, "")]


def test_a_file_without_codes_says_which_columns_it_has() -> None:
    item = {"properties": {"nama": "A", "luas": 3}, "geometry": SQUARE_A}
    report = checked(item)
    assert faults(report) == [("error", "no-key", None, "")]
    assert "nama, luas" in report.findings[0].text
    assert faults(checked()) == [("error", "empty", None, "")]


def test_other_places_of_a_larger_file_can_be_left_aside() -> None:
    far = feature("35.77.01.1001", square(111.6, -7.6))
    assert checked(*WHOLE, far).errors[0].fault == "unknown-code"
    assert faults(checked(*WHOLE, far, within="35.19")) == []


def test_height_is_ignored() -> None:
    ring = [[x, y, 70] for x, y in SQUARE_A["coordinates"][0]]
    report = checked(feature(A, polygon(*ring)), *WHOLE[1:])
    assert faults(report) == [] and not report.shapes[A].has_z


def test_findings_are_in_the_language_of_the_reader() -> None:
    with translation.override("id"):
        report = check(read_json(collection(feature(A, None), *WHOLE[1:])), KNOWN)
    assert report.findings[0].text != "", json.dumps(report.findings[0].text)
