"""The official list of places comes in whole, once, and the same the second time."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from lokal import wilayah

from sinergi.kernel.models import JournalEntry
from sinergi.regions import loading
from sinergi.regions.models import Boundary, BoundarySet, Region, under
from sinergi.regions.problems import NoSuchRegency, WrongCount

pytestmark = pytest.mark.django_db


def snapshot() -> list[dict[str, Any]]:
    return [*Region.objects.values(), *Boundary.objects.order_by("pk").values()]


def test_the_regency_has_all_its_places() -> None:
    regency = loading.load_regency("35.19")
    places = Region.objects.within(["35.19"])
    assert (places.districts().count(), places.villages().count()) == (15, 206)
    assert places.villages().filter(kind="kelurahan").count() == 8
    assert str(regency) == "Kabupaten Madiun"
    assert str(regency.parent) == "Provinsi Jawa Timur"
    assert Region.objects.filter(level="regency").count() == 38


def test_the_package_lists_what_the_decree_lists() -> None:
    provinces = wilayah.list_wilayah()
    regencies = [place for row in provinces for place in wilayah.list_wilayah(row.code)]
    districts = [place for row in regencies for place in wilayah.list_wilayah(row.code)]
    villages = sum(len(wilayah.list_wilayah(row.code)) for row in districts)
    assert (len(provinces), len(regencies), len(districts), villages) == (38, 514, 7285, 83762)


def test_names_tell_two_villages_of_one_name_apart() -> None:
    loading.load_regency("35.19")
    twins = Region.objects.filter(name="Bangunsari", level="village").with_parent()
    assert [row.full_name for row in twins] == [
        "Kelurahan Bangunsari, Kec. Dolopo",
        "Kelurahan Bangunsari, Kec. Mejayan",
    ]
    jiwan = Region.objects.get(pk="35.19.09")
    assert (str(jiwan), jiwan.full_name) == ("Kecamatan Jiwan", "Kecamatan Jiwan")
    assert str(Region.objects.get(pk="35.77")) == "Kota Madiun"


def test_facts_add_up_to_the_official_totals_and_say_that_they_are_estimates() -> None:
    regency = loading.load_regency("35.19")
    assert (regency.registered_voters, regency.polling_stations) == (569_441, 1_142)
    districts = Region.objects.districts()
    assert sum(row.registered_voters or 0 for row in districts) == 569_441
    assert not Region.objects.villages().filter(facts_estimated=False).exists()
    assert regency.facts_source


def test_loading_again_changes_nothing_and_says_nothing() -> None:
    loading.load_regency("35.19")
    before, entries = snapshot(), JournalEntry.objects.count()
    loading.load_regency("35.19")
    assert snapshot() == before
    assert JournalEntry.objects.count() == entries
    assert list(JournalEntry.objects.values_list("verb", "region", "actor_label")) == [
        ("places.loaded", "35.19", "Sinergi"),
        ("boundaries.loaded", "35.19", "Sinergi"),
    ]


def test_loading_again_corrects_what_differs_from_the_list() -> None:
    loading.load_regency("35.19")
    Region.objects.filter(pk="35.19.04.2007").update(name="Salah", registered_voters=1)
    Region.objects.filter(pk="35.19.01.2001").update(lon=111.46)
    loading.load_regency("35.19")
    village = Region.objects.get(pk="35.19.04.2007")
    assert village.name != "Salah" and (village.registered_voters or 0) > 1
    assert Region.objects.get(pk="35.19.01.2001").lon == 111.46, "a known point stays"
    assert JournalEntry.objects.filter(verb="places.loaded").last().facts == {  # type: ignore[union-attr]
        "new": 0,
        "changed": 1,
    }


def test_a_regency_without_facts_gets_its_places_and_no_cells() -> None:
    regency = loading.load_regency("35.77")
    assert Region.objects.within(["35.77"]).villages().count() == 27
    assert regency.registered_voters is None
    assert not BoundarySet.objects.exists()


def test_a_second_regency_of_the_province_joins_the_first() -> None:
    loading.load_regency("35.77")
    loading.load_regency("35.19")
    assert Region.objects.villages().count() == 27 + 206


@pytest.mark.parametrize("code", ["35", "35.99", "35.19.01", "3519", "", "x"])
def test_what_is_no_regency_is_refused(code: str) -> None:
    with pytest.raises(Exception) as refused:  # noqa: PT011 -- a Problem, told by its code
        loading.load_regency(code)
    assert refused.value.code == NoSuchRegency.code  # type: ignore[attr-defined]
    assert not Region.objects.exists()


def test_a_list_with_a_hole_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(loading.KNOWN_COUNTS, "35.19", (15, 207))
    with pytest.raises(Exception) as refused:  # noqa: PT011
        loading.load_regency("35.19")
    assert refused.value.code == WrongCount.code  # type: ignore[attr-defined]
    assert not Region.objects.exists()


def test_facts_of_unknown_places_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = {"35.19.99.2001": loading.Facts(111.5, -7.6, 1, 1)}
    monkeypatch.setattr(loading, "read_facts", lambda code: facts)
    with pytest.raises(Exception, match=r"35\.19\.99\.2001"):
        loading.load_regency("35.19")


def test_scope_by_prefix_is_answered_from_an_index() -> None:
    """Also in other tables: a foreign key inherits the bytewise order of the code."""
    loading.load_regency("35.19")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE regions_region; ANALYZE regions_boundary")
        cursor.execute("SET LOCAL enable_seqscan = off")
        for rows in (
            Region.objects.within(["35.19.04"]),
            Region.objects.filter(under("parent_id", ["35.19.04"])),
            Boundary.objects.filter(under("region_id", ["35.19.04"])),
        ):
            plan = rows.order_by().explain()
            assert "JOIN" not in str(rows.query)
            assert "Seq Scan" not in plan and re.search(r">=~? '35\.19\.04\.'", plan), plan
