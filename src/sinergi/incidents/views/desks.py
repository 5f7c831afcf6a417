"""The desks: what lies on each, and who is there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sinergi.agencies.current import signed_in
from sinergi.agencies.models import Desk, Post
from sinergi.agencies.queries import desk_panel
from sinergi.incidents.filter_form import LEVEL_TITLES
from sinergi.incidents.filters import IncidentFilter
from sinergi.incidents.queries import desks as queries
from sinergi.incidents.queries.situation import places_of
from sinergi.incidents.views.filter_bar import Link
from sinergi.kernel.problems import NotFound
from sinergi.regions.codes import read_code
from sinergi.regions.models import Region

ONLY: dict[str, Any] = {
    "": _("All"),
    "late": _("With overdue cases"),
    "silent": _("Day not confirmed"),
    "unattended": _("Nobody on duty"),
}
# Words of each row: a list of two hundred desks is not translated word by word.
WORDS: dict[str, Any] = {
    "open": _("open"),
    "overdue": _("overdue"),
    "to_acknowledge": _("to acknowledge"),
    "nil": _("nihil today"),
    "confirmed": _("confirmed today"),
    "silent": _("not confirmed today"),
    "unattended": _("nobody on duty"),
}
FEW = 3  # so many districts, or fewer, are shown unfolded


@require_safe
@signed_in
def desks(request: HttpRequest) -> HttpResponse:
    """The tree of the desks of her places, narrowed by district, level and what is amiss."""
    post: Post = request.post  # type: ignore[attr-defined]
    if "" in request.GET.values():
        return redirect(_address(_asked(request)))
    asked = _asked(request)
    tree = queries.tree(post, **asked)
    districts = [place for place in places_of(post) if place.level == Region.Level.DISTRICT]
    context = {
        "tree": tree,
        "words": {name: str(word) for name, word in WORDS.items()},
        "asked": asked,
        "is_narrowed": any(asked.values()),
        "only": [
            Link(title, _address({**asked, "only": code}), asked["only"] == code)
            for code, title in ONLY.items()
        ],
        "levels": [
            Link(title, "", asked["level"] == code, code=code)
            for code, title in LEVEL_TITLES.items()
        ],
        "districts": districts,
        "unfolded": len(tree.branches) <= FEW or bool(asked["only"]),
    }
    return render(request, "incidents/desks.html", context)


def _asked(request: HttpRequest) -> dict[str, str]:
    """What is asked for; what cannot be read asks for nothing."""
    level, only = request.GET.get("level", ""), request.GET.get("only", "")
    return {
        "district": read_code(request.GET.get("district", "")) or "",
        "level": level if level in LEVEL_TITLES else "",
        "only": only if only in ONLY else "",
    }


def _address(asked: dict[str, str]) -> str:
    told = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('incidents:desks')}?{told}" if told else reverse("incidents:desks")


@require_safe
@signed_in
def desk(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One desk: its load and its open cases, its people, its day, the desks below."""
    post: Post = request.post  # type: ignore[attr-defined]
    found = Desk.objects.visible_to(post).select_related("region__parent").filter(pk=pk).first()
    if found is None:
        raise NotFound()
    panel = desk_panel(post, found)
    context = {
        "desk": found,
        "panel": panel,
        "day": panel.day,
        "load": queries.loads_of(post).get(found.pk, queries.Load()),
        "cases": queries.open_cases(post, found),
        "record": queries.record_of(post, found),
        "below": queries.desks_below(post, found),
        "above": queries.desk_above(found),
        "links": _links(found),
        "words": {name: str(word) for name, word in WORDS.items()},
    }
    return render(request, "incidents/desk.html", context)


def _links(found: Desk) -> dict[str, str]:
    """The lists that the figures of a desk count."""

    def cases(**wanted: Any) -> str:
        return f"{reverse('incidents:situation')}?{IncidentFilter(**wanted).query()}"

    return {
        "unfinished": cases(desk=found.pk, states=("open",)),
        "late": cases(desk=found.pk, states=("overdue",)),
        "unacknowledged": cases(desk=found.pk, states=("unacknowledged",)),
        "settled_here": cases(desk=found.pk, states=("settled",)),
        "settled": cases(place=found.region_id, states=("settled",)),
    }
