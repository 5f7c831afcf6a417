"""Desks and their members."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies import permissions
from sinergi.agencies.models import Desk, DeskMember, Post
from sinergi.kernel.action import action
from sinergi.kernel.clock import now
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Conflict, Invalid
from sinergi.regions.models import Region


@action(
    "desk.added",
    subject=Desk,
    parent=Operation,
    may=permissions.may_manage_people,
    title=_("Add a desk"),
    system=True,
)
def add_desk(by: Post, operation: Operation, *, region: Region, name: str) -> Desk:
    """Set up the desk of a village, district or regency. Raises Conflict if it has one."""
    if region.level not in Desk.Level.values:
        raise Invalid(_("A desk stands in a village, a district or the regency."), field="region")
    if Desk.objects.filter(operation=operation, region=region).exists():
        raise Conflict(_("This place has a desk already."), field="region")
    return Desk.objects.create(operation=operation, region=region, level=region.level, name=name)


@action(
    "desk.member_seated",
    subject=DeskMember,
    parent=Desk,
    may=permissions.may_keep_roster,
    title=_("Seat a member"),
    system=True,
)
def seat(by: Post, desk: Desk, *, post: Post, coordinator: bool = False) -> DeskMember:
    """Let a post sit at a desk. Raises Invalid for one of elsewhere, Conflict for one who does."""
    if post.operation_id != desk.operation_id or not _touches(post, desk):
        raise Invalid(_("This post does not cover the place of the desk."), field="post")
    if DeskMember.objects.filter(desk=desk, post=post, until=None).exists():
        raise Conflict(_("She sits at this desk already."), field="post")
    return DeskMember.objects.create(desk=desk, post=post, coordinator=coordinator, since=now())


def _touches(post: Post, desk: Desk) -> bool:
    inside = any(area.startswith(desk.region_id) for area in post.areas)
    return inside or post.covers(desk.region_id)


@action(
    "desk.member_unseated",
    subject=DeskMember,
    may=permissions.may_change_membership,
    title=_("Remove a member"),
)
def unseat(by: Post, member: DeskMember) -> DeskMember:
    """She no longer sits at the desk; that she did stays known."""
    if member.until is not None:
        raise Conflict(_("She no longer sits at this desk."))
    member.until = now()
    member.save()
    return member
