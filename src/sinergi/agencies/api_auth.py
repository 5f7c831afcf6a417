"""How a program proves who it is: by a token, or by the session of the page it runs in.

Both end in the same: `request.post` is the post that acts, `request.operation` its operation,
and the door is `api`, with the token's scopes. `CurrentPostMiddleware` has entered all that
before; here it is only asked whether it was so. Use `auth=[TokenAuth(), SessionAuth()]`.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from sinergi.agencies.models import Post
from sinergi.agencies.problems import NoPost
from sinergi.kernel.problems import Forbidden

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class TokenAuth(HttpBearer):
    """`Authorization: Bearer sng_…`; raises BadToken (401), NoPost or Forbidden (403)."""

    openapi_description = "A token made under My account, with a scope (read, write) and an expiry."

    def authenticate(self, request: HttpRequest, token: str) -> Post | None:
        """The post for which the token acts."""
        asking: Any = request
        if asking.refusal:
            raise asking.refusal
        if asking.token is None:
            return None
        wanted = "read" if request.method in SAFE_METHODS else "write"
        if wanted not in asking.token.scopes:
            raise Forbidden(_("This token's scope does not allow it."))
        post: Post = asking.post
        return post


class SessionAuth(APIKeyCookie):
    """The session cookie of a signed-in page; writes need the header X-CSRFToken."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Post | None:
        """The post of the session, or None for who is not signed in. Raises Problem."""
        if not request.user.is_authenticated:
            return None
        if check_csrf(request):
            raise Forbidden(_("The header X-CSRFToken is missing or out of date."))
        return self.authenticate(request, None)

    def authenticate(self, request: HttpRequest, key: str | None) -> Post | None:
        """The post of the session, once no step (password, second factor) is open."""
        asking: Any = request
        if asking.refusal:
            raise asking.refusal
        if asking.post is None:
            raise NoPost()
        post: Post = asking.post
        return post


house_auth = [TokenAuth(), SessionAuth()]
