"""Who a program is: the token, its scope, its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from sinergi.agencies import tokens
from sinergi.agencies.actions import close_post, make_token, mark_role, revoke_token
from sinergi.agencies.actions.tokens import new_secret
from sinergi.agencies.api_auth import SessionAuth, TokenAuth
from sinergi.agencies.middleware import CurrentPostMiddleware
from sinergi.agencies.models import Account, Agency, ApiToken
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import real_now
from sinergi.kernel.context import current_door
from sinergi.kernel.problems import Problem
from tests.factories import World


def made(world: World, *scopes: str, role: str = "village_head", days: int = 7) -> str:
    """The secret of a new token."""
    secret = new_secret()
    make_token(
        world.post(role), world.posts[role], secret=secret, name="Uji",
        scopes=scopes or ("read",), expires_at=real_now() + timedelta(days=days),
    )  # fmt: skip
    return secret


def enter(secret: str, *, method: str = "GET", auth: Any = None) -> dict[str, Any]:
    """What a view behind the API's door sees; raises the Problem that auth raises."""
    seen: dict[str, Any] = {}

    def view(request: Any) -> HttpResponse:
        try:
            seen["auth"] = (auth or TokenAuth())(request)
        except Problem as problem:
            seen["problem"] = problem
        seen["door"], seen["post"], seen["operation"] = (
            current_door(), request.post, request.operation,
        )  # fmt: skip
        return HttpResponse()

    request = RequestFactory().generic(
        method, "/api/v1/desks", HTTP_AUTHORIZATION=f"Bearer {secret}"
    )
    CurrentPostMiddleware(view)(request)
    return seen


def test_a_token_acts_for_its_post_through_the_api_door(world: World) -> None:
    seen = enter(made(world, "read", "write"))
    assert seen["auth"] == seen["post"] == world.posts["village_head"]
    assert seen["operation"] == world.operation
    assert (seen["door"].name, seen["door"].scopes) == ("api", {"read", "write"})


def test_a_token_that_is_known_is_found_in_one_statement(
    world: World, django_assert_num_queries: Callable[..., Any]
) -> None:
    secret = made(world)
    tokens.find_token(secret)  # reads it, and notes its use, which makes a new version of its row
    with django_assert_num_queries(3):
        tokens.find_token(secret)
    with django_assert_num_queries(1):
        found = tokens.find_token(secret)
        assert found.post.desk_ids
        assert found.post.agency.name and found.post.account.name and found.post.region.name


def test_what_changed_meanwhile_is_read_anew(world: World) -> None:
    secret, desk = made(world), world.desk()
    for _again in range(3):
        assert tokens.find_token(secret).post.sits_at(desk)
    world.post("village_head").memberships.update(until=real_now())
    assert not tokens.find_token(secret).post.sits_at(desk)
    Agency.objects.filter(pk=world.agencies["village_office"].pk).update(name="Kantor baru")
    assert tokens.find_token(secret).post.agency.name == "Kantor baru"
    Account.objects.filter(pk=world.posts["village_head"].account_id).update(is_active=False)
    with pytest.raises(Problem) as caught:
        tokens.find_token(secret)
    assert caught.value.code == "no-post"


def test_its_use_is_noted_once_a_minute(world: World) -> None:
    secret = made(world)
    tokens.find_token(secret)
    first = ApiToken.objects.get().last_used_at
    tokens.find_token(secret)
    assert first is not None
    assert ApiToken.objects.get().last_used_at == first


@pytest.mark.parametrize("secret", ["", "sng_unknown", "sng_" + "x" * 5000])
def test_an_unknown_token_is_401(world: World, secret: str) -> None:
    with pytest.raises(Problem) as raised:
        tokens.find_token(secret)
    assert (raised.value.status, raised.value.code) == (401, "bad-token")


def test_a_revoked_token_is_401(world: World) -> None:
    secret = made(world)
    revoke_token(world.post("village_head"), ApiToken.objects.get())
    assert enter(secret)["problem"].status == 401


def test_an_expired_token_is_401(world: World) -> None:
    secret = made(world)
    ApiToken.objects.update(expires_at=real_now() - timedelta(seconds=1))
    assert enter(secret)["problem"].status == 401


def test_a_token_ends_with_its_post(world: World, clock: Any) -> None:
    secret = made(world)
    close_post(world.post("desk_coordinator"), world.posts["village_head"])
    clock.forward(days=1)
    assert enter(secret)["problem"].code == "no-post"


@pytest.mark.parametrize(
    ("scope", "method", "allowed"),
    [("read", "GET", True), ("read", "POST", False), ("write", "POST", True),
     ("write", "GET", False)],
)  # fmt: skip
def test_a_scope_says_what_a_token_may(
    world: World, scope: str, method: str, allowed: bool
) -> None:
    seen = enter(made(world, scope), method=method)
    assert ("problem" not in seen) is allowed


def test_a_role_that_needs_a_second_factor_makes_no_token_without(world: World) -> None:
    mark_role(SYSTEM, world.operation, role="village_head", second_factor=True)  # type: ignore[arg-type]
    with pytest.raises(Problem) as raised:
        made(world)
    assert raised.value.status == 403


def test_who_is_signed_out_and_has_no_token_is_nobody(world: World) -> None:
    request: Any = RequestFactory().get("/api/v1/desks")
    request.user = type("Nobody", (), {"is_authenticated": False})()
    request.token = request.refusal = request.post = None
    assert TokenAuth()(request) is None
    assert SessionAuth()(request) is None


def test_a_session_writes_only_with_the_csrf_header(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("babinsa")
    client.handler.enforce_csrf_checks = True
    answer = client.post("/api/v1/desks/none/day", HTTP_ACCEPT="application/json")
    assert answer.status_code in (403, 404)
