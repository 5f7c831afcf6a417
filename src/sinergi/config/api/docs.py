"""The page that describes the API: drawn on the server, without a script."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja.openapi.docs import DocsBase


class HouseDocs(DocsBase):
    """x"""

    def render_page(self, request: HttpRequest, api: Any, **kwargs: Any) -> HttpResponse:
        """x"""
        return HttpResponse("x")
