"""Turns the declared errors of the house into pages, and into messages for parts of a page."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render, resolve_url

from sinergi.kernel.problems import Forbidden, NotFound, Problem

Answer = Callable[[HttpRequest], HttpResponse]

HTML, PROBLEM_JSON = "text/html", "application/problem+json"
KINDS = [HTML, PROBLEM_JSON, "application/json", "application/geo+json"]


class ProblemPages:
    """A `Problem` that a view raises becomes what its asker can read: page, message or JSON."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer to `error`; None leaves what nobody declared to Django."""
        problem = as_problem(error)
        return None if problem is None else answer(request, problem)


class FormAnswers:
    """Tells a script that sends a form where to go next, instead of sending it there.

    A request with `Sinergi-Form` gets 204 and `Sinergi-Location` in place of a redirection, which
    its browser would follow unseen: messages would be shown to nobody (see frontend/forms).
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.headers.get("Sinergi-Form") or response.status_code not in (301, 302, 303):
            return response
        told = HttpResponse(status=204, headers={"Sinergi-Location": response["Location"]})
        told.cookies = response.cookies
        return told


def as_problem(error: Exception) -> Problem | None:
    """`error` as a declared one. Django's own words for 404 tell of tables, so they stay unsaid."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Http404):
        return NotFound()
    return Forbidden(str(error)) if isinstance(error, PermissionDenied) else None


API = "/api/"


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """`problem` in the form in which `request` can use it, with its status."""
    by_program = request.path_info.startswith(API)  # also where no route of it leads
    if by_program or request.get_preferred_type(KINDS) not in (HTML, None):
        return JsonResponse(problem.to_dict(), status=problem.status, content_type=PROBLEM_JSON)
    if problem.status == 401:
        return _to(request, resolve_url(settings.LOGIN_URL))
    if problem.way and request.method in ("GET", "HEAD"):
        return _to(request, problem.way)
    if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted"):
        return _message(request, problem)
    return render(request, "web/problem.html", {"problem": problem}, status=problem.status)


def _to(request: HttpRequest, way: str) -> HttpResponse:
    """Where one signs in or finds what is missing, then back; a part sends the whole page."""
    response = redirect_to_login(_page_of(request), way)
    if not request.headers.get("HX-Request"):
        return response
    return HttpResponse(headers={"HX-Redirect": response["Location"]})


def _page_of(request: HttpRequest) -> str:
    """The page that asked: of a part of a page, the page in which it stands."""
    whole = urlsplit(request.headers.get("HX-Current-URL", ""))
    if not whole.path:
        return request.get_full_path()
    return f"{whole.path}?{whole.query}" if whole.query else whole.path


def _message(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A message that stands above the page, whatever part of it was asked for."""
    response = render(request, "web/toast.html", {"problem": problem}, status=problem.status)
    response["HX-Retarget"] = "#toasts"
    response["HX-Reswap"] = "beforeend"
    return response
