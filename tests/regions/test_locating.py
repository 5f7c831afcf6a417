"""The village of a coordinate: in real boundaries, in cells, just outside, for many at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sinergi.kernel.actors import SYSTEM
from sinergi.regions import actions, locating
from sinergi.regions.boundary_files import check_file, load_checked
from sinergi.regions.geometry import METRES_PER_DEGREE
from sinergi.regions.locating import TOLERANCE, code_at, locate
from sinergi.regions.models import Region
from sinergi.regions.outlines import Outline

pytestmark = pytest.mark.django_db


def load(path: Path) -> None:
    load_checked(check_file(path), path, source="BIG")


def own_points() -> list[tuple[str, float, float]]:
    return list(Region.objects.villages().values_list("code", "lon", "lat"))  # type: ignore[arg-type]


def test_every_point_finds_its_own_village_in_the_cells(regency: Region) -> None:
    assert [code for code, lon, lat in own_points() if code_at(lon, lat) != code] == []


def test_every_point_finds_its_own_village_in_real_boundaries(
    regency: Region, real: Callable[[str], Path]
) -> None:
    points = own_points()
    load(real("madiun-villages.geojson"))
    assert [code for code, lon, lat in points if code_at(lon, lat) != code] == []


def test_locating_names_the_village_with_its_district(regency: Region) -> None:
    village = locate(111.4913, -7.611)
    assert village is not None and village.full_name == "Desa Grobogan, Kec. Jiwan"


@given(lon=st.floats(111.3, 111.95), lat=st.floats(-7.9, -7.35))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_any_position_is_in_a_village_that_holds_it_or_is_near(
    regency: Region, lon: float, lat: float
) -> None:
    code = code_at(lon, lat)
    places = dict(locating._current().places)
    point = shapely.Point(lon, lat)
    holding = [key for key, shape in places.items() if shape.intersects(point)]
    if holding:
        assert code == min(holding)
        return
    degrees = min(float(shape.distance(point)) for shape in places.values())
    if code is None:
        assert degrees * METRES_PER_DEGREE > TOLERANCE
    else:
        assert degrees * METRES_PER_DEGREE < TOLERANCE * 1.02


@given(lon=st.floats(), lat=st.floats())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_number_breaks_it(regency: Region, lon: float, lat: float) -> None:
    code = code_at(lon, lat)
    assert code is None or (111 < lon < 112 and -8 < lat < -7)


def test_the_tolerance_ends(regency: Region) -> None:
    square = Outline(shapely.box(111.50, -7.60, 111.51, -7.59))
    actions.load_boundaries(
        SYSTEM, regency, outlines={"35.19.04.2007": square}, source="x", digest="x"
    )
    assert code_at(111.505, -7.595) == "35.19.04.2007"
    assert code_at(111.514, -7.595) == "35.19.04.2007"  # 441 m east
    assert code_at(111.515, -7.595) is None  # 552 m
    assert code_at(111.505, -7.6044) == "35.19.04.2007"  # 490 m south
    assert code_at(111.505, -7.6046) is None  # 512 m


def test_new_boundaries_are_used_at_once(regency: Region) -> None:
    assert code_at(0.5, 0.5) is None
    for code in ("35.19.04.2007", "35.19.04.2008"):
        outlines = {code: Outline(shapely.box(0, 0, 1, 1))}
        actions.load_boundaries(SYSTEM, regency, outlines=outlines, source="x", digest=code)
        assert code_at(0.5, 0.5) == code


def test_without_boundaries_there_is_no_village() -> None:
    assert locate(111.5, -7.6) is None


def test_a_call_costs_one_small_statement_and_the_village_another(
    regency: Region, django_assert_num_queries: Any
) -> None:
    code_at(111.4913, -7.611)
    with django_assert_num_queries(1):
        code_at(111.4913, -7.611)
    with django_assert_num_queries(2):
        village = locate(111.4913, -7.611)
        assert village is not None and village.full_name


def test_many_threads_ask_one_index(regency: Region) -> None:
    points = own_points() * 5
    index = locating._current()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda point: index.code_at(point[1], point[2]), points))
    assert found == [code for code, _, _ in points]


def test_threads_that_meet_a_change_build_the_index_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    built = []

    def build(version: locating.Version) -> Any:
        built.append(version)
        return locating._Index(version, [], shapely.STRtree([]))

    monkeypatch.setattr(locating, "_index", None)
    monkeypatch.setattr(locating, "_build", build)
    monkeypatch.setattr(locating, "_version", lambda: (("a",),))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: code_at(0, 0), range(50)))
    assert built == [(("a",),)]
