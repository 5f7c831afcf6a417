"""The framework's API, with our addresses, our errors and our description."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, re_path, reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from sinergi.config.api.description import complete
from sinergi.config.api.errors import NotAllowed, answer_problem
from sinergi.kernel.problems import NotFound

View = Callable[..., HttpResponseBase]


class HouseAPI(NinjaAPI):
    """Every answer below its root is one of ours: also 404 and 405."""

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        own: dict[str, View] = {"openapi-json": openapi_json(self), "api-root": root}
        routes = super()._get_urls()
        for route in routes:
            if isinstance(route, URLPattern):
                view = own.get(route.name or "", route.callback)
                route.callback = finished(view)
        return [*routes, re_path(r"^.+$", finished(unknown), name="unknown")]

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The description, in English, with the errors and headers that all operations share."""
        with translation.override("en"):
            schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
            complete(schema)
        return schema


def finished(view: View) -> View:
    """What every answer gets on its way out."""

    @csrf_exempt  # sessions are asked for their CSRF token by SessionAuth; tokens need none
    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponseNotAllowed):
            allowed = response["Allow"]
            response = answer_problem(request, NotAllowed())
            response["Allow"] = allowed
        operation = getattr(request, "operation", None)
        if operation is not None and operation.is_exercise:
            response["Sinergi-Exercise"] = "true"
        return response

    return answer


def unknown(request: HttpRequest) -> HttpResponse:
    """An address at which there is nothing."""
    return answer_problem(request, NotFound())


def root(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Where to begin."""
    links = {"openapi": reverse("api:openapi-json"), "docs": reverse("api:openapi-view")}
    return JsonResponse({"name": "Sinergi", "version": "1", **links})


def openapi_json(api: NinjaAPI) -> View:
    """The view of the description; it is made once in a process."""

    @functools.cache
    def written() -> tuple[bytes, str]:
        text = json.dumps(api.get_openapi_schema(), ensure_ascii=False, default=str).encode()
        return text, f'"{hashlib.blake2b(text, digest_size=12).hexdigest()}"'

    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        text, etag = written()
        response = HttpResponse(text, content_type="application/json")
        response["ETag"], response["Cache-Control"] = etag, "no-cache"
        answer = get_conditional_response(request, etag=etag, response=response)
        return response if answer is None else answer

    return view
