"""A request to open what is sealed twice: the keeper answers it, then the two of them read."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sinergi.followups.offers import fingerprint, standings
from sinergi.followups.performing import Place, perform
from sinergi.kernel.action import may
from sinergi.neutrality import offers
from sinergi.neutrality.actions.identity import read_identity
from sinergi.neutrality.models import Proposal
from sinergi.neutrality.queries.cases import find_proposal
from sinergi.neutrality.reading import reason_of
from sinergi.neutrality.sealing import store
from sinergi.neutrality.unlocking import opened_of, require_opened
from sinergi.neutrality.views.cases import with_key
from sinergi.neutrality.views.confidential import confidential, post_of
from sinergi.neutrality.views.files import download


@require_safe
@confidential
def identity_request(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Who asks, why, and what may be done; what was opened is only shown when asked for."""
    return _page(request, find_proposal(post_of(request), pk))


@require_POST
@confidential
def identity_read(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show what was opened, to one of the two; each time is journaled."""
    row = find_proposal(post_of(request), pk)
    opened = require_opened(request)
    words = read_identity(post_of(request), row, opened=opened).words  # type: ignore[attr-defined]
    return opened_answer(row, words) if row.kept_path else _page(request, row, words)


def opened_answer(row: Proposal, words: dict[str, str]) -> HttpResponseBase:
    """The original of a file, while it is open."""
    kept = store.open_kept(row.kept_path, words["key"])
    return download(kept, words.get("name", ""), words.get("media_type", ""))


def _page(request: HttpRequest, row: Proposal, words: dict[str, str] | None = None) -> HttpResponse:
    post, opened = post_of(request), opened_of(request)
    found, refusals = standings(
        post, row, offers.REQUEST,
        lambda offer: reverse("neutrality:request-do", args=[row.pk, offer.slug]),
    )  # fmt: skip
    told = {
        "row": row,
        "case": row.case,
        "opened": opened,
        "reason": reason_of(row, opened) if opened else "",
        "standings": found,
        "refusals": refusals,
        "seen": fingerprint(row),
        "may_read": may(post, "read_identity", row),
        "words": words,
        "handles": post.can("handle_neutrality"),
    }
    return render(request, "neutrality/request.html", told)


@confidential
def identity_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Open it, refuse it, or close it again."""
    row = find_proposal(post_of(request), pk)
    if slug not in offers.REQUEST_BY_SLUG:
        raise Http404
    offer = offers.REQUEST_BY_SLUG[slug]
    if slug in offers.WITH_KEY:
        offer = with_key(offer, require_opened(request))
    back = reverse("neutrality:request", args=[row.pk])
    place = Place(row.case.number, str(row.get_kind_display()), back)
    return perform(request, offer, row, place)
