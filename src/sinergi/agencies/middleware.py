"""Puts every request into the post, the operation and the door in which it lives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from sinergi.agencies.current import POST_KEY, current_post, redirect_to_sign_in
from sinergi.agencies.steps import is_open_path, missing_step
from sinergi.agencies.tokens import bearer_of, find_token
from sinergi.kernel.clock import use_operation
from sinergi.kernel.context import use_door
from sinergi.kernel.identifiers import uuid7
from sinergi.kernel.problems import Problem
from sinergi.web.middleware import API


class CurrentPostMiddleware:
    """Sets `request.post` and `request.operation`, and enters the operation's time.

    On the API a token may stand in for the session; `request.token` is then that token, and
    `request.refusal` the Problem for which it (or the session's open step) opens nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asking = cast(Any, request)
        asking.request_id = str(uuid7())
        asking.post = asking.token = asking.refusal = asking.open_step = None
        by_api = request.path.startswith(API)
        if by_api and bearer_of(request):
            _enter_by_token(asking)
        elif request.user.is_authenticated:
            _enter_by_session(asking)
        asking.account_layout = (
            f"layouts/{'base' if asking.post and not asking.open_step else 'plain'}.html"
        )
        asking.operation = asking.post.operation if asking.post else None
        scopes = frozenset(asking.token.scopes) if asking.token else None
        with (
            use_operation(asking.operation),
            use_door("api" if by_api else "page", request_id=asking.request_id, scopes=scopes),
        ):
            response = self._answer(asking, by_api=by_api)
        response["X-Request-ID"] = asking.request_id
        return response

    def _answer(self, request: Any, *, by_api: bool) -> HttpResponse:
        step = request.open_step
        if step is None or by_api or is_open_path(request.path):
            return self.get_response(request)
        if request.headers.get("HX-Request"):
            return redirect_to_sign_in(request)
        return HttpResponseRedirect(reverse(step.url_name))


def _enter_by_token(request: Any) -> None:
    try:
        request.token = find_token(bearer_of(request))
        request.post = request.token.post
    except Problem as problem:
        request.refusal = problem


def _enter_by_session(request: Any) -> None:
    request.post = current_post(request.user, request.session.get(POST_KEY))
    request.open_step = missing_step(request.user, request.post)
    if request.open_step:
        request.refusal = request.open_step.problem()
