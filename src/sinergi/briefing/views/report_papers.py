"""What a report is taken out as: the PDF as issued, the workbook, JSON."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.briefing.report_annex import annex_of
from sinergi.briefing.report_machine import machine_of
from sinergi.briefing.views.reports import report_for
from sinergi.kernel.documents import serve_document
from sinergi.kernel.problems import NotFound
from sinergi.kernel.workbooks import download


@signed_in
@require_safe
def document(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The PDF; 404 before it is published."""
    row = report_for(request, pk)
    if row.document is None:
        raise NotFound()
    return serve_document(request, row.document)


@signed_in
@require_safe
def annex(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The workbook, once the numbers stand."""
    row = report_for(request, pk)
    if not row.figures:
        raise NotFound()
    return download(annex_of(row, acting(request)), "lampiran-lapsit")


@signed_in
@require_safe
def machine(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The JSON for programs."""
    told = machine_of(report_for(request, pk), acting(request))
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "private, no-store"
    return answer
