"""Every error of the API is a problem of the catalogue, as application/problem+json (RFC 9457)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from sinergi.kernel.problems import (
    Forbidden,
    Invalid,
    NotFound,
    Problem,
    TooLarge,
    Unauthenticated,
    declare,
)

PROBLEM_JSON = "application/problem+json"
SECONDS = {"idempotency-key-in-flight": 1}  # when to come again
log = logging.getLogger("sinergi.api")

Malformed = declare("malformed", 400, _("This request cannot be read."))
NotAllowed = declare("method-not-allowed", 405, _("This address does not know that method."))
WrongMedia = declare("unsupported-media-type", 415, _("Send it in the form that is described."))
Failed = declare("internal-error", 500, _("Something failed on our side. It has been noted."))


def answer_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    """`problem` as an answer; `instance` is the number of the request, for whoever asks us."""
    body = problem.to_dict()
    if number := getattr(request, "request_id", ""):
        body["instance"] = f"urn:uuid:{number}"
    response = JsonResponse(body, status=problem.status, content_type=PROBLEM_JSON)
    if problem.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Sinergi"'
    if seconds := getattr(problem, "seconds", 0) or SECONDS.get(problem.code):
        response["Retry-After"] = str(seconds)
    return response


def install(api: NinjaAPI) -> None:
    """Let `api` answer all errors so."""
    handlers: dict[type[Exception], Callable[[Any], Problem]] = {
        Problem: lambda error: error,
        ValidationError: lambda error: _invalid(error.errors),
        AuthenticationError: lambda error: Unauthenticated(),
        HttpError: _of_status,
        Http404: lambda error: NotFound(),
        PermissionDenied: lambda error: Forbidden(),
        RequestDataTooBig: lambda error: TooLarge(),
        TooManyFilesSent: lambda error: TooLarge(),
        MultiPartParserError: lambda error: Malformed(),
        UnreadablePostError: lambda error: Malformed(),
        Exception: _failed,
    }
    for kind, problem_of in handlers.items():
        api.add_exception_handler(kind, _handler(problem_of))


def _handler(problem_of: Callable[[Any], Problem]) -> Callable[[HttpRequest, Any], HttpResponse]:
    return lambda request, error: answer_problem(request, problem_of(error))


def _of_status(error: HttpError) -> Problem:
    """What the framework refuses: a body that is no JSON, a session without its CSRF token."""
    kinds = {400: Malformed, 401: Unauthenticated, 403: Forbidden, 404: NotFound}
    return kinds.get(error.status_code, Malformed)()


def _failed(error: Exception) -> Problem:
    log.error("An operation of the API failed", exc_info=error)
    return Failed()


class InvalidBody(Problem):
    """What was sent has several faults, each at its field."""

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__(Invalid)
        self.errors = errors

    def to_dict(self) -> dict[str, Any]:
        """The body, with one entry for each fault."""
        return {**super().to_dict(), "errors": self.errors}


def _invalid(errors: list[dict[str, Any]]) -> Problem:
    return InvalidBody([{"field": _field(fault), "message": _message(fault)} for fault in errors])


def _field(fault: dict[str, Any]) -> str:
    """The path to a field: `parties.0`; where it came from (body, query) is left out."""
    _source, *path = fault["loc"]
    if path and path[0] in ("body", "query_filter", "asked"):
        path = path[1:]
    return ".".join(map(str, path))


# What the library calls a fault: what we say of it.
MESSAGES: dict[str, Any] = {
    "missing": _("This is needed."),
    "extra_forbidden": _("There is no such field."),
    "string_type": _("This must be a text."),
    "string_too_short": _("At least %(min_length)s characters."),
    "string_too_long": _("At most %(max_length)s characters."),
    "string_pattern_mismatch": _("This text has characters that cannot be kept."),
    "enum": _("Choose one of: %(expected)s."),
    "literal_error": _("Choose one of: %(expected)s."),
    "uuid_parsing": _("This is not an identifier (UUID)."),
    "uuid_type": _("This is not an identifier (UUID)."),
    "moment": _("Give day, time and zone (RFC 3339), for example 2024-09-10T08:00:00+07:00."),
    "day": _("Give a day, for example 2024-09-10."),
    "int_type": _("This must be a whole number."),
    "int_parsing": _("This must be a whole number."),
    "int_from_float": _("This must be a whole number."),
    "float_type": _("This must be a number."),
    "finite_number": _("This must be a number."),
    "bool_type": _("This must be true or false."),
    "bool_parsing": _("This must be true or false."),
    "greater_than_equal": _("This must be %(ge)s or more."),
    "less_than_equal": _("This must be %(le)s or less."),
    "list_type": _("This must be a list."),
    "dict_type": _("This must be an object."),
    "model_attributes_type": _("This must be an object."),
    "model_type": _("This must be an object."),
    "too_short": _("At least %(min_length)s items."),
    "too_long": _("At most %(max_length)s items."),
}


def _message(fault: dict[str, Any]) -> str:
    template = str(MESSAGES.get(fault["type"], _("Please check what you entered.")))
    told = {name: str(value) for name, value in fault.get("ctx", {}).items()}
    if "expected" in told:
        told["expected"] = told["expected"].replace(" or ", ", ")
    return template % told
