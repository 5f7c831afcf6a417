"""What the house itself answers: whether it is well, and what Django could not lead anywhere."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from sinergi.kernel.problems import Forbidden, Invalid, NotFound
from sinergi.web.middleware import KINDS, PROBLEM_JSON, answer


@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """200 while the database answers, 503 otherwise; for load balancers and for `sinergi demo`."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that no browser of good faith sends."""
    return answer(request, Invalid())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What a middleware refused; what it said is for the log."""
    return answer(request, Forbidden())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that leads nowhere. Django's own text lists our routes, so it stays unsaid."""
    return answer(request, NotFound())


def failure(request: HttpRequest) -> HttpResponse:
    """A fault of ours. The page needs nothing: no database, no session, no context."""
    if request.get_preferred_type(KINDS) not in ("text/html", None):
        body = {"type": "about:blank", "title": "Internal Server Error", "status": 500}
        return JsonResponse(body, status=500, content_type=PROBLEM_JSON)
    return HttpResponse(render_failure(), status=500)


def render_failure() -> bytes:
    """The page 500.html, without a request: no context processor may fail on top of the fault."""
    return render(None, "500.html").content
