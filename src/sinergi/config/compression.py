"""Pages travel compressed: villages are at the end of thin lines."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXT = ("text/html", "text/csv", "application/json", "application/geo+json")


class CompressText(GZipMiddleware):
    """Compresses text; photos are compressed already, and parts of a file must stay parts.

    Django pads compressed pages by a random length, so that their size tells nothing of secrets
    in them (BREACH).
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        kind = str(response.headers.get("Content-Type", ""))
        if not kind.startswith(TEXT) or response.status_code == 206:
            return response
        return super().process_response(request, response)
