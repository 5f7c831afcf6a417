"""The grid: all stations of a village and all milestones, sent at once."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sinergi.agencies.current import signed_in
from sinergi.agencies.models import Post
from sinergi.kernel.identifiers import uuid7
from sinergi.polling.gridding import Cell, cells_of, fill, report_cells
from sinergi.polling.models import Milestone
from sinergi.polling.queries.station_day import (
    days_of,
    milestones_of,
    stations_in,
    villages_with,
)
from sinergi.polling.views.checking_in import reporting
from sinergi.regions.models import Region

MOST = 50  # stations on a page


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def grid(request: HttpRequest, code: str) -> HttpResponse:
    """The cells of a village; for a wider place, its villages to choose from."""
    post = reporting(request)
    region = Region.objects.with_parent().filter(pk=code).first()
    if region is None:
        raise Http404
    if region.level != Region.Level.VILLAGE:
        villages = villages_with(post, code)
        if not villages:
            raise Http404
        return render(request, "polling/grid.html", {"region": region, "villages": villages})
    return _village(request, post, region)


def _village(request: HttpRequest, post: Post, region: Region) -> HttpResponse:
    stations = stations_in(post, region.pk)
    if not stations:
        raise Http404
    page = Paginator(stations, MOST).get_page(request.GET.get("page"))
    milestones = milestones_of(post.operation)
    wanted = _wanted(request, milestones)
    rows = cells_of(days_of(list(page.object_list), milestones), [one.code for one in wanted])
    told = {"region": region, "page": page, "milestones": milestones, "wanted": wanted,
            "only": request.GET.get("only", "")}  # fmt: skip
    if request.method != "POST":
        return _drawn(request, told, rows, uuid7())
    return _sent(request, post, told, rows)


def _wanted(request: HttpRequest, milestones: list[Milestone]) -> list[Milestone]:
    """One column, as a phone has room for, or all."""
    only = request.GET.get("only", "")
    return [one for one in milestones if one.code == only] or milestones


def _sent(
    request: HttpRequest, post: Post, told: dict[str, Any], rows: list[list[Cell]]
) -> HttpResponse:
    sheet = _sheet(request.POST.get("sheet"))
    changed = fill(rows, request.POST, request.POST.get("shown", ""))
    count = report_cells(post, changed, request.POST, sheet)
    wrong = [cell for row in rows for cell in row if cell.error]
    if not wrong:
        messages.success(request, _receipt(count))
        return redirect(request.get_full_path())
    for cell in changed:
        if not cell.error:
            cell.was = cell.typed  # it was taken: it is what holds now
    told |= {"wrong": wrong, "taken": _receipt(count)}
    return _drawn(request, told, rows, sheet, status=422)


def _receipt(count: int) -> str:
    if not count:
        return _("Nothing was changed.")
    words = ngettext("%(count)d check-in was taken.", "%(count)d check-ins were taken.", count)
    return words % {"count": count}


def _drawn(
    request: HttpRequest,
    told: dict[str, Any],
    rows: list[list[Cell]],
    sheet: uuid.UUID,
    *,
    status: int = 200,
) -> HttpResponse:
    shown = {cell.name: cell.was for row in rows for cell in row if cell.was}
    told |= {"rows": rows, "sheet": sheet, "shown": json.dumps(shown)}
    return render(request, "polling/grid.html", told, status=status)


def _sheet(text: str | None) -> uuid.UUID:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return uuid7()
