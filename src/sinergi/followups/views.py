"""Pages of daily work: *my desk*, and the follow-ups."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sinergi.agencies.current import signed_in
from sinergi.agencies.models import Post
from sinergi.agencies.queries.days import day_states
from sinergi.followups import queries, waiting
from sinergi.followups.actions import open_followup_evidence
from sinergi.followups.forms import BY_SLUG, OFFERS, FilterForm
from sinergi.followups.models import Followup, FollowupEvidence
from sinergi.followups.offers import fingerprint, standings
from sinergi.followups.performing import Place, perform
from sinergi.followups.permissions import may_see
from sinergi.followups.timeline import event_of
from sinergi.kernel.evidence import serve_original, serve_shown
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import NotFound

ON_A_PAGE = 50


@signed_in
def my_desk(request: HttpRequest) -> HttpResponse:
    """What waits for me, the most urgent first."""
    post = _post(request)
    sections = waiting.sections_for(post)
    told = {
        "heaps": waiting.by_urgency(section for section in sections if section.count),
        "calm": [section for section in sections if not section.count],
        "pictures": waiting.pictures_for(post),
        "may_report": post.can("report"),
        "days": day_states(post) if post.desk_ids else [],
    }
    part = "#heaps" if "HX-Request" in request.headers else ""
    return render(request, f"followups/my_desk.html{part}", told)


@signed_in
def followups(request: HttpRequest) -> HttpResponse:
    """All follow-ups that she may see, filtered by the address."""
    post = _post(request)
    filters = FilterForm(request.GET, by=post)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    rows = queries.listed(post, **chosen)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    part = "#rows" if "HX-Request" in request.headers else ""
    return render(request, f"followups/list.html{part}", {"filters": filters, "page": page})


@signed_in
def followup(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One follow-up, its story, and what may be done with it."""
    post, row = _post(request), _found(request, pk)
    found, refusals = standings(post, row, OFFERS, lambda offer: _address(row, offer.slug))
    told = {
        "followup": row,
        "events": [event_of(entry) for entry in JournalEntry.objects.for_subject(row)],
        "standings": found,
        "refusals": refusals,
        "seen": fingerprint(row),
        "evidence": queries.evidence_of(row),
        "contacts": queries.contacts_of(post, row),
    }
    return render(request, "followups/followup.html", told)


@signed_in
def followup_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Do one of the things that may be done with a follow-up."""
    row = _found(request, pk)
    if slug not in BY_SLUG:
        raise Http404
    place = Place(row.get_kind_display(), row.title, row.get_absolute_url(), lambda: _news(row))
    return perform(request, BY_SLUG[slug], row, place)


@signed_in
@require_safe
def evidence(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The copy that is shown, without what the camera betrays."""
    return serve_shown(request, _evidence(request, pk).blob)


@signed_in
@require_POST
def original(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The file as it was received, to be saved; the journal remembers who took it."""
    row = _evidence(request, pk)
    open_followup_evidence(_post(request), row)
    return serve_original(request, row.blob)


def _evidence(request: HttpRequest, pk: uuid.UUID) -> FollowupEvidence:
    rows = FollowupEvidence.objects.select_related("blob", "followup__from_desk")
    row = rows.filter(pk=pk).first()
    if row is None or not may_see(_post(request), row.followup):
        raise NotFound()
    return row


def _found(request: HttpRequest, pk: uuid.UUID) -> Followup:
    row = queries.whole().filter(pk=pk).first()
    if row is None or not may_see(_post(request), row):
        raise NotFound()
    return row


def _news(row: Followup) -> dict[str, Any]:
    """How it stands now, and what happened last."""
    fresh = Followup.objects.get(pk=row.pk)
    last = JournalEntry.objects.for_subject(row).last()
    return {
        "state": {"value": fresh.state, "label": fresh.get_state_display()},
        "last": event_of(last) if last else None,
    }


def _address(row: Followup, slug: str) -> str:
    return reverse("followups:followup-do", args=[row.pk, slug])


def _post(request: HttpRequest) -> Post:
    return request.post  # type: ignore[attr-defined,no-any-return]
