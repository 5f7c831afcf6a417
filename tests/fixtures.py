"""What tests of every room lean on: a small regency, its clock, and doors to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client, TransactionTestCase
from django.utils import translation

from sinergi.kernel import clock as house_clock
from sinergi.kernel.context import use_door
from tests import factories


class Clock:
    """A clock that stands until a test moves it."""

    def __init__(self) -> None:
        self.moment = factories.START

    def forward(self, **span: float) -> None:
        """Let time pass: `clock.forward(minutes=61)`."""
        self.moment += timedelta(**span)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The exercise clock stands at Tuesday 10 September 2024, 08.00 WIB, until it is moved."""
    standing = Clock()
    # operation_time is what `now()` and the sign-in ask; both then show the standing clock.
    monkeypatch.setattr(house_clock, "operation_time", lambda operation, real: standing.moment)
    monkeypatch.setattr("sinergi.agencies.current.operation_time", lambda o, r: standing.moment)
    return standing


@pytest.fixture
def world(db: Any, clock: Clock) -> Iterator[factories.World]:
    """A small regency; the test lives in its time, and enters by the door `test`."""
    made = factories.make_world()
    with house_clock.use_operation(made.operation), use_door("test"):
        yield made


@pytest.fixture
def other_world(world: factories.World) -> factories.World:
    """Another operation in the same places: nothing of it is to be known here."""
    return factories.make_world("lain")


@pytest.fixture
def signed_in(world: factories.World) -> Callable[[str], Client]:
    """A browser in which the post of that role is signed in: `signed_in("babinsa")`."""

    def enter(role: str) -> Client:
        client = Client(HTTP_ACCEPT="text/html")
        client.force_login(
            world.posts[role].account, backend="sinergi.agencies.backends.PhoneOrEmail"
        )
        return client

    return enter


@pytest.fixture(autouse=True)
def _indonesian() -> Iterator[None]:
    """Each test begins in Indonesian, whatever language the request before it left behind."""
    with translation.override("id"):
        yield


@pytest.fixture(autouse=True, scope="module")
def _without_the_loop_of_a_browser(request: pytest.FixtureRequest) -> Iterator[None]:
    """A browser that stays open leaves its event loop in the thread: no other module meets it.

    For a whole module, so that also what undoes a test's patches stands outside the loop: Django
    keeps another connection within a loop than without.
    """
    loop = asyncio._get_running_loop()
    if loop is None or request.path.parent.name == "browser":
        yield
        return
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)


APPEND_ONLY = ("kernel_journalentry", "kernel_seal")


@pytest.fixture(autouse=True, scope="session")
def _emptied_between_tests() -> Iterator[None]:
    """A test with transactions of its own is cleaned up by emptying tables: also the journal's.

    Only here, and only by whoever owns the database, is its trigger set aside.
    """
    clean_up = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        _set_triggers("DISABLE")
        try:
            clean_up(case)
        finally:
            _set_triggers("ENABLE")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


def _set_triggers(state: str) -> None:
    with connection.cursor() as cursor:
        for table in APPEND_ONLY:
            cursor.execute(f"ALTER TABLE {table} {state} TRIGGER append_only")
