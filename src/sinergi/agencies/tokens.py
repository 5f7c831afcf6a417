"""Whose token a program shows."""

from __future__ import annotations

import hmac
from datetime import timedelta

from django.db.models import Prefetch, Q
from django.http import HttpRequest

from sinergi.agencies.actions.tokens import digest_of
from sinergi.agencies.current import is_in_force
from sinergi.agencies.models import ApiToken, DeskMember
from sinergi.agencies.problems import BadToken, NoPost
from sinergi.kernel.clock import real_now

SEEN_EVERY = timedelta(minutes=1)  # a busy token is not a row that is written all the time


def bearer_of(request: HttpRequest) -> str:
    """The secret in the Authorization header (RFC 6750); empty when there is none."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def find_token(secret: str) -> ApiToken:
    """The token, with its post and all that a request asks of it, in two statements.

    Raises BadToken (401) for one that is unknown, revoked or expired, and NoPost (403) when its
    post is no longer in force.
    """
    digest = digest_of(secret)
    seats = Prefetch("post__memberships", DeskMember.objects.select_related("desk"))
    row = ApiToken.objects.filter(digest=digest).select_related(
        "post__account", "post__agency", "post__region", "post__operation"
    )
    token = row.prefetch_related(seats).first()
    # The index found it by its digest; the comparison itself says nothing by its duration.
    if token is None or not hmac.compare_digest(token.digest, digest) or not token.is_valid():
        raise BadToken()
    if not token.post.account.is_active or not is_in_force(token.post):
        raise NoPost()
    _mark_seen(token)
    return token


def _mark_seen(token: ApiToken) -> None:
    """Note that it was used, at most once a minute. No action: it changes nothing that counts."""
    before = real_now() - SEEN_EVERY
    if token.last_used_at is None or token.last_used_at < before:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=before)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=real_now())
