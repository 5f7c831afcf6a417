"""What the map and the forms are given: in scope, compact, kept by the device."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest
import shapely
from django.test import Client
from django.urls import reverse

from sinergi.kernel.actors import SYSTEM
from sinergi.regions import actions, queries
from sinergi.regions.geometry import from_geojson
from sinergi.regions.loading import load_regency
from sinergi.regions.models import Region
from sinergi.regions.outlines import Outline
from tests.factories import World

pytestmark = pytest.mark.django_db
Enter = Callable[[str], Client]

AREAS, LOCATE, OPTIONS = "/regions/areas/", "/regions/locate/", "/regions/options/"


@pytest.fixture
def regency(world: World) -> Region:
    return load_regency("35.19")


def test_the_addresses_stand() -> None:
    names = [reverse(f"regions:{name}") for name in ("areas", "locate", "options")]
    assert names == [AREAS, LOCATE, OPTIONS]


@pytest.mark.parametrize("address", [AREAS, LOCATE, OPTIONS])
def test_who_is_not_signed_in_is_told_so(client: Client, db: Any, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "unauthenticated"


@pytest.mark.parametrize("address", [AREAS, LOCATE, OPTIONS])
def test_nothing_can_be_posted(world: World, signed_in: Enter, address: str) -> None:
    assert signed_in("babinsa").post(address).status_code == 405


def test_areas_are_geojson_that_says_how_far_to_trust_it(regency: Region, signed_in: Enter) -> None:
    content = signed_in("babinsa").get(AREAS).json()
    assert len(content["features"]) == 206
    assert content["approximate"] is True
    assert content["note"] and content["source"]
    first = content["features"][0]
    assert first["properties"] == {
        "code": "35.19.01.2001",
        "name": "Tambakmas",
        "title": "Desa Tambakmas, Kec. Kebonsari",
        "level": "village",
        "approximate": True,
    }
    assert from_geojson(first["geometry"]).is_valid
    longest = max(len(str(x)) for x in first["geometry"]["coordinates"][0][0])
    assert longest <= len("111.12345")


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"level": "district"}, 15),
        ({"level": "regency"}, 1),
        ({"level": "province"}, 0),
        ({"within": "35.19.04"}, 17),
        ({"level": "village", "within": "35.19.04.2007"}, 1),
        ({"level": "district", "within": "35.19.04"}, 1),
        ({"within": "35.19.99"}, 0),
    ],
)
def test_areas_are_of_the_level_and_place_asked_for(
    regency: Region, signed_in: Enter, asked: dict[str, str], count: int
) -> None:
    assert len(signed_in("babinsa").get(AREAS, asked).json()["features"]) == count


@pytest.mark.parametrize(
    ("asked", "status", "field"),
    [
        ({"level": "desa"}, 400, "level"),
        ({"within": "Madiun"}, 400, "within"),
        ({"within": "35.19.04' OR 1=1"}, 400, "within"),
        ({"within": "35.77"}, 404, "within"),
        ({"within": "35"}, 404, "within"),
    ],
)
def test_a_bad_question_is_answered_at_its_field(
    regency: Region, signed_in: Enter, asked: dict[str, str], status: int, field: str
) -> None:
    for address in (AREAS, OPTIONS):
        answer = signed_in("babinsa").get(address, asked)
        assert answer.status_code == status
        assert answer.json()["errors"][0]["field"] == field


def test_a_device_loads_areas_once(regency: Region, signed_in: Enter) -> None:
    phone = signed_in("babinsa")
    first = phone.get(AREAS)
    assert first["Cache-Control"] == "private, max-age=300"
    assert first["ETag"].startswith('"'), "a strong tag"
    again = phone.get(AREAS, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"] and again["Cache-Control"] == first["Cache-Control"]
    named = phone.get(queries.areas_url("village", "35.19"))
    assert named["Cache-Control"] == "private, max-age=31536000, immutable"
    assert named.content == first.content


def test_areas_are_compressed_for_who_can_read_it(regency: Region, signed_in: Enter) -> None:
    phone = signed_in("babinsa")
    plain, zipped = phone.get(AREAS), phone.get(AREAS, headers={"accept-encoding": "gzip"})
    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert len(zipped.content) < len(plain.content) / 4
    assert zipped["ETag"] != plain["ETag"], "two representations"
    assert "Accept-Encoding" in zipped["Vary"]


def test_new_boundaries_have_a_new_version(regency: Region, signed_in: Enter) -> None:
    phone = signed_in("babinsa")
    before = phone.get(AREAS)
    outlines = {"35.19.04.2007": Outline(shapely.box(111.5, -7.8, 111.6, -7.6))}
    actions.load_boundaries(SYSTEM, regency, outlines=outlines, source="BIG", digest="x")
    after = phone.get(AREAS, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert (after.json()["source"], after.json()["approximate"]) == ("BIG", False)
    assert len(after.json()["features"]) == 1


def test_areas_cost_one_statement_when_known_and_two_when_not(
    regency: Region, django_assert_num_queries: Any
) -> None:
    version = queries.areas_version("village", "35.19")
    for level, place in (("village", "35.19"), ("village", "35.19.04"), ("district", "35.19")):
        with django_assert_num_queries(2):
            queries.areas(level, place, queries.areas_version(level, place) + "new")
    queries.areas("village", "35.19", version)
    with django_assert_num_queries(1):
        queries.areas("village", "35.19", queries.areas_version("village", "35.19"))


def test_locating_names_the_village_and_whether_it_is_hers(
    regency: Region, signed_in: Enter
) -> None:
    babinsa = signed_in("babinsa")
    own = babinsa.get(LOCATE, {"lon": "111.5524", "lat": "-7.7172"}).json()
    assert own == {
        "code": "35.19.04.2007",
        "name": "Desa Dagangan",
        "full_name": "Desa Dagangan, Kec. Dagangan",
        "yours": True,
    }
    with_comma = {"lon": "111,4913", "lat": "-7,611"}
    assert babinsa.get(LOCATE, with_comma).json()["yours"] is False


@pytest.mark.parametrize(
    ("lon", "lat", "status", "field"),
    [
        ("", "", 400, "lon"),
        ("x", "-7.6", 400, "lon"),
        ("111.5", "", 400, "lat"),
        ("nan", "-7.6", 400, "lon"),
        ("111.5", "inf", 400, "lat"),
        ("-7.6", "111.5", 400, None),
        ("112.5", "-7.6", 404, None),
    ],
)
def test_a_bad_position_is_told_apart_from_an_empty_one(
    regency: Region, signed_in: Enter, lon: str, lat: str, status: int, field: str | None
) -> None:
    answer = signed_in("babinsa").get(LOCATE, {"lon": lon, "lat": lat})
    assert answer.status_code == status
    named = answer.json().get("errors", [{"field": None}])[0]["field"]
    assert named == field


def test_a_village_of_another_operation_is_not_located(regency: Region, signed_in: Enter) -> None:
    other = load_regency("35.77")
    outlines = {"35.77.01.1001": Outline(shapely.box(112.4, -7.7, 112.6, -7.5))}
    actions.load_boundaries(SYSTEM, other, outlines=outlines, source="x", digest="x")
    answer = signed_in("babinsa").get(LOCATE, {"lon": 112.5, "lat": -7.6})
    assert (answer.status_code, answer.json()["code"]) == (404, "regions-outside")


def full_names(client: Client, **asked: str) -> list[str]:
    return [place["full_name"] for place in client.get(OPTIONS, asked).json()["options"]]


def test_options_are_the_places_of_the_post(regency: Region, signed_in: Enter) -> None:
    assert full_names(signed_in("babinsa")) == ["Desa Dagangan, Kec. Dagangan"]
    assert len(full_names(signed_in("district_head"))) == 17
    assert len(full_names(signed_in("duty_officer"))) == 206
    assert full_names(signed_in("babinsa"), q="Grobogan") == []


def test_options_are_found_by_words_of_village_and_district(
    regency: Region, signed_in: Enter
) -> None:
    officer = signed_in("duty_officer")
    both = ["Kelurahan Bangunsari, Kec. Dolopo", "Kelurahan Bangunsari, Kec. Mejayan"]
    assert full_names(officer, q="bangunsari") == both
    assert full_names(officer, q="Kel. Bangunsari, Kec. Mejayan") == both[1:]
    assert full_names(officer, q="35.19.09.2008") == ["Desa Grobogan, Kec. Jiwan"]
    assert full_names(officer, q="jiwan")[0] == "Desa Jiwan, Kec. Jiwan"
    assert full_names(officer, q="%") == full_names(officer, q="_") == []
    assert full_names(officer, q="Dagangan", within="35.19.09") == []
    assert full_names(officer, q="jiwan", level="district") == ["Kecamatan Jiwan"]


def test_options_are_bounded(
    regency: Region, world: World, signed_in: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sinergi.regions.views.MOST_OPTIONS", 10)
    content = signed_in("duty_officer").get(OPTIONS).json()
    assert len(content["options"]) == 10 and content["more"] is True
    few = signed_in("duty_officer").get(OPTIONS, {"q": "bangunsari"}).json()
    assert few["more"] is False


def test_options_cost_one_statement(regency: Region, django_assert_num_queries: Any) -> None:
    for words in ("", "bangun sari mejayan"):
        with django_assert_num_queries(1):
            for place in queries.places_matching(words, prefixes=["35.19"]):
                assert place.full_name


def test_refusals_are_in_indonesian(regency: Region, signed_in: Enter) -> None:
    answer = signed_in("babinsa").get(LOCATE, {"lon": "x", "lat": "y"})
    assert json.loads(answer.content)["title"] == "Bujur dan lintang harus berupa angka derajat."
