"""Keys for programs."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from sinergi.agencies import permissions
from sinergi.agencies.models import ApiToken, Post
from sinergi.kernel.action import action
from sinergi.kernel.clock import real_now
from sinergi.kernel.problems import Conflict, Invalid

LONGEST = timedelta(days=366)


def new_secret() -> str:
    """A token that nobody can guess: `sng_` and 43 characters, 256 bits."""
    return f"sng_{secrets.token_urlsafe(32)}"


def digest_of(secret: str) -> str:
    """What is kept of a token. It has 256 bits of chance, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


@action(
    "token.made",
    subject=ApiToken,
    parent=Post,
    may=permissions.may_make_token,
    title=_("Make an API token"),
)
def make_token(
    by: Post, post: Post, *, secret: str, name: str, scopes: Sequence[str], expires_at: datetime
) -> ApiToken:
    """Keep the digest of `secret` (from `new_secret`) as a token of the post.

    Tokens live in the time of the world, not of an exercise. Raises Invalid with its field.
    """
    if not name.strip():
        raise Invalid(_("Give it a name."), field="name")
    if not scopes or not set(scopes) <= set(ApiToken.Scope.values):
        raise Invalid(_("Choose what it may do."), field="scopes")
    if not real_now() < expires_at <= real_now() + LONGEST:
        raise Invalid(_("It must expire within a year."), field="expires_at")
    return ApiToken.objects.create(
        post=post,
        name=name.strip()[:80],
        prefix=secret[:8],
        digest=digest_of(secret),
        scopes=sorted(set(scopes)),
        created_at=real_now(),
        expires_at=expires_at,
    )


@action(
    "token.revoked", subject=ApiToken, may=permissions.may_revoke_token, title=_("Revoke a token")
)
def revoke_token(by: Post, token: ApiToken) -> ApiToken:
    """It no longer opens anything."""
    if token.revoked_at is not None:
        raise Conflict(_("This token was revoked already."))
    token.revoked_at = real_now()
    token.save()
    return token
