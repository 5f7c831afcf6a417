"""A key stays open for a while, in one session, and ends with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory

from sinergi.kernel.clock import real_now
from sinergi.neutrality import unlocking
from sinergi.neutrality.models import Unlocking
from sinergi.neutrality.unlocking import Token, opened_of, prepare
from tests.factories import World
from tests.factories_neutrality import Chamber, chamber


@pytest.fixture
def keys(world: World) -> Chamber:
    """Bawaslu's keys."""
    return chamber(world)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Let the clock of the world stand some time later."""

    def move(span: timedelta) -> None:
        moment: datetime = unlocking.real_now() + span
        monkeypatch.setattr(unlocking, "real_now", lambda: moment)

    return move


def a_request(world: World, token: Token | None = None, **other: Any) -> Any:
    """A request of the handler's session."""
    client: Client = other.get("client") or Client()
    request: Any = RequestFactory().get("/neutrality/")
    request.session = client.session
    request.post = world.post(other.get("role", "bawaslu_handler"))
    if token:
        request.COOKIES[unlocking.COOKIE] = str(token)
    return request


def opening(world: World, keys: Chamber, client: Client) -> Token:
    """Unlock the handler's key in a session."""
    opened = keys.opened()
    prepared = prepare(a_request(world, client=client), opened.key, opened.secret)
    prepared.row.save()
    return prepared.token


def test_only_the_cookie_of_the_session_opens(world: World, keys: Chamber) -> None:
    client, other = Client(), Client()
    token = opening(world, keys, client)
    opened = opened_of(a_request(world, token, client=client))
    assert opened is not None
    assert opened.secret == keys.opened().secret
    assert opened_of(a_request(world, client=client)) is None
    assert opened_of(a_request(world, token, client=other)) is None
    wrong = Token(token.number, b"x" * 32)
    assert opened_of(a_request(world, wrong, client=client)) is None
    assert keys.opened().secret.encode() not in bytes(Unlocking.objects.get().sealed)


@pytest.mark.parametrize("cookie", ["", "x", "1.2", f"{'0' * 32}.", f"{'0' * 32}.é"])
def test_what_is_no_token_opens_nothing(world: World, keys: Chamber, cookie: str) -> None:
    request = a_request(world)
    request.COOKIES[unlocking.COOKIE] = cookie
    assert opened_of(request) is None


def test_it_ends_after_twenty_minutes_of_rest(
    world: World, keys: Chamber, later: Callable[[timedelta], None]
) -> None:
    client = Client()
    token = opening(world, keys, client)
    for _use in range(3):
        later(timedelta(minutes=19))
        assert opened_of(a_request(world, token, client=client))
    later(timedelta(minutes=21))
    assert opened_of(a_request(world, token, client=client)) is None
    assert not Unlocking.objects.exists()


def test_it_ends_after_four_hours_of_use(
    world: World, keys: Chamber, later: Callable[[timedelta], None]
) -> None:
    client = Client()
    token = opening(world, keys, client)
    uses = 0
    while uses < 100 and opened_of(a_request(world, token, client=client)):
        later(timedelta(minutes=15))
        uses += 1
    assert uses == 16


def test_another_password_locks_the_key(world: World, keys: Chamber) -> None:
    client = Client()
    token = opening(world, keys, client)
    account = world.posts["bawaslu_handler"].account
    account.set_password("kata sandi yang lain")
    account.save()
    assert opened_of(a_request(world, token, client=client)) is None


def test_a_retired_key_and_another_post_open_nothing(world: World, keys: Chamber) -> None:
    client = Client()
    token = opening(world, keys, client)
    other = a_request(world, token, client=client, role="bawaslu_member")
    assert opened_of(other) is None
    token = opening(world, keys, client)
    key = keys.keys["bawaslu_handler"]
    key.retired_at, key.retired_why = real_now(), "left"
    key.save()
    assert opened_of(a_request(world, token, client=client)) is None
    assert not Unlocking.objects.exists()


def test_what_nobody_can_open_is_swept(
    world: World, keys: Chamber, later: Callable[[timedelta], None]
) -> None:
    opening(world, keys, Client())
    assert unlocking.sweep() == 0
    later(timedelta(minutes=20))
    assert unlocking.sweep() == 1
