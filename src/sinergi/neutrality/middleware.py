"""On the pages of reporters the house is blind: it does not learn who asks, with what, from where.

It stands before everything else, so that nothing behind it can keep what it never saw.
"""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

log = logging.getLogger(__name__)

PATH = "/lapor"
PIECE = 16 * 1024  # bytes: every answer is a multiple of it
# What a page needs to answer at all; whatever else came with the request is thrown away.
KEPT = {
    "REQUEST_METHOD", "PATH_INFO", "SCRIPT_NAME", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL",
    "CONTENT_TYPE", "CONTENT_LENGTH", "HTTP_HOST", "HTTP_X_FORWARDED_PROTO",
}  # fmt: skip
EMPTY = {"REMOTE_ADDR": "", "QUERY_STRING": ""}
GONE = ("X-Request-ID", "Vary", "Server-Timing")
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), camera=()",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; "
        "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}


class Blind:
    """Takes from a request of a reporter all that tells of her, and from the answer all that
    would let her be known again: cookies, a cached copy, its size."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_blind(request):
            return self.get_response(request)
        forget(request)
        response = self.get_response(request)
        response.cookies.clear()
        for name in GONE:
            response.headers.pop(name, None)
        for name, value in HEADERS.items():
            response[name] = value
        return padded(response)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A fault is noted by its place alone: its words could be those of the reporter."""
        if not is_blind(request) or isinstance(error, SuspiciousOperation):
            return None
        last = traceback.extract_tb(error.__traceback__)[-1]
        kind = type(error).__name__
        log.error("a page of reporters failed: %s in %s:%s", kind, last.filename, last.lineno)
        return render(None, "neutrality/public/failed.html", status=500)


def is_blind(request: HttpRequest) -> bool:
    """Whether this is a page of reporters."""
    path = request.path_info
    return path == PATH or path.startswith(f"{PATH}/")


def forget(request: HttpRequest) -> None:
    """Leave of a request what a page needs to answer: no address, browser, language or cookie."""
    for name in list(request.META):
        if name not in KEPT and not name.startswith("wsgi."):
            del request.META[name]
    request.META.update(EMPTY)


def padded(response: HttpResponse) -> HttpResponse:
    """A page whose size tells only how many pieces it has."""
    kind = response.headers.get("Content-Type", "")
    if response.streaming or not kind.startswith("text/html"):
        return response
    head, tail = b"\n<!-- ", b" -->\n"
    missing = -(len(response.content) + len(head) + len(tail)) % PIECE
    filling = secrets.token_hex(missing // 2 + 1)[:missing].encode()
    response.content += head + filling + tail
    response["Content-Length"] = str(len(response.content))
    return response
