"""A target for each action of the calendar."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sinergi.agencies.models import DeskMember, Post
from sinergi.kernel.clock import now
from sinergi.stages.models import Anchor, CalendarFeed, Stage
from tests.factories import World
from tests.factories_stages import calendar


def stage(world: World, code: str) -> Stage:
    """The campaign."""
    return calendar(world)["S07"]


def anchor(world: World, code: str) -> Anchor:
    """The court's notice."""
    return calendar(world)["S11"].anchor


def pillar(world: World, code: str) -> Post:
    """The Babinsa of the village."""
    return DeskMember.objects.get(desk=world.desk(code), post__role="babinsa").post


def feed(world: World, code: str) -> CalendarFeed:
    """Her calendar's address."""
    post = pillar(world, code)
    return CalendarFeed.objects.create(
        post=post, kind="person", prefix="kal_", digest=f"{post.pk}", created_at=now()
    )


SITUATIONS: dict[str, Callable[[World, str], Any]] = {
    "open_calendar": lambda world, code: world.operation,
    "move_stage": stage,
    "change_stage": stage,
    "set_anchor": anchor,
    "make_feed": pillar,
    "revoke_feed": feed,
}
