"""The requirements: everybody may read them, who keeps policies may change them."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.agencies.views.managing import managing
from sinergi.followups.offers import Offer, fingerprint, standings
from sinergi.followups.performing import Place, perform
from sinergi.followups.timeline import event_of
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import NotFound
from sinergi.readiness.models import Requirement
from sinergi.readiness.requirement_forms import ADD, BY_SLUG, OFFERS, SET_BY_SLUG, SET_OFFERS
from sinergi.readiness.shipped import shipped_set


@require_safe
@managing("manage_policy")
def requirements(request: HttpRequest) -> HttpResponse:
    """All requirements by stage, with the version of the set they come from."""
    post = acting(request)
    rows = Requirement.objects.visible_to(post).select_related("stage")
    found, refusals = standings(post, post.operation, SET_OFFERS, _set_address)
    told = {
        "rows": list(rows),
        "shipped": shipped_set(),
        "behind": _behind(rows),
        "standings": found,
        "refusals": refusals,
        "administers": post.can("manage_people"),
    }
    return render(request, "readiness/requirements.html", told)


def _set_address(offer: Offer) -> str:
    return reverse("readiness:set-do", args=[offer.slug])


def _behind(rows: Any) -> bool:
    """Whether a newer set is shipped than the one that was taken over."""
    label = shipped_set().label
    return not any(row.template == label for row in rows)


@require_safe
@managing("manage_policy")
def requirement(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One requirement with its story."""
    row = _found(request, pk)
    post = acting(request)
    found, refusals = standings(post, row, OFFERS, lambda offer: _address(row, offer.slug))
    told = {
        "row": row,
        "items": row.items.filter(active=True).count(),
        "standings": found,
        "refusals": refusals,
        "events": [event_of(entry) for entry in JournalEntry.objects.for_subject(row)],
        "seen": fingerprint(row),
    }
    return render(request, "readiness/requirement.html", told)


@managing("manage_policy")
def requirement_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Change, withdraw, or ask again."""
    row = _found(request, pk)
    if slug not in BY_SLUG:
        raise Http404
    place = Place(row.code, row.title, reverse("readiness:requirement", args=[row.pk]))
    return perform(request, BY_SLUG[slug], row, place)


@signed_in
def add(request: HttpRequest) -> HttpResponse:
    """Ask one thing more."""
    post = acting(request)
    back = reverse("readiness:requirements")
    place = Place(post.operation.name, str(ADD.title), back)
    return perform(
        request, ADD, post.operation, place,
        after=lambda row: reverse("readiness:requirement", args=[row.pk]),
    )  # fmt: skip


@signed_in
def set_do(request: HttpRequest, slug: str) -> HttpResponse:
    """Take over the shipped set, or bring the items up to date."""
    if slug not in SET_BY_SLUG:
        raise Http404
    post = acting(request)
    place = Place(post.operation.name, shipped_set().label, reverse("readiness:requirements"))
    return perform(request, SET_BY_SLUG[slug], post.operation, place)


def _found(request: HttpRequest, pk: uuid.UUID) -> Requirement:
    rows = Requirement.objects.visible_to(acting(request)).select_related("stage", "operation")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotFound()
    return row


def _address(row: Requirement, slug: str) -> str:
    return reverse("readiness:requirement-do", args=[row.pk, slug])
