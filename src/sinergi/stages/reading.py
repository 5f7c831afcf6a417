"""Who reads a feed: from the token of an address to the post, and its calendar as a file."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from sinergi.agencies.current import is_in_force
from sinergi.agencies.models import Post
from sinergi.kernel.clock import real_now, use_operation
from sinergi.stages import icalendar_file
from sinergi.stages.actions import digest_of
from sinergi.stages.feeds import entries_for
from sinergi.stages.models import CalendarFeed

SEEN_EVERY = timedelta(minutes=10)
LONGEST_TOKEN = 100  # characters


def feed_of(token: str) -> tuple[CalendarFeed, Post] | None:
    """The feed and its post; None when it was revoked, or its post is no longer in force.

    It is found by the digest of what was sent, so that how long it takes says nothing of a secret.
    """
    if len(token) > LONGEST_TOKEN:
        return None
    feed = CalendarFeed.objects.filter(digest=digest_of(token), revoked_at=None).first()
    if feed is None:
        return None
    post = Post.objects.with_all().filter(pk=feed.post_id, account__is_active=True).first()
    return (feed, post) if post is not None and is_in_force(post) else None


def content_of(feed: CalendarFeed, post: Post, origin: str) -> bytes:
    """The file, in the language of its owner and the time of her operation."""
    with use_operation(post.operation), translation.override(post.account.language):
        whose = post.agency.name if feed.kind == CalendarFeed.Kind.AGENCY else post.title
        return icalendar_file.write(
            entries_for(post, feed.kind),
            post.operation,
            name=_("Calendar of %(whose)s") % {"whose": whose},
            origin=origin,
        )


def mark_read(feed: CalendarFeed) -> None:
    """Note that it was read, at most every ten minutes. No action: nothing that counts changes."""
    before = real_now() - SEEN_EVERY
    if feed.last_read_at is None or feed.last_read_at < before:
        stale = Q(last_read_at__isnull=True) | Q(last_read_at__lt=before)
        CalendarFeed.objects.filter(stale, pk=feed.pk).update(last_read_at=real_now())
