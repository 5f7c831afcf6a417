"""One item: how it stands, what shows it, its story, and what may be done."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.followups.offers import Standing, fingerprint, standings
from sinergi.followups.performing import Place, perform
from sinergi.followups.timeline import event_of
from sinergi.kernel.evidence import serve_original, serve_shown
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import NotFound
from sinergi.readiness.actions import open_readiness_evidence
from sinergi.readiness.forms import BY_SLUG, OFFERS
from sinergi.readiness.models import ReadinessEvidence, ReadinessItem
from sinergi.readiness.permissions import may_see
from sinergi.readiness.queries.items import kept_item

SAID = {"confirm": "confirmed", "return": "returned"}  # what is so already is not offered


@require_safe
@signed_in
def item(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The page of one item."""
    post, row = acting(request), found_item(request, pk)
    offered, refusals = standings(post, row, OFFERS, lambda offer: _address(row, offer.slug))
    told = {
        "item": row,
        "evidence": row.evidence.select_related("blob"),
        "events": [event_of(entry) for entry in JournalEntry.objects.for_subject(row)],
        "standings": [one for one in offered if _adds(one, row)],
        "refusals": refusals,
        "seen": fingerprint(row),
    }
    return render(request, "readiness/item.html", told)


def _adds(one: Standing, row: ReadinessItem) -> bool:
    return SAID.get(one.offer.slug) != row.check_state


@signed_in
def item_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Do one of the things that may be done with an item."""
    row = found_item(request, pk)
    if slug not in BY_SLUG:
        raise Http404
    headline = f"{row.requirement.title} · {row.region.full_name}"
    place = Place(row.stage.title, headline, row.get_absolute_url(), lambda: _news(row))
    return perform(request, BY_SLUG[slug], row, place)


def found_item(request: HttpRequest, pk: uuid.UUID) -> ReadinessItem:
    """The item of that key. Raises NotFound for what is not hers to know."""
    row = kept_item(acting(request)).filter(pk=pk).first()
    if row is None or not may_see(acting(request), row):
        raise NotFound()
    return row


def _news(row: ReadinessItem) -> dict[str, Any]:
    """How it stands now, and what happened last."""
    fresh = ReadinessItem.objects.get(pk=row.pk)
    last = JournalEntry.objects.for_subject(row).last()
    return {
        "state": {"value": fresh.standing, "label": fresh.standing_title},
        "last": event_of(last) if last else None,
    }


def _address(row: ReadinessItem, slug: str) -> str:
    return reverse("readiness:item-do", args=[row.pk, slug])


@require_safe
@signed_in
def evidence(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The copy that is shown, without what the camera betrays."""
    return serve_shown(request, _evidence(request, pk).blob)


@require_POST
@signed_in
def original(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The file as it was received, to be saved; the journal remembers who took it."""
    row = _evidence(request, pk)
    open_readiness_evidence(acting(request), row)
    return serve_original(request, row.blob)


def _evidence(request: HttpRequest, pk: uuid.UUID) -> ReadinessEvidence:
    rows = ReadinessEvidence.objects.select_related("blob", "item")
    row = rows.filter(pk=pk).first()
    if row is None or not may_see(acting(request), row.item):
        raise NotFound()
    return row
