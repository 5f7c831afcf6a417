"""The open figures for everybody, as page, CSV and JSON; and the exact ones for handlers."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sinergi.agencies.current import post_of as signed_in_post
from sinergi.kernel.clock import use_operation
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import NotFound
from sinergi.neutrality import exports
from sinergi.neutrality.actions.export import export_neutrality_cases
from sinergi.neutrality.exact_figures import exact_figures
from sinergi.neutrality.models import RecoveryKey
from sinergi.neutrality.open_figures import open_figures
from sinergi.neutrality.open_tables import Figures, Row
from sinergi.neutrality.permissions import require_handler
from sinergi.neutrality.views.confidential import confidential, post_of

FEW = "<5"


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The page. Signed in as a handler, the exact figures stand above the open ones."""
    operations, operation = _operations(request)
    post = signed_in_post(request)
    told: dict[str, Any] = {"operations": operations, "shown": operation, "figures": Figures()}
    if operation is None:
        return render(request, "neutrality/open_figures.html", told)
    with use_operation(operation):
        told["figures"] = open_figures(operation)
        if post and post.can("handle_neutrality") and post.operation_id == operation.pk:
            told["exact"] = exact_figures(post)
        response = render(request, "neutrality/open_figures.html", told)
    if "exact" in told:
        response["Cache-Control"] = "no-store"
    return response


def _operations(request: HttpRequest, wanted: str = "") -> tuple[list[Operation], Operation | None]:
    """Those in which reports are taken, and the one that is asked for."""
    rings = RecoveryKey.objects.filter(retired_at__isnull=True).values("operation")
    rows = list(Operation.objects.filter(pk__in=rings).order_by("-voting_day", "name"))
    post = signed_in_post(request)
    wanted = wanted or request.GET.get("operation", "")
    named = next((row for row in rows if row.code == wanted), None)
    if wanted and named is None:
        raise NotFound()
    own = next((row for row in rows if post and row.pk == post.operation_id), None)
    return rows, named or own or (rows[0] if rows else None)


@require_safe
def figures_csv(request: HttpRequest) -> HttpResponse:
    """The same as CSV: table, group, row, reports."""
    operation, found = _found(request)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(["table", "code", "group", "title", "reports"])
    if found.until:
        writer.writerow(["total", "", "", _("All reports until %(day)s") % {"day": found.until},
                         found.total])  # fmt: skip
    for table in found.tables:
        for row in table.rows or []:
            writer.writerow([table.code, row.cell.code, _group(row), row.title, row.cell.shown])
    for span in found.spans:
        days = FEW if span.days is None else span.days
        writer.writerow(["days", span.code, "", span.title, days])
    response = HttpResponse(buffer.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"netralitas-{operation.code}-{found.until or 'kosong'}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _group(row: Row) -> str:
    if isinstance(row.group, tuple):
        first, last = row.group
        return f"{first}/{last}"
    return str(row.group)


@require_safe
def figures_json(request: HttpRequest) -> JsonResponse:
    """The same as JSON: a count, "<5" or "≥5"; null for a table that is withheld."""
    return JsonResponse(public_figures(request), json_dumps_params={"ensure_ascii": False})


def public_figures(request: HttpRequest, wanted: str = "") -> dict[str, Any]:
    """The figures of an operation, by its code or the one at hand; NotFound when there is none."""
    return as_json(*_found(request, wanted))


def as_json(operation: Operation, found: Figures) -> dict[str, Any]:
    """The figures as plain JSON."""
    return {
        "format": "sinergi-neutrality-figures/1",
        "operation": operation.code,
        "exercise": operation.is_exercise,
        "until": found.until.isoformat() if found.until else None,
        "total": found.total if found.until else None,
        "tables": {
            table.code: None if table.rows is None else [
                {"code": row.cell.code, "group": _group(row), "title": str(row.title),
                 "reports": row.cell.count if row.cell.count is not None else row.cell.shown}
                for row in table.rows
            ]
            for table in found.tables
        },
        "median_days": {span.code: span.days for span in found.spans},
    }  # fmt: skip


def _found(request: HttpRequest, wanted: str = "") -> tuple[Operation, Figures]:
    _rows, operation = _operations(request, wanted)
    if operation is None:
        raise NotFound()
    with use_operation(operation):
        return operation, open_figures(operation)


@require_http_methods(["GET", "HEAD", "POST"])
@confidential
def export(request: HttpRequest) -> HttpResponse:
    """Take the list of cases out, redacted; who took it is journaled before it leaves."""
    post = post_of(request)
    require_handler(post)
    form = request.POST.get("format", "")
    count = exports.cases_of(post).count()
    if request.method != "POST" or form not in exports.FORMATS:
        return render(request, "neutrality/handover_export.html", {"count": count})
    export_neutrality_cases(post, post, count=count, form=form)
    response = HttpResponse(exports.WRITERS[form](post), content_type=exports.FORMATS[form])
    response["Content-Disposition"] = f'attachment; filename="{exports.file_name(form)}"'
    return response
