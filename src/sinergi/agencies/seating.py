"""A post together with its seat: how a page and a command give one."""

from __future__ import annotations

from typing import Any

from sinergi.agencies import actions
from sinergi.agencies.models import Account, Desk, Post
from sinergi.agencies.roles import ROLES
from sinergi.regions.codes import clipped


def open_and_seat(by: Any, account: Account, told: dict[str, Any]) -> Post:
    """Give the post, and a seat at the desk of its place where the role sits at one."""
    post = actions.open_post(
        by,
        told["agency"],
        account=account,
        role=told["role"],
        region=told["region"],
        title=told["title"],
        since=told["since"],
        until=told["until"],
    )
    role = ROLES[post.role]
    if told["seat"] and role.level:
        code = clipped(post.region_id, role.level)
        desk = Desk.objects.filter(operation_id=post.operation_id, region=code).first()
        if desk is not None and desk.level == role.level:
            actions.seat(by, desk, post=post, coordinator=role.coordinates)
    return post
