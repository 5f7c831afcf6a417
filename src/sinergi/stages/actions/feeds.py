"""Secret addresses from which a phone reads the calendar."""

from __future__ import annotations

import hashlib
import secrets

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.action import action
from sinergi.kernel.clock import real_now
from sinergi.kernel.problems import Conflict, Invalid
from sinergi.stages import permissions
from sinergi.stages.models import CalendarFeed

MOST = 10  # addresses of one post that are in use


def new_token() -> str:
    """What nobody can guess: `kal_` and 43 characters, 256 bits."""
    return f"kal_{secrets.token_urlsafe(32)}"


def digest_of(token: str) -> str:
    """What is kept of a token. It has 256 bits of chance, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


@action(
    "feed.made",
    subject=CalendarFeed,
    parent=Post,
    may=permissions.may_make_feed,
    title=_("Make a calendar address"),
)
def make_feed(by: Post, post: Post, *, token: str, kind: str) -> CalendarFeed:
    """Keep the digest of `token` (from `new_token`) as an address of the post's calendar.

    It lives in the time of the world, not of an exercise. Raises Invalid, Conflict at the limit.
    """
    if kind not in CalendarFeed.Kind.values:
        raise Invalid(_("Choose whose calendar it is."), field="kind")
    if CalendarFeed.objects.filter(post=post, revoked_at=None).count() >= MOST:
        raise Conflict(
            _("At most %(count)d addresses: revoke one first.") % {"count": MOST}, field="kind"
        )
    return CalendarFeed.objects.create(
        post=post,
        kind=kind,
        prefix=token[:8],
        digest=digest_of(token),
        created_at=real_now(),
    )


@action(
    "feed.revoked",
    subject=CalendarFeed,
    may=permissions.may_revoke_feed,
    title=_("Revoke a calendar address"),
)
def revoke_feed(by: Post, feed: CalendarFeed) -> CalendarFeed:
    """It no longer opens anything."""
    feed.revoked_at = real_now()
    feed.save()
    return feed
