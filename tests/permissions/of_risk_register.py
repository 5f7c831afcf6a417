"""One target for every action of the register of risks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sinergi.agencies.models import DeskMember, Post
from sinergi.risk.models.register import Risk
from tests.factories import World
from tests.factories_risk import risk


def in_state(state: str) -> Callable[[World, str], Risk]:
    """A risk of that village in that state, kept by its own desk."""

    def made(world: World, code: str) -> Risk:
        return risk(world, code, state=state)

    return made


def pillar(world: World, code: str) -> Post:
    """The Babinsa of the village."""
    return DeskMember.objects.get(desk=world.desk(code), post__role="babinsa").post


SITUATIONS: dict[str, Any] = {
    "open_risk": lambda world, code: world.region(code),
    **dict.fromkeys(
        (
            "revise_risk",
            "review_risk",
            "add_measure",
            "mitigate_risk",
            "accept_risk",
            "close_risk",
        ),
        in_state("open"),
    ),
    "reopen_risk": in_state("closed"),
    "export_risks": pillar,
}
