"""Puts every request into the post, the operation and the door in which it lives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse

from sinergi.agencies.current import POST_KEY, current_post
from sinergi.kernel.clock import use_operation
from sinergi.kernel.context import use_door
from sinergi.kernel.identifiers import uuid7


class CurrentPostMiddleware:
    """Sets `request.post` and `request.operation`, and enters the operation's time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asking = cast(Any, request)
        post = None
        if request.user.is_authenticated:
            post = current_post(request.user.pk, request.session.get(POST_KEY))
        asking.post, asking.operation = post, post.operation if post else None
        asking.request_id = str(uuid7())
        with use_operation(asking.operation), use_door("page", request_id=asking.request_id):
            response = self.get_response(request)
        response["X-Request-ID"] = asking.request_id
        return response
