"""The public pages of the kernel: is this document genuine, and what does this error mean?"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sinergi.kernel import documents
from sinergi.kernel.models import OfficialDocument
from sinergi.kernel.problems import NotFound, Problem, TooMany, catalogue

MOST_PER_MINUTE = 60
LARGEST_UPLOAD = 20 * 1024 * 1024  # bytes

View = Callable[..., HttpResponse]


def limited(view: View) -> View:
    """A view of which one address sees at most MOST_PER_MINUTE: codes are not to be guessed."""

    @functools.wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            limit_visits(request)
        except Problem as problem:
            return HttpResponse(
                str(problem), status=problem.status, content_type="text/plain; charset=utf-8"
            )
        return view(request, *args, **kwargs)

    return asked


def limit_visits(request: HttpRequest) -> None:
    """Count this visit; raises TooMany after MOST_PER_MINUTE in a minute from one address."""
    key = f"verify:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, timeout=60)
    if _count(key) > MOST_PER_MINUTE:
        raise TooMany()


def _count(key: str) -> int:
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two calls
        return 1


@limited
@require_http_methods(["GET", "HEAD"])
def find_document(request: HttpRequest) -> HttpResponse:
    """Where a code from paper is typed in."""
    if code := documents.read_code(request.GET.get("code", ""))[:40]:
        return redirect("kernel:document-verify", code=code)
    return render(request, "kernel/verify.html", {"asked": False})


@limited
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify_document(request: HttpRequest, code: str) -> HttpResponse:
    """What the house knows of a document; a PDF sent along is compared and forgotten."""
    document = documents.find_document(code)
    if document is None:
        return render(request, "kernel/verify.html", {"asked": True, "code": code[:40]}, status=404)
    page = {"asked": True, "document": document, "issued_at": _shown_time(document)}
    if request.method == "POST":
        page["comparison"] = _compare(document, request.FILES.get("file"))
    return render(request, "kernel/verify.html", page)


def _shown_time(document: OfficialDocument) -> str:
    zone = ZoneInfo(document.operation.timezone)
    return format_datetime(
        document.issued_at, "long", tzinfo=zone, locale=(get_language() or "id").split("-")[0]
    )


def _compare(document: OfficialDocument, file: UploadedFile[Any] | None) -> dict[str, Any]:
    """How the comparison ended: {tone, text}, for the page."""
    if file is None:
        return {"tone": "warning", "text": _("Choose a PDF file first.")}
    if (file.size or 0) > LARGEST_UPLOAD:
        return {"tone": "warning", "text": _("This file is too large to be compared.")}
    if documents.is_same_file(document, file.chunks()):
        return {"tone": "success", "text": _("This file is exactly the document that was issued.")}
    return {
        "tone": "danger",
        "text": _("This file is NOT the document that was issued: it was altered or is another."),
    }


@require_http_methods(["GET", "HEAD"])
def problem_kind(request: HttpRequest, code: str) -> HttpResponse:
    """What an error of that code means: where the `type` of an answer leads (RFC 9457)."""
    kind = catalogue.get(code)
    if kind is None:
        raise NotFound()
    return render(request, "kernel/problem_kind.html", {"kind": kind})
