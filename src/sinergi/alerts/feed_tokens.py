"""Whose secret address is asked: programs that read alerts without signing in."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db.models import Q
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from sinergi.agencies.current import is_in_force
from sinergi.agencies.models import Post
from sinergi.alerts.models import AlertFeed
from sinergi.kernel.clock import real_now

SEEN_EVERY = timedelta(minutes=10)
LONGEST_TOKEN = 100  # characters
PARAMETER = "token"


def new_token() -> str:
    """What nobody can guess: `war_` and 43 characters, 256 bits."""
    return f"war_{secrets.token_urlsafe(32)}"


def digest_of(token: str) -> str:
    """What is kept of a token. It has so much chance in it that a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


@sensitive_variables("token")
def feed_post(request: HttpRequest) -> Post | None:
    """The post for which the `?token=` of an address was made, with all that is asked of a post.

    None without one, or when it was revoked, or its holder may no longer sign in. It is found by
    its digest, so how long that takes says nothing of a secret. Enter the time of its operation
    (`use_operation(post.operation)`) before asking for what it may see.
    """
    token = request.GET.get(PARAMETER, "")
    if not token or len(token) > LONGEST_TOKEN:
        return None
    feed = AlertFeed.objects.filter(digest=digest_of(token), revoked_at=None).first()
    if feed is None:
        return None
    post = Post.objects.with_all().filter(pk=feed.post_id, account__is_active=True).first()
    if post is None or not is_in_force(post):
        return None
    _mark_read(feed)
    return post


def _mark_read(feed: AlertFeed) -> None:
    """Note that it was read, at most every ten minutes. No action: nothing that counts changes."""
    before = real_now() - SEEN_EVERY
    if feed.last_read_at is None or feed.last_read_at < before:
        stale = Q(last_read_at__isnull=True) | Q(last_read_at__lt=before)
        AlertFeed.objects.filter(stale, pk=feed.pk).update(last_read_at=real_now())
