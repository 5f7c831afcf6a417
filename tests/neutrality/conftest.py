"""What the tests of the room's pages share; tests of actions alone make their own chamber."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories import World
from tests.factories_neutrality import Chamber, chamber
from tests.factories_stages import calendar
from tests.neutrality.handlers import unlocked, without_second_factor


@pytest.fixture
def keys(world: World) -> Chamber:
    """Bawaslu's chamber, whose people sign in with a password alone."""
    without_second_factor(world)
    return chamber(world)


@pytest.fixture
def handler(world: World, keys: Chamber, signed_in: Callable[[str], Client]) -> Client:
    """A handler's browser, her key unlocked."""
    return unlocked(signed_in("bawaslu_handler"), world, keys, "bawaslu_handler")


@pytest.fixture
def dated(world: World) -> World:
    """A world with the calendar of 2024."""
    calendar(world)
    return world
