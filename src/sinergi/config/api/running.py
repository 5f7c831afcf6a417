"""How one operation is carried out: sign-in, limits, the door, the key, and the answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy as _
from ninja.operation import Operation
from pydantic import BaseModel

from sinergi.config.api.errors import Malformed, WrongMedia
from sinergi.config.api.rate import buckets
from sinergi.kernel import idempotency
from sinergi.kernel.problems import Invalid, Problem, TooMany

JSON = "application/json"
Run = Callable[..., HttpResponseBase]
MEDIA = {"body": JSON, "file": "multipart/form-data", "form": "multipart/form-data"}


def carried_out(run: Run) -> Run:
    """Replace the framework's way of running an operation by ours (a decorator of views)."""
    operation: Operation = cast(Any, run).__self__
    expected, known = _expected_media(operation), _known_parameters(operation)

    def carry_out(request: HttpRequest, **path: Any) -> HttpResponseBase:
        try:
            refused = operation._run_checks(request)
            if refused is not None:
                return refused
            _limit(request)
            _check_address(request, known)
            _check_form(request, expected)
            return _answer(operation, request, path)
        except Exception as error:  # noqa: BLE001  what is not declared is logged and answered 500
            return operation.api.on_exception(request, error)

    return carry_out


def _answer(operation: Operation, request: HttpRequest, path: dict[str, Any]) -> HttpResponseBase:
    if request.method == "GET":
        return _conditional(request, _perform(operation, request, path))
    post = getattr(request, "post", None)
    if post is None:
        return _perform(operation, request, path)
    return idempotency.once(request, post.pk, lambda: _perform(operation, request, path))


def _perform(operation: Operation, request: HttpRequest, path: dict[str, Any]) -> HttpResponseBase:
    api = operation.api
    try:
        response = api.create_temporal_response(request)
        values = operation._get_values(request, path, response)
        result = operation.view_func(request, **values)
        status = next(iter(operation.response_models))
        if isinstance(result, tuple):
            status, result = result
        if isinstance(result, BaseModel):
            return _json(result, status)
        return operation._result_to_response(request, result, response)
    except Exception as error:  # noqa: BLE001  the handlers answer every error, and log the unknown
        return api.on_exception(request, error)


def _json(result: BaseModel, status: int) -> HttpResponse:
    """A shape of ours, written by the library's fast path."""
    response = HttpResponse(result.model_dump_json(), status=status, content_type=JSON)
    if status == 201 and (address := getattr(result, "href", None)):
        response["Location"] = address
    return response


def _known_parameters(operation: Operation) -> frozenset[str]:
    """The names that the address may carry after its question mark."""
    asked = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    return frozenset(name for model in asked for name in model.__ninja_flatten_map__)


def _expected_media(operation: Operation) -> str | None:
    """In which form the content must come; None when there is none."""
    sources = [model.__ninja_param_source__ for model in operation.models]
    wanted = {MEDIA[source] for source in sources if source in MEDIA}
    return max(wanted) if wanted else None  # with a file, everything is a part of the form


def _check_address(request: HttpRequest, known: frozenset[str]) -> None:
    """Raises for a parameter that does not exist, and for the one character no text may have.

    A filter that is misspelt and left out would show a whole list as if it were filtered.
    """
    for name, values in request.GET.lists():
        if name not in known:
            raise Invalid(_("There is no such field."), field=name[:40])
        if any("\0" in value for value in values):
            raise Invalid(field=name)


def _check_form(request: HttpRequest, expected: str | None) -> None:
    """Raises for content in another form than described."""
    empty = request.META.get("CONTENT_LENGTH") in (None, "", "0")  # is told what is missing
    if expected is not None and request.content_type != expected and not empty:
        raise WrongMedia(f"Content-Type: {expected}")
    if (
        expected == JSON
        and (request.content_params or {}).get("charset", "utf-8").lower() != "utf-8"
    ):
        raise Malformed()


def _limit(request: HttpRequest) -> None:
    """Raises TooMany; the header says when to come again."""
    owner = getattr(request, "token", None) or getattr(request, "post", None)
    who = owner.pk if owner is not None else request.META.get("REMOTE_ADDR", "")
    if seconds := buckets.take(who):
        raise Limited(seconds)


class Limited(Problem):
    """Too many requests; `seconds` until the next one is welcome."""

    def __init__(self, seconds: int) -> None:
        super().__init__(TooMany)
        self.seconds = seconds


def _conditional(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """304 when the asker has it already: a list that did not change costs a phone nothing."""
    if not isinstance(response, HttpResponse) or response.status_code != 200:
        return response
    response.headers.setdefault("Cache-Control", "private, no-cache")
    patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
    if response.has_header("ETag"):
        return response
    etag = f'W/"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
    response["ETag"] = etag
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        same = HttpResponseNotModified()
        for name in ("ETag", "Cache-Control", "Vary"):
            same[name] = response[name]
        return same
    return response
