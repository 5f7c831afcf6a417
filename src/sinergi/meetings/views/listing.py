"""The meetings: those to come, those in session, those held."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.meetings.queries.meeting import OPEN, meetings_of

ON_A_PAGE = 30


@require_safe
@signed_in
def meetings(request: HttpRequest) -> HttpResponse:
    """All that she may see: first what is to come, the next at the top."""
    post = acting(request)
    which = "past" if request.GET.get("which") == "past" else "coming"
    rows = meetings_of(post)
    if which == "past":
        rows = rows.exclude(state__in=OPEN).order_by("-starts_at", "-pk")
    else:
        rows = rows.filter(state__in=OPEN).order_by("starts_at", "pk")
    told = {
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "which": which,
        "picks": [("coming", _("To come and in session")), ("past", _("Held and cancelled"))],
        "may_plan": post.can("convene") and bool(post.desk_ids),
    }
    return render(request, "meetings/meetings.html", told)
