"""Who is signed in, in which of her posts, and in whose time this request lives."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.crypto import constant_time_compare

from sinergi.agencies.models import Account, Post
from sinergi.agencies.problems import NoPost
from sinergi.agencies.steps import missing_step
from sinergi.kernel.clock import local, operation_time, real_now, use_operation

POST_KEY = "sinergi_post"
View = Callable[..., HttpResponseBase]


def account_with_posts(account_id: Any) -> Account | None:
    """The account with all its posts, in two statements; None when she may not sign in.

    The session's account is found by way of its posts, so that a request needs no third one.
    """
    rows = Post.objects.filter(account_id=account_id, account__is_active=True)
    posts = list(rows.with_all().with_sign_in())
    if not posts:
        return Account.objects.filter(pk=account_id, is_active=True).first()
    account = posts[0].account
    account.held_posts = posts
    for post in posts:
        post.account = account
    return account


def posts_of(account: Account) -> list[Post]:
    """Her posts in force, by the clock of each one's operation."""
    return [post for post in account.held_posts if is_in_force(post)]


def is_in_force(post: Post) -> bool:
    """Whether today, in the post's operation, lies in its period."""
    with use_operation(post.operation):
        today = local(operation_time(post.operation, real_now())).date()
    return post.since <= today and (post.until is None or today <= post.until)


def current_post(account: Account, chosen: str | None) -> Post | None:
    """The chosen one of her posts, else her first; None when she holds none in force."""
    posts = posts_of(account)
    return next((post for post in posts if str(post.pk) == chosen), posts[0] if posts else None)


def viewer_of_session(session_key: str) -> Post | None:
    """Who sits behind a session, for the live feed; None when nobody is signed in.

    A session whose password was changed meanwhile is nobody's, nor one that still owes a step.
    """
    session = SessionStore(session_key)
    account = account_with_posts(session[SESSION_KEY]) if SESSION_KEY in session else None
    if account is None or not _fits(session, account):
        return None
    post = current_post(account, session.get(POST_KEY))
    return post if post and missing_step(account, post) is None else None


def _fits(session: SessionStore, account: Account) -> bool:
    given = session.get(HASH_SESSION_KEY, "")
    return constant_time_compare(given, account.get_session_auth_hash())


def signed_in(view: View) -> View:
    """A view for a person with a post. `request.post` is a Post inside.

    Who is not signed in is sent to the sign-in; who holds no post in force is told so.
    """

    @functools.wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_sign_in(request)
        if post_of(request) is None:
            raise NoPost()
        return view(request, *args, **kwargs)

    return asked


def post_of(request: HttpRequest) -> Post | None:
    """The post in which this request is made."""
    return cast("Post | None", getattr(request, "post", None))


def acting(request: HttpRequest) -> Post:
    """The post in which she acts. Raises NoPost where there is none."""
    post = post_of(request)
    if post is None:
        raise NoPost()
    return post


def redirect_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in, and back here afterwards; htmx is told to load the whole page."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": request.get_full_path()})
    return redirect_to_login(request.get_full_path())
