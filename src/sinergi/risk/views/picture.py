"""The map and the list of vulnerability, and both as a workbook; hand and index side by side."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.kernel.permission import require
from sinergi.kernel.workbooks import download
from sinergi.polling.models import Category
from sinergi.polling.queries.stations import place_choices
from sinergi.regions.codes import is_code
from sinergi.risk.bars import margin_bar
from sinergi.risk.forms.picture import PictureFilterForm
from sinergi.risk.models import DIMENSIONS
from sinergi.risk.models.score import GIVEN
from sinergi.risk.permissions import may_look
from sinergi.risk.queries import picture as queries
from sinergi.risk.queries.comparing import Comparison, compare
from sinergi.risk.queries.scores import rolled_up
from sinergi.risk.sheets.scores import workbook_of

IN_A_PAGE = 40


@require_safe
@signed_in
def picture(request: HttpRequest) -> HttpResponse:
    """Places shaded by their index, and the list of them."""
    post = acting(request)
    require(may_look(post, post.operation))
    wanted = queries.filter_of(request.GET)
    found = queries.picture_of(post, wanted)
    page = Paginator(found.rows, IN_A_PAGE).get_page(request.GET.get("page"))
    told = {
        "wanted": wanted,
        "found": found,
        "page": page,
        "rows": [(row, _bar(row)) for row in page],
        "map": queries.drawn(post, wanted, found),
        "shown": queries.shown_title(wanted.show),
        "counts": [(code, title, found.counts[code]) for code, title in GIVEN],
        "filters": PictureFilterForm(request.GET),
        "places": place_choices(post, wanted.place),
        "shows": [("", queries.shown_title("")), *DIMENSIONS.items(),
                  ("change", queries.shown_title("change"))],
        "districts": _districts(wanted, found),
        "export_url": f"{reverse('risk:export')}?{wanted.query()}",
        "assesses": post.can("assess_risk"),
    }  # fmt: skip
    return render(request, "risk/picture.html", told)


def _bar(row: queries.Row) -> Any:
    score = row.score
    return margin_bar(score.total, score.low, score.high, score.category)


def _districts(wanted: queries.PictureFilter, found: queries.Picture) -> list[Any]:
    """The districts of the villages that are shown, when there is more than one."""
    if wanted.level:
        return []
    rows = rolled_up(row.score for row in found.rows)
    return rows if len(rows) > 1 else []


@require_safe
@signed_in
def export(request: HttpRequest) -> HttpResponse:
    """What is meant as a workbook, with every dimension."""
    post = acting(request)
    require(may_look(post, post.operation))
    found = queries.picture_of(post, queries.filter_of(request.GET))
    return download(workbook_of(found), "kerawanan")


@require_safe
@signed_in
def comparison(request: HttpRequest) -> HttpResponse:
    """What was set by hand on stations, beside what the index gives."""
    post = acting(request)
    require(may_look(post, post.operation))
    place = request.GET.get("place", "")
    place = place if is_code(place) else ""
    found = compare(post, place)
    page = Paginator(found.differing, IN_A_PAGE).get_page(request.GET.get("page"))
    told = {
        "found": found,
        "page": page,
        "place": place,
        "places": place_choices(post, place),
        "index_titles": [title for _code, title in GIVEN],
        "table": _table(found),
        "words": dict(Category.choices),
        "share": found.agreeing / found.stations if found.stations else None,
    }
    return render(request, "risk/comparison.html", told)


def _table(found: Comparison) -> list[tuple[Any, list[tuple[int, bool]]]]:
    """(category by hand, [(stations, whether both say the same)])"""
    return [
        (title, [(found.counts.get((hand, index), 0), hand == index) for index, _title in GIVEN])
        for hand, title in Category.choices
    ]
