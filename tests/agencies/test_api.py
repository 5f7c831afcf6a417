"""Agencies, desks, duty and days through the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sinergi.agencies.actions import make_token
from sinergi.agencies.actions.tokens import new_secret
from sinergi.agencies.models import DayConfirmation, DutyShift
from sinergi.kernel.clock import real_now
from tests.factories import DISTRICT, ELSEWHERE, START, VILLAGE, World

API = "/api/v1"


class Program:
    """A program with a token of a post."""

    def __init__(
        self, world: World, role: str, scopes: tuple[str, ...] = ("read", "write")
    ) -> None:
        secret = new_secret()
        make_token(
            world.post(role), world.posts[role], secret=secret, name="Uji", scopes=scopes,
            expires_at=real_now() + timedelta(days=1),
        )  # fmt: skip
        self.headers = {"Authorization": f"Bearer {secret}"}
        self.client = Client()

    def get(self, address: str) -> Any:
        return self.client.get(f"{API}{address}", headers=self.headers)

    def post(self, address: str, body: dict[str, Any]) -> Any:
        return self.client.post(
            f"{API}{address}", body, content_type="application/json", headers=self.headers
        )


@pytest.fixture
def program(world: World) -> Callable[..., Program]:
    return lambda role, *scopes: Program(world, role, scopes or ("read", "write"))


def test_me_tells_post_clock_and_scope(world: World, program: Callable[..., Program]) -> None:
    me = program("babinsa", "read").get("/me").json()
    assert me["post"]["id"] == str(world.posts["babinsa"].pk)
    assert me["now"] == "2024-09-10T01:00:00Z"
    assert me["exercise"] is True and me["scopes"] == ["read"]


def test_desks_are_those_of_her_places(world: World, program: Callable[..., Program]) -> None:
    page = program("district_head").get("/desks").json()
    assert [desk["region"]["code"] for desk in page["items"]] == [
        DISTRICT, VILLAGE, "35.19.04.2011",
    ]  # fmt: skip
    assert page["total"] == 3
    foreign = world.desk(ELSEWHERE)
    for rest in ("", "/duty", "/days"):
        assert program("district_head").get(f"/desks/{foreign.pk}{rest}").status_code == 404


def test_agencies_are_found_by_the_place_they_answer_for(
    world: World, program: Callable[..., Program]
) -> None:
    found = program("babinsa").get(f"/agencies?kind=polres&responsible_for={ELSEWHERE}").json()
    assert [row["id"] for row in found["items"]] == [str(world.agencies["polres_kota"].pk)]


def test_other_operations_stay_unknown(
    world: World, other_world: World, program: Callable[..., Program]
) -> None:
    officer = program("duty_officer")
    assert officer.get(f"/agencies/{other_world.agencies['kpu'].pk}").status_code == 404
    assert officer.get(f"/desks/{other_world.desk().pk}").status_code == 404


def test_a_day_is_confirmed_once(world: World, program: Callable[..., Program]) -> None:
    babinsa = program("babinsa")
    address = f"/desks/{world.desk().pk}/days"
    made = babinsa.post(address, {"nil": True})
    assert made.status_code == 201 and made.json()["day"] == "2024-09-10"
    assert babinsa.post(address, {"nil": False}).status_code == 409
    assert [day["nil"] for day in babinsa.get(address).json()] == [True]
    assert DayConfirmation.objects.count() == 1


def test_only_a_member_confirms(world: World, program: Callable[..., Program]) -> None:
    answer = program("district_head").post(f"/desks/{world.desk().pk}/days", {"nil": True})
    assert answer.status_code == 403
    read_only = program("babinsa", "read").post(f"/desks/{world.desk().pk}/days", {"nil": True})
    assert read_only.status_code == 403


def test_duty_is_planned_seen_and_cancelled(world: World, program: Callable[..., Program]) -> None:
    head = program("village_head")
    told = {"post": str(world.posts["babinsa"].pk), "starts_at": "2024-09-10T07:00:00+07:00",
            "ends_at": "2024-09-10T19:00:00+07:00"}  # fmt: skip
    made = head.post(f"/desks/{world.desk().pk}/shifts", told)
    assert made.status_code == 201
    duty = program("babinsa").get(f"/desks/{world.desk().pk}/duty").json()
    assert duty["on_duty"][0]["phone"] == world.posts["babinsa"].account.phone
    assert len(duty["shifts"]) == 1 and len(duty["members"]) >= 3
    assert program("babinsa").post(f"/shifts/{made.json()['id']}/cancel", {}).status_code == 403
    assert head.post(f"/shifts/{made.json()['id']}/cancel", {}).json()["cancelled"] is True
    assert not DutyShift.objects.at(START).exists()


def test_a_stranger_is_not_put_on_duty(
    world: World, other_world: World, program: Callable[..., Program]
) -> None:
    told = {"post": str(other_world.posts["babinsa"].pk), "starts_at": "2024-09-10T07:00:00Z",
            "ends_at": "2024-09-10T19:00:00Z"}  # fmt: skip
    answer = program("village_head").post(f"/desks/{world.desk().pk}/shifts", told)
    assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == "post"
