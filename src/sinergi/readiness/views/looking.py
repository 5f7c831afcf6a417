"""The matrix, the items by place, and the gaps."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.readiness.filters import filter_of
from sinergi.readiness.forms import ItemFilterForm
from sinergi.readiness.queries.items import gaps, listed
from sinergi.readiness.queries.matrix import area_of, readiness_figure, readiness_matrix
from sinergi.regions.codes import level_of
from sinergi.regions.models import Region

ON_A_PAGE = 60
VIEWS = ("stage", "place")


@require_safe
@signed_in
def matrix(request: HttpRequest) -> HttpResponse:
    """Stage or place by kind of agency, each field with its numerator and denominator."""
    post, wanted = acting(request), filter_of(request.GET)
    by = request.GET.get("by", "")
    by = by if by in VIEWS else "stage"
    found = readiness_matrix(post, wanted, by)
    told = {
        "matrix": found,
        "by": by,
        "wanted": wanted,
        "filters": ItemFilterForm(request.GET, by=post),
        "area": Region.objects.filter(pk=wanted.place or area_of(post)).first(),
        "area_level": level_of(wanted.place or area_of(post)),
        "may_export": post.can("export"),
        # Said once: a matrix of a province has hundreds of fields.
        "words": {"unchecked": _("unchecked"), "late": _("late"), "nothing": _("nothing asked")},
        "reports": post.can("answer") or bool(post.desk_ids),
    }
    return render(request, "readiness/matrix.html", told)


@require_safe
@signed_in
def items(request: HttpRequest) -> HttpResponse:
    """The items that are meant, place by place."""
    post, wanted = acting(request), filter_of(request.GET)
    page = Paginator(listed(post, wanted), ON_A_PAGE).get_page(request.GET.get("page"))
    told = {**_list(request, page), "tally": readiness_figure(post, wanted)}
    return render(request, "readiness/items.html", told)


@require_safe
@signed_in
def gaps_view(request: HttpRequest) -> HttpResponse:
    """What is still owed, in the order in which it presses."""
    post, wanted = acting(request), filter_of(request.GET)
    page = Paginator(gaps(post, wanted), ON_A_PAGE).get_page(request.GET.get("page"))
    told = {**_list(request, page), "may_assign": post.can("assign") and bool(post.desk_ids)}
    return render(request, "readiness/gaps.html", told)


def _list(request: HttpRequest, page: Any) -> dict[str, Any]:
    wanted = filter_of(request.GET)
    return {
        "page": page,
        "wanted": wanted,
        "filters": ItemFilterForm(request.GET, by=acting(request)),
        "place": Region.objects.filter(pk=wanted.place).first() if wanted.place else None,
    }
