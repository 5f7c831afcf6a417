"""A case: its page, and all that can be done with it and with what belongs to it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sinergi.agencies.current import signed_in
from sinergi.agencies.models import Post
from sinergi.followups.offers import Offer, fingerprint, standings
from sinergi.followups.performing import Place, perform
from sinergi.followups.timeline import event_of, is_told
from sinergi.incidents import offers
from sinergi.incidents.models import AgreementCheck, Incident, Mediation
from sinergi.incidents.queries.incident import CasePage, case_page, find_case
from sinergi.kernel.action import may
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import NotFound


@signed_in
def incident(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One case: facts, clock, story, evidence, and what may be done now."""
    post = post_of(request)
    case = find_case(post, pk)
    page = case_page(post, case)
    found, refusals = standings(post, case, offers.INCIDENT, lambda offer: _address(case, offer))
    seen = fingerprint(case)
    known = request.GET.get("seen") or seen
    told = {
        "case": case,
        "page": page,
        "known": known,
        "changed": known != seen,
        "standings": found,
        "refusals": refusals,
        "seen": seen,
        "may_merge": any(one.offer.slug == "merge" for one in found),
        "mediations": _mediations(post, page),
        "checks": _checks(post, page),
        "referrals": [
            {"row": row, "may_take": bool(may(post, "take_package", row))} for row in page.referrals
        ],
    }
    name = (
        "incidents/parts/live.html"
        if "HX-Request" in request.headers
        else "incidents/incident.html"
    )
    return render(request, name, told)


@signed_in
def incident_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Do one of the things that may be done with a case."""
    case = find_case(post_of(request), pk)
    return perform(request, _known(offers.INCIDENT_BY_SLUG, slug), case, _place(case))


@signed_in
def mediation_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Make the record of a mediation, or keep its signed copy."""
    rows = Mediation.objects.select_related("incident__operation", "incident__desk", "document")
    row = rows.filter(pk=pk).first()
    case = _case_of(request, row)
    return perform(request, _known(offers.MEDIATION_BY_SLUG, slug), row, _place(case))


@signed_in
def check_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Say whether an agreement held."""
    rows = AgreementCheck.objects.select_related("incident__desk", "followup__to_desk")
    row = rows.filter(pk=pk).first()
    case = _case_of(request, row)
    return perform(request, _known(offers.CHECK_BY_SLUG, slug), row, _place(case))


def _case_of(request: HttpRequest, row: Mediation | AgreementCheck | None) -> Incident:
    if row is None:
        raise NotFound()
    case = find_case(post_of(request), row.incident_id)
    row.incident = case
    return case


def _known(by_slug: dict[str, Offer], slug: str) -> Offer:
    if slug not in by_slug:
        raise Http404
    return by_slug[slug]


def _place(case: Incident) -> Place:
    return Place(case.number, case.headline, case.get_absolute_url(), lambda: _news(case))


def _news(case: Incident) -> dict[str, Any]:
    """How it stands now, and what happened last."""
    fresh = Incident.objects.select_related("desk").get(pk=case.pk)
    entries = JournalEntry.objects.for_subject(case).order_by("-id")[:10]
    last = next((entry for entry in entries if is_told(entry.verb)), None)
    return {
        "state": {"value": fresh.state, "label": fresh.get_state_display()},
        "where": fresh.desk.name,
        "last": event_of(last) if last else None,
    }


def _address(case: Incident, offer: Offer) -> str:
    return reverse("incidents:incident-do", args=[case.pk, offer.slug])


def _mediations(post: Post, page: CasePage) -> list[dict[str, Any]]:
    """Each mediation with what may be done with it; its record is made only once."""
    once = tuple(offer for offer in offers.MEDIATION if offer.slug != "minutes")
    return [
        _with_offers(post, row, once if row.document_id else offers.MEDIATION, "mediation-do")
        for row in page.mediations
    ]


def _checks(post: Post, page: CasePage) -> list[dict[str, Any]]:
    """Each check of an agreement with what may be done with it."""
    return [_with_offers(post, row, offers.CHECK, "check-do") for row in page.checks]


def _with_offers(post: Post, row: Any, table: tuple[Offer, ...], route: str) -> dict[str, Any]:
    def address(offer: Offer) -> str:
        return reverse(f"incidents:{route}", args=[row.pk, offer.slug])

    found, _refused = standings(post, row, table, address)
    return {"row": row, "seen": fingerprint(row), "standings": found}


def post_of(request: HttpRequest) -> Post:
    """The post in which she works."""
    return request.post  # type: ignore[attr-defined,no-any-return]
