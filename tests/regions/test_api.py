"""Places over the API: the same scope and the same answers as on the page."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.testing import TestClient

from sinergi.kernel.problems import Problem
from sinergi.regions.api import router
from sinergi.regions.loading import load_regency
from sinergi.regions.models import Region
from tests.factories import World

pytestmark = pytest.mark.django_db


def assembled() -> TestClient:
    api = NinjaAPI(urls_namespace="regions-test")

    @api.exception_handler(Problem)
    def refuse(request: HttpRequest, problem: Problem) -> HttpResponse:
        return api.create_response(request, problem.to_dict(), status=problem.status)

    api.add_router("/regions", router)
    return TestClient(api)


CLIENT = assembled()


@pytest.fixture
def regency(world: World) -> Region:
    return load_regency("35.19")


def get(world: World | None, path: str, role: str = "babinsa") -> Any:
    return CLIENT.get(f"/regions{path}", post=world.posts[role] if world else None)


def codes(answer: Any) -> list[str]:
    return [item["code"] for item in answer.json()["items"]]


def test_nobody_reads_without_a_post() -> None:
    for path in ("", "/35.19", "/locate?lon=1&lat=1", "/boundaries"):
        assert get(None, path).status_code == 401


def test_places_are_listed_in_pages(world: World, regency: Region) -> None:
    first = get(world, "?level=village&limit=5")
    assert first.json()["total"] == 206
    assert codes(first)[0] == "35.19.01.2001" and len(codes(first)) == 5
    assert first.json()["next"]
    assert len(codes(get(world, "?parent=35.19.04&limit=100"))) == 17
    assert codes(get(world, "?q=Bangunsari mejayan")) == ["35.19.11.1012"]
    assert len(codes(get(world, "?within=35.19.09&limit=100"))) == 15
    assert codes(get(world, "?level=regency")) == ["35.19"], "no other regency is of this operation"


def test_listing_costs_two_statements_however_many(
    world: World, regency: Region, django_assert_num_queries: Any
) -> None:
    for limit in (1, 100):
        with django_assert_num_queries(2):
            get(world, f"?limit={limit}")


def test_one_place_says_what_is_an_estimate(world: World, regency: Region) -> None:
    place = get(world, "/35.19.09.2008").json()
    assert place["full_name"] == "Desa Grobogan, Kec. Jiwan"
    assert place["parent"] == "35.19.09"
    assert place["facts_estimated"] is True and place["registered_voters"] > 0
    assert get(world, "/35.19.99").status_code == 404
    assert get(world, "/35.77").status_code == 404
    assert get(world, "/madiun").status_code == 422


def test_a_position_has_its_village(world: World, regency: Region) -> None:
    answer = get(world, "/locate?lon=111.5524&lat=-7.7172").json()
    assert (answer["code"], answer["yours"]) == ("35.19.04.2007", True)
    assert get(world, "/locate?lon=112.5&lat=-7.6").status_code == 404
    for bad in ("lon=x&lat=1", "lon=181&lat=0", "lat=1", "lon=nan&lat=1"):
        assert get(world, f"/locate?{bad}").status_code == 422


def test_boundaries_fit_their_schema(world: World, regency: Region) -> None:
    from sinergi.regions.api import AreasOut

    answer = get(world, "/boundaries?level=district")
    assert len(AreasOut.model_validate_json(answer.content).features) == 15
    assert get(world, "/boundaries?level=desa").status_code == 422
    assert get(world, "/boundaries?within=35.77").status_code == 404
