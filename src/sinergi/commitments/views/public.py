"""The public page of a commitment: the text, who signed by post, and whether yours is the same."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sinergi.commitments import queries, rules
from sinergi.commitments.forms import CompareForm
from sinergi.commitments.models import Commitment
from sinergi.kernel.clock import use_operation
from sinergi.kernel.documents import CODE_LENGTH, is_same_file, read_code
from sinergi.kernel.views import LARGEST_UPLOAD, limited


@limited
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def public(request: HttpRequest, code: str) -> HttpResponse:
    """No sign-in. What is sent along is compared and forgotten."""
    row = _found(code)
    if row is None:
        return render(request, "commitments/public.html", {"code": code[:40]}, status=404)
    with use_operation(row.operation):
        return render(request, "commitments/public.html", _told(request, row))


def _found(text: str) -> Commitment | None:
    code = read_code(text)
    if len(code) != CODE_LENGTH:
        return None
    return Commitment.objects.whole().filter(code=code).exclude(state="draft").first()


def _told(request: HttpRequest, row: Commitment) -> dict[str, Any]:
    lines = queries.lines_of(row)
    drive = getattr(row, "drive", None)
    form = CompareForm(request.POST or None, request.FILES or None)
    return {
        "commitment": row,
        "digest_now": rules.digest_of(row.text),
        "signed": [line for line in lines if line.signature],
        "waiting": sum(line.waits for line in lines),
        "drive": drive,
        "whole": queries.standing_of(drive).whole if drive else None,
        "successors": row.replaced_by.exclude(state="draft"),
        "form": form,
        "comparison": _compared(row, form) if request.method == "POST" else None,
    }


def _compared(row: Commitment, form: CompareForm) -> dict[str, Any]:
    """How the comparison ended: {tone, text}."""
    told = form.cleaned_data if form.is_valid() else {}
    if file := told.get("file"):
        return _file(row, file)
    if typed := told.get("digest", "").strip():
        return _verdict(
            rules.read_digest(typed) == rules.digest_of(row.text),
            _("This digest is the one of the text on this page."),
            _("This digest is NOT the one of the text on this page."),
        )
    if text := told.get("text", "").strip():
        return _verdict(
            rules.holds(rules.digest_of(row.text), text),
            _("Your text is the same as the one on this page, to the letter."),
            _("Your text is NOT the same as the one on this page."),
        )
    return {"tone": "warning", "text": _("Choose a file, or paste a digest or a text.")}


def _file(row: Commitment, file: Any) -> dict[str, Any]:
    if (file.size or 0) > LARGEST_UPLOAD:
        return {"tone": "warning", "text": _("This file is too large to be compared.")}
    if row.document is None:
        return {"tone": "warning", "text": _("No document was issued yet; signing goes on.")}
    return _verdict(
        is_same_file(row.document, file.chunks()),
        _("This file is exactly the document that was issued."),
        _("This file is NOT the document that was issued: it was altered or is another."),
    )


def _verdict(same: bool, yes: str, no: str) -> dict[str, Any]:
    return {"tone": "success", "text": yes} if same else {"tone": "danger", "text": no}
