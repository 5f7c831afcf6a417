"""People, their posts and desks: what the pages of administration show."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, Q

from sinergi.agencies.models import Account, Desk, DeskMember, Post
from sinergi.agencies.models.post import PostRows
from sinergi.agencies.scope import above_or_equal
from sinergi.kernel.clock import local, now
from sinergi.regions.models import under


def devices_of(account: Account) -> int:
    """On how many devices she is signed in."""
    count: int = UserSession.objects.filter(user_id=account.pk).count()
    return count


def candidates_for(desk: Desk) -> PostRows:
    """Posts in force that cover the desk's place, or lie in it, and do not sit there."""
    seated = DeskMember.objects.filter(desk=desk, post=OuterRef("pk"), until=None)
    near = Q(areas__overlap=above_or_equal(desk.region_id)) | under("region_id", [desk.region_id])
    rows = Post.objects.in_force(local(now()).date()).filter(near, ~Exists(seated))
    return rows.filter(operation_id=desk.operation_id).order_by("title")
