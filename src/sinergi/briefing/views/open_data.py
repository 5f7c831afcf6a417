"""The open figures for everybody, and the page of data for who signs in."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.briefing.actions import switch_open_data
from sinergi.briefing.models import OpenData
from sinergi.briefing.open_data import figures as queries
from sinergi.briefing.open_data.datasets import ALL
from sinergi.briefing.open_data.tables import OpenFigures
from sinergi.briefing.open_data.words import OUTCOMES
from sinergi.briefing.open_data.writing import FORMS
from sinergi.briefing.permissions.open_data import may_switch, may_take
from sinergi.kernel.clock import use_operation
from sinergi.kernel.models import Operation
from sinergi.kernel.permission import require
from sinergi.kernel.problems import NotFound


@require_safe
def open_page(request: HttpRequest) -> HttpResponse:
    """What everybody may see; not found where no operation shows anything."""
    operations, operation = _asked(request)
    with use_operation(operation):
        told = {
            "operations": operations,
            "shown": operation,
            "figures": queries.open_figures(operation),
            "names": queries.names_of(operation),
            "groups": queries.TITLES,
            "outcomes": OUTCOMES,
        }
        return render(request, "briefing/open.html", told)


def _asked(request: HttpRequest) -> tuple[list[Operation], Operation]:
    """Those that show figures, and the one that is asked for. Raises NotFound."""
    rows = queries.shown_operations()
    wanted = request.GET.get("operation", "")
    found = next((row for row in rows if not wanted or row.code == wanted), None)
    if found is None:
        raise NotFound()
    return rows, found


@require_safe
def open_json(request: HttpRequest) -> JsonResponse:
    """The same as JSON: a count, "<5" or "≥5"; null for what is withheld."""
    _rows, operation = _asked(request)
    with use_operation(operation):
        told = as_json(operation, queries.open_figures(operation))
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


def as_json(operation: Operation, found: OpenFigures) -> dict[str, Any]:
    """The figures as plain JSON."""
    return {
        "format": "sinergi-open-figures/1",
        "operation": operation.code,
        "exercise": operation.is_exercise,
        "until": found.until.isoformat() if found.until else None,
        "incidents": found.total if found.until else None,
        "districts": [
            {
                "code": row.code,
                "incidents": _shown(row.cell),
                "kinds": {c.code: _shown(c) for c in row.kinds} if row.kinds else None,
                "months": [
                    {"first": span.first.isoformat(), "last": span.last.isoformat(),
                     "incidents": span.count}
                    for span in row.months
                ] if row.months else None,
            }
            for row in found.districts
        ],
        "outcomes": {c.code: _shown(c) for c in found.outcomes} if found.outcomes else None,
        "share_settled_in_village": found.share_settled_here,
        "turnout": [
            {"code": row.code, "stations": row.stations, "voters": row.voters,
             "registered": row.registered}
            for row in found.turnout
        ],
    }  # fmt: skip


def _shown(cell: Any) -> Any:
    return cell.count if cell.count is not None else cell.shown


@require_safe
def open_csv(request: HttpRequest) -> HttpResponse:
    """The same as CSV with HXL tags: table, district, row, count."""
    _rows, operation = _asked(request)
    with use_operation(operation):
        lines = list(_lines(queries.open_figures(operation)))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(["table", "district", "row", "count"])
    writer.writerow(["#meta+table", "#adm3+code", "#meta+row", "#indicator+num"])
    writer.writerows(lines)
    response = HttpResponse(buffer.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="terbuka-{operation.code}.csv"'
    return response


def _lines(found: OpenFigures) -> Any:
    for row in found.districts:
        yield "incidents", row.code, "", row.cell.shown
        for cell in row.kinds or []:
            yield "kind", row.code, cell.code, cell.shown
        for span in row.months or []:
            yield "month", row.code, f"{span.first:%Y-%m}/{span.last:%Y-%m}", span.count
    for cell in found.outcomes or []:
        yield "outcome", "", cell.code, cell.shown
    for turnout in found.turnout:
        yield "turnout_voters", turnout.code, "", turnout.voters
        yield "turnout_registered", turnout.code, "", turnout.registered


@require_safe
@signed_in
def data(request: HttpRequest) -> HttpResponse:
    """What other programs can read, and the switch of the open figures."""
    post = acting(request)
    require(may_take(post))
    row = OpenData.objects.filter(operation=post.operation_id).first()
    told = {
        "datasets": ALL,
        "forms": [form for form in FORMS if form != "geojson"],
        "switch": row,
        "may_switch": may_switch(post, post.operation),
    }
    return render(request, "briefing/data.html", told)


@require_POST
@signed_in
def switch(request: HttpRequest) -> HttpResponse:
    """Show the figures to everybody, or no longer."""
    post, on = acting(request), request.POST.get("on") == "yes"
    switch_open_data(post, post.operation, on=on)
    said = _("Everybody sees the figures now.") if on else _("The figures are no longer shown.")
    messages.success(request, said)
    return redirect("briefing:data")
