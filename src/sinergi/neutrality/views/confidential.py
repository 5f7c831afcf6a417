"""What every page of a handler has in common: nobody else knows of it, nothing of it is kept."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from sinergi.agencies.current import signed_in
from sinergi.agencies.models import Post
from sinergi.kernel.problems import NotFound
from sinergi.neutrality.upload import SealingHandler

View = Callable[..., HttpResponseBase]
IN_CHAMBER = ("handle_neutrality", "keep_identity")


def confidential(view: View) -> View:
    """A page of Bawaslu's chamber: 404 for everybody else, and no cache keeps it."""

    @signed_in
    @functools.wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        post = post_of(request)
        if not any(post.can(capability) for capability in IN_CHAMBER):
            raise NotFound()
        return unkept(view(request, *args, **kwargs))

    return asked


def receiving(view: View) -> View:
    """A confidential page whose files reach no disk unsealed on their way in."""
    guarded = csrf_protect(confidential(view))

    @csrf_exempt  # the token is asked for by `guarded`: files must have their place before
    @functools.wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.upload_handlers = [SealingHandler(request)]
        return guarded(request, *args, **kwargs)

    return asked


def unkept(response: HttpResponseBase) -> HttpResponseBase:
    """The answer, to be kept by no browser and no server between; its address goes nowhere."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "same-origin"
    return response


def post_of(request: HttpRequest) -> Post:
    """The post in which she works."""
    return request.post  # type: ignore[attr-defined,no-any-return]
