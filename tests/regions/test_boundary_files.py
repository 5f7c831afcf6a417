"""Boundaries of a file replace the approximate cells, all of them or none."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.core.management import CommandError, call_command
from django.utils import translation

from sinergi.kernel.action import may
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Problem
from sinergi.regions import actions
from sinergi.regions.boundary_files import check_file, load_checked
from sinergi.regions.geometry import from_geojson, holds
from sinergi.regions.models import Boundary, BoundarySet, Region
from sinergi.regions.outlines import Outline
from tests.factories import World
from tests.regions.conftest import collection, feature, square

pytestmark = pytest.mark.django_db

VILLAGE = "35.19.04.2007"


def shapes(level: str = "village") -> dict[str, Any]:
    rows = Boundary.objects.filter(region__level=level)
    return {row.region_id: from_geojson(row.geometry) for row in rows}


def around(village: Region, side: float = 0.01) -> dict[str, Any]:
    assert village.lon is not None and village.lat is not None
    return square(village.lon - side / 2, village.lat - side / 2, side)


def run(*args: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    with translation.override("en"):
        call_command("boundaries", *args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_real_boundaries_replace_the_cells(regency: Region, real: Callable[[str], Path]) -> None:
    out, err = run(str(real("madiun-villages.geojson")), "--source", "BIG")
    assert out.strip() == "206 boundaries were loaded (Kabupaten Madiun), 0 warnings."
    assert err == ""
    assert not Boundary.objects.filter(approximate=True).exists()
    assert set(Boundary.objects.values_list("source", flat=True)) == {"BIG"}
    assert [len(shapes(level)) for level in ("village", "district", "regency")] == [206, 15, 1]
    assert shapely.coverage_is_valid(list(shapes().values()))
    assert shapely.coverage_is_valid(list(shapes("district").values()))
    for place in Region.objects.within(["35.19"]).select_related("boundary"):
        assert holds(from_geojson(place.boundary.geometry), place.lon, place.lat), place


def test_districts_of_villages_are_those_of_the_file(
    regency: Region, real: Callable[[str], Path]
) -> None:
    run(str(real("madiun-villages.geojson")))
    derived = shapes("district")
    for item in json.loads(real("madiun-districts.geojson").read_text())["features"]:
        given = from_geojson(item["geometry"])
        made = derived[item["properties"]["code"]]
        assert made.symmetric_difference(given).area < 0.001 * given.area


def test_what_the_file_gives_is_not_derived(regency: Region, real: Callable[[str], Path]) -> None:
    run(str(real("madiun-districts.geojson")))
    rows = Boundary.objects.all()
    assert not rows.filter(region__level="district", approximate=True).exists()
    assert rows.filter(region__level="village", approximate=True).count() == 206
    regency_row = rows.get(region=regency)
    assert regency_row.approximate, "made of villages that are approximate"


def test_neighbouring_regencies_are_loaded_as_context(
    regency: Region, real: Callable[[str], Path]
) -> None:
    out, _err = run(str(real("jatim-regencies.geojson")))
    assert out.startswith("38 boundaries were loaded")
    assert Boundary.objects.filter(region__level="regency").count() == 38
    assert BoundarySet.objects.count() == 38


def test_the_loading_is_in_the_journal(regency: Region, real: Callable[[str], Path]) -> None:
    run(str(real("madiun-villages.topojson")))
    entry = JournalEntry.objects.filter(verb="boundaries.loaded").latest("id")
    assert (entry.region, entry.subject_type, entry.door) == ("35.19", "regions.boundaryset", "cli")
    assert entry.changes["approximate"][1] is False
    assert entry.facts["boundaries"] == 222
    assert entry.changes["digest"][1] == BoundarySet.objects.get(region=regency).digest


def test_with_any_error_nothing_is_loaded(regency: Region, tmp_path: Path) -> None:
    good, bad = Region.objects.villages()[:2]
    file = tmp_path / "x.geojson"
    file.write_bytes(
        collection(feature(good.pk, around(good)), feature(bad.pk, None), feature("99", None))
    )
    before = list(Boundary.objects.order_by("pk").values())
    entries = JournalEntry.objects.count()
    with pytest.raises(CommandError, match="Nothing was loaded: 2 errors"):
        run(str(file))
    assert list(Boundary.objects.order_by("pk").values()) == before
    assert JournalEntry.objects.count() == entries
    with pytest.raises(ValueError, match="errors"):
        load_checked(check_file(file), file, source="x")


def test_a_failure_halfway_leaves_everything_as_it_was(
    regency: Region, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    village = Region.objects.villages()[0]
    file = tmp_path / "x.geojson"
    file.write_bytes(collection(feature(village.pk, around(village))))
    before = list(Boundary.objects.order_by("pk").values())

    def fail(*args: Any) -> int:
        raise RuntimeError("the power went off")

    monkeypatch.setattr(actions, "_settle_points", fail)
    with pytest.raises(RuntimeError):
        run(str(file))
    assert list(Boundary.objects.order_by("pk").values()) == before


def test_villages_that_are_left_out_keep_their_cell_beside_the_new_ones(
    regency: Region, tmp_path: Path
) -> None:
    village = Region.objects.get(pk=VILLAGE)
    file = tmp_path / "x.geojson"
    file.write_bytes(collection(feature(VILLAGE, around(village, 0.02))))
    out, err = run(str(file))
    assert out.strip() == "1 boundaries were loaded (Kabupaten Madiun), 205 warnings."
    assert "Desa" in err and "… and 185 more." in err
    kept = shapes()
    assert len(kept) == 206
    overlap = sum(
        shape.intersection(kept[VILLAGE]).area for code, shape in kept.items() if code != VILLAGE
    )
    assert overlap < 1e-9
    assert not Boundary.objects.get(pk=VILLAGE).approximate
    assert Boundary.objects.filter(region__level="village", approximate=True).count() == 205


def test_faults_are_listed_by_feature_the_first_twenty_or_all(
    regency: Region, tmp_path: Path
) -> None:
    file = tmp_path / "x.geojson"
    village = Region.objects.get(pk=VILLAGE)
    unknown = [feature(f"35.19.04.29{n:02}", None) for n in range(30)]
    file.write_bytes(collection(feature(VILLAGE, around(village)), *unknown))
    err = io.StringIO()
    with translation.override("en"), pytest.raises(CommandError, match="30 errors"):
        call_command("boundaries", str(file), "--check", stderr=err)
    lines = [line for line in err.getvalue().splitlines() if line.startswith("Error")]
    assert len(lines) == 20
    assert lines[0] == (
        "Error: feature 2 (35.19.04.2900): There is no place with the code 35.19.04.2900."
    )
    with translation.override("en"), pytest.raises(CommandError):
        call_command("boundaries", str(file), "--all", stderr=err)
    assert err.getvalue().count("Error: feature 31") == 1


def test_a_check_loads_nothing(regency: Region, real: Callable[[str], Path]) -> None:
    out, _err = run(str(real("madiun-villages.geojson")), "--check")
    assert out.strip() == "206 boundaries are fit to be loaded, 0 warnings."
    assert BoundarySet.objects.get().approximate


def test_a_file_that_is_absent_or_unreadable_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no file"):
        run(str(tmp_path / "absent.geojson"))
    broken = tmp_path / "broken.geojson"
    broken.write_text("{")
    with pytest.raises(CommandError, match="JSON"):
        run(str(broken))


def test_loading_the_same_file_twice_changes_nothing(
    regency: Region, real: Callable[[str], Path]
) -> None:
    file = str(real("madiun-villages.geojson"))
    run(file)
    before = list(Boundary.objects.order_by("pk").values("pk", "geometry", "west", "approximate"))
    run(file)
    after = list(Boundary.objects.order_by("pk").values("pk", "geometry", "west", "approximate"))
    assert after == before
    assert BoundarySet.objects.count() == 1


def test_only_who_keeps_the_policies_may_replace_the_map(world: World) -> None:
    place = Region.objects.get(pk="35.19")
    outlines = {"35.19.04": Outline(shapely.box(111.5, -7.8, 111.6, -7.6))}
    allowed = {
        role for role, post in world.posts.items() if may(post, "load_boundaries", place).allowed
    }
    assert {"desk_coordinator", "regional_secretary"} <= allowed
    assert not allowed & {"village_head", "district_head", "babinsa", "duty_officer"}
    with pytest.raises(Problem) as refused:
        actions.load_boundaries(
            world.posts["duty_officer"], place, outlines=outlines, source="x", digest="x"
        )
    assert refused.value.status == 403
    with pytest.raises(Problem) as hidden:
        actions.load_boundaries(
            world.posts["babinsa"], place, outlines=outlines, source="x", digest="x"
        )
    assert hidden.value.status == 404
    made = actions.load_boundaries(
        world.posts["desk_coordinator"], place, outlines=outlines, source="BIG", digest="x"
    )
    assert str(made) == "35.19 · BIG" and str(Boundary.objects.get()) == "35.19.04"
    assert may(world.posts["desk_coordinator"], "load_places", place).allowed is False
