"""After-action reviews: the list, one review, its paper."""

from __future__ import annotations

import uuid
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.agencies.models import Desk, Post
from sinergi.briefing import review_words as words
from sinergi.briefing.forms.reviews import BY_SLUG, OFFERS, OPEN
from sinergi.briefing.models import Review
from sinergi.briefing.queries import reviews as queries
from sinergi.briefing.queries.calm import cases_url
from sinergi.briefing.queries.review_gaps import gaps_of
from sinergi.followups.offers import fingerprint, standings
from sinergi.followups.performing import Place, perform
from sinergi.incidents.models import Incident
from sinergi.kernel.clock import local
from sinergi.kernel.documents import serve_document
from sinergi.kernel.problems import Forbidden, NotFound

ON_A_PAGE = 30


@require_safe
@signed_in
def reviews(request: HttpRequest) -> HttpResponse:
    """All reviews that she may see, the newest first."""
    post = acting(request)
    rows = Review.objects.visible_to(post).whole()
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    desk = own_desk(post)
    told = {"page": page, "may_open": bool(desk and OPEN.may(post, desk))}
    return render(request, "briefing/reviews.html", told)


def own_desk(post: Post) -> Desk | None:
    """The desk in whose name she holds a review."""
    return next(iter(post.desks), None)


@signed_in
def review_new(request: HttpRequest) -> HttpResponse:
    """Open one: what it is about may stand in the address."""
    desk = own_desk(acting(request))
    if desk is None:
        raise Forbidden(_("You sit at no desk."))
    place = Place(_("Reviews"), desk.name, reverse("briefing:reviews"))
    return perform(request, OPEN, desk, place, after=lambda row: row.get_absolute_url())


@require_safe
@signed_in
def review(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One review: timeline, gaps, notes, lessons, and what may be done."""
    post, row = acting(request), queries.found_review(acting(request), pk)
    offered, refusals = standings(post, row, OFFERS, lambda offer: _address(row, offer.slug))
    timeline, gaps = queries.timeline_of(post, row), gaps_of(post, row)
    told = {
        "review": row,
        "timeline": timeline,
        "days": _days(timeline),
        "gaps": gaps,
        "steps": [(words.STEPS[gap.step], gap) for gap in gaps.steps],
        "cases_url": cases_url(gaps.cases) if gaps.cases else "",
        "notes": queries.notes_of(row),
        "lessons": queries.lessons_of(row),
        "standings": offered,
        "refusals": refusals,
        "seen": fingerprint(row),
    }
    return render(request, "briefing/review.html", told)


def _days(timeline: queries.Timeline) -> list[dict[str, Any]]:
    """The lines of the timeline by day, each with the word for its kind and what was known."""
    days = groupby(timeline.lines, key=lambda line: local(line.event.at).date())
    return [
        {
            "day": day,
            "lines": [(line, words.KINDS[line.kind], words.known_text(line)) for line in lines],
        }
        for day, lines in days
    ]


@signed_in
def review_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Do one of the things that may be done with a review."""
    row = queries.found_review(acting(request), pk)
    if slug not in BY_SLUG:
        raise Http404
    place = Place(_("Review"), row.title, row.get_absolute_url())
    return perform(request, BY_SLUG[slug], row, place)


def _address(row: Review, slug: str) -> str:
    return reverse("briefing:review-do", args=[row.pk, slug])


@require_safe
@signed_in
def review_paper(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The paper, as it was issued."""
    row = queries.found_review(acting(request), pk)
    if row.document is None:
        raise NotFound()
    return serve_document(request, row.document)


def incident_panel(request: HttpRequest, incident: Incident) -> dict[str, Any] | None:
    """On the page of a case: its reviews, and where one is opened. One statement."""
    post = acting(request)
    desk = own_desk(post)
    rows = list(Review.objects.visible_to(post).filter(incident=incident))
    may_open = bool(desk and OPEN.may(post, desk))
    return {"reviews": rows, "may_open": may_open, "incident": incident} if (
        rows or may_open
    ) else None  # fmt: skip
