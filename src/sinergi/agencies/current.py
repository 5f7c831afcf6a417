"""Who is signed in, in which of her posts, and in whose time this request lives."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from sinergi.agencies.models import Post
from sinergi.agencies.problems import NoPost
from sinergi.kernel.clock import local, operation_time, real_now, use_operation

POST_KEY = "sinergi_post"
View = Callable[..., HttpResponseBase]


def posts_of(account_id: Any) -> list[Post]:
    """Her posts in force, by the clock of each one's operation."""
    rows = Post.objects.filter(account_id=account_id, account__is_active=True)
    return [post for post in rows.with_all() if is_in_force(post)]


def is_in_force(post: Post) -> bool:
    """Whether today, in the post's operation, lies in its period."""
    with use_operation(post.operation):
        today = local(operation_time(post.operation, real_now())).date()
    return post.since <= today and (post.until is None or today <= post.until)


def current_post(account_id: Any, chosen: str | None) -> Post | None:
    """The chosen one of her posts, else her first; None when she holds none in force."""
    posts = posts_of(account_id)
    return next((post for post in posts if str(post.pk) == chosen), posts[0] if posts else None)


def viewer_of_session(session_key: str) -> Post | None:
    """Who sits behind a session, for the live feed; None when nobody is signed in."""
    session = SessionStore(session_key)
    account_id = session.get(SESSION_KEY)
    return current_post(UUID(account_id), session.get(POST_KEY)) if account_id else None


def signed_in(view: View) -> View:
    """A view for a person with a post. `request.post` is a Post inside.

    Who is not signed in is sent to the sign-in; who holds no post in force is told so.
    """

    @functools.wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_sign_in(request)
        if request.post is None:  # type: ignore[attr-defined]
            raise NoPost()
        return view(request, *args, **kwargs)

    return asked


def redirect_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in, and back here afterwards; htmx is told to load the whole page."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": request.get_full_path()})
    return redirect_to_login(request.get_full_path())
