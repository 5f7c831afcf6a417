"""The list of cases, a case, and all that is done with it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from sinergi.followups.offers import Offer, fingerprint, standings
from sinergi.followups.performing import Place, perform
from sinergi.neutrality import offers
from sinergi.neutrality.forms.cases import AskIdentityForm, ClassifyForm
from sinergi.neutrality.forms.filters import FilterForm
from sinergi.neutrality.models import Case
from sinergi.neutrality.queries.case import case_page
from sinergi.neutrality.queries.cases import find_case, listed, requests_for
from sinergi.neutrality.sealing.case_keys import Opened
from sinergi.neutrality.unlocking import opened_of, require_opened
from sinergi.neutrality.views.confidential import confidential, post_of, receiving


@require_http_methods(["GET", "HEAD", "POST"])
@confidential
def cases(request: HttpRequest) -> HttpResponse:
    """The list; for a keeper of identities only what waits for her.

    Words are sent by POST: no address, log or history of a browser then holds them.
    """
    post = post_of(request)
    opened = opened_of(request)
    if not post.can("handle_neutrality"):
        waiting = {"requests": requests_for(post), "opened": opened}
        return render(request, "neutrality/requests.html", waiting)
    form = FilterForm(request.POST if request.method == "POST" else request.GET)
    wanted = form.filter()
    if request.method != "POST":
        wanted = replace(wanted, words="")
    page = listed(post, wanted, opened=opened, before=request.GET.get("before", ""))
    told = {
        "form": form,
        "wanted": wanted,
        "page": page,
        "opened": opened,
        "filtered": wanted != type(wanted)(),
        "older": _older(request, page.older),
    }
    return render(request, "neutrality/cases.html", told)


def _older(request: HttpRequest, mark: str) -> str:
    if not mark:
        return ""
    asked = request.GET.copy()
    asked["before"] = mark
    return f"?{asked.urlencode()}"


@require_safe
@confidential
def case(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One case: what stands in clear, and with an unlocked key what was written in it."""
    post = post_of(request)
    row = find_case(post, pk)
    opened = opened_of(request)
    found, refusals = standings(post, row, offers.CASE, lambda offer: _address(row, offer))
    told = {
        "case": row,
        "page": case_page(post, row, opened),
        "opened": opened,
        "standings": found,
        "refusals": refusals,
        "seen": fingerprint(row),
    }
    return render(request, "neutrality/case.html", told)


@confidential
def case_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Do one of the things that may be done with a case."""
    row = find_case(post_of(request), pk)
    if slug not in offers.CASE_BY_SLUG:
        raise Http404
    offer = _prepared(request, offers.CASE_BY_SLUG[slug], row)
    leaves = slug in offers.LEAVES_THE_CASE
    after = (lambda _result: reverse("neutrality:cases")) if leaves else None
    return perform(request, offer, row, place_of(row), after)


@receiving
def case_files(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add files."""
    row = find_case(post_of(request), pk)
    return perform(request, offers.CASE_BY_SLUG["file"], row, place_of(row))


def _prepared(request: HttpRequest, offer: Offer, row: Case) -> Offer:
    """The offer with what only an unlocked key gives: its key, names of files, proposals."""
    if offer.slug in offers.WITH_KEY:
        key = require_opened(request)
        named = _named(request, row, key)
        form = type("AskIdentityForm", (AskIdentityForm,), {"named": named})
        return replace(with_key(offer, key), form=form)
    opened = opened_of(request)
    if offer.slug == "classify" and opened:
        page = case_page(post_of(request), row, opened)
        hints = {check.condition.code: bool(check.hint) for check in page.checks}
        told = {"told": page.report or {}, "hints": hints}
        return replace(offer, form=type("ClassifyForm", (ClassifyForm,), told))
    return offer


def with_key(offer: Offer, opened: Opened) -> Offer:
    """The offer, run with the unlocked key of whoever does it."""
    return replace(offer, run=partial(offer.run, opened=opened), action=offer.run)


def _named(request: HttpRequest, row: Case, opened: Opened) -> dict[str, str]:
    page = case_page(post_of(request), row, opened)
    return {str(file.row.pk): file.name for leaf in page.leaves for file in leaf.files}


def place_of(row: Case) -> Place:
    """Where its forms stand: nothing of what is sealed is in it."""

    def news() -> dict[str, Any]:
        fresh = Case.objects.get(pk=row.pk)
        return {"state": {"value": fresh.state, "label": fresh.get_state_display()}}

    return Place(row.number, str(row.get_state_display()), row.get_absolute_url(), news)


def _address(row: Case, offer: Offer) -> str:
    if offer.slug == "file":
        return reverse("neutrality:case-files", args=[row.pk])
    return reverse("neutrality:case-do", args=[row.pk, offer.slug])
