"""The page of an offer: shows its form, runs its action, and tells what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from sinergi.agencies.models import Post
from sinergi.followups.fields import choose_again
from sinergi.followups.offers import Offer, OfferForm, fingerprint
from sinergi.kernel.problems import Conflict, Forbidden, NotFound, Problem
from sinergi.web.controls import add_problem

SHOWN_AT_THE_FIELD = (409, 413, 422)
MAY_BE_STALE = (403, 409)


@dataclass(frozen=True)
class Place:
    """Where an offer stands: what is above it, where its page leads back, what happened last."""

    label: str
    headline: str
    back: str
    news: Callable[[], dict[str, Any]] = field(default=lambda: {})


def perform(
    request: HttpRequest,
    offer: Offer,
    target: Any,
    place: Place,
    after: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """Show the form of `offer`, or run it with what was sent.

    `after` tells from the action's result where to go; else back. Raises NotFound for what is not
    hers to know, Forbidden with its reason for what is not hers to do.
    """
    post: Post = request.post  # type: ignore[attr-defined]
    answer = offer.may(post, target)
    if answer.hidden:
        raise NotFound()
    if request.method == "POST":
        return _submitted(request, offer, target, place, after)
    if answer.not_now:
        return _changed(request, offer, offer.draw(post, target), place, answer.reason)
    if not answer:
        raise Forbidden(f"{answer.reason} {answer.who}".strip())
    form = offer.draw(post, target, initial=_initial(request))
    return _page(request, offer, form, place)


def _initial(request: HttpRequest) -> dict[str, Any]:
    """What the address itself proposes, such as the case to merge into."""
    return {name: value for name, value in request.GET.items() if name != "seen"}


def _submitted(
    request: HttpRequest,
    offer: Offer,
    target: Any,
    place: Place,
    after: Callable[[Any], str] | None,
) -> HttpResponse:
    post: Post = request.post  # type: ignore[attr-defined]
    form = offer.draw(post, target, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, offer, form, place, status=422)
    try:
        result = _run(offer, post, target, form)
    except Problem as problem:
        return _failed(request, offer, form, place, problem)
    messages.success(request, str(offer.done))
    return _go(request, after(result) if after else place.back)


def _run(offer: Offer, post: Post, target: Any, form: OfferForm) -> Any:
    with transaction.atomic():
        if offer.careful:
            rows = type(target)._base_manager.select_for_update(of=("self",))
            if _differs(rows.get(pk=target.pk), form):
                raise Conflict()
        return offer.run(post, target, **form.arguments())


def _failed(
    request: HttpRequest, offer: Offer, form: OfferForm, place: Place, problem: Problem
) -> HttpResponse:
    if problem.status in MAY_BE_STALE and _was_changed(form):
        return _changed(request, offer, form, place)
    if problem.status not in SHOWN_AT_THE_FIELD:
        raise problem
    add_problem(form, problem)
    return _page(request, offer, form, place, status=problem.status)


def _was_changed(form: OfferForm) -> bool:
    """Whether the row is no longer as the sender saw it."""
    return _differs(type(form.target)._base_manager.get(pk=form.target.pk), form)


def _differs(row: Any, form: OfferForm) -> bool:
    """Whether the sender told what she saw, and the row is no longer so."""
    seen = form.cleaned_data["seen"]
    return bool(seen) and fingerprint(row) != seen


def _changed(
    request: HttpRequest, offer: Offer, form: OfferForm, place: Place, reason: Any = ""
) -> HttpResponse:
    """Somebody was faster: show what is now, and give back what was typed."""
    entered = [
        (bound.label, str(bound.value()))
        for bound in form
        if form.is_bound and not bound.is_hidden and _typed(bound)
    ]
    told = {"offer": offer, "place": place, "entered": entered, "reason": reason, **place.news()}
    name = "followups/forms/changed_part.html" if _in_part(request) else "followups/changed.html"
    return render(request, name, told, status=409)


def _typed(bound: BoundField) -> bool:
    return isinstance(bound.value(), str) and bool(bound.value().strip())


def _page(
    request: HttpRequest, offer: Offer, form: OfferForm, place: Place, status: int = 200
) -> HttpResponse:
    told = {
        "offer": offer,
        "form": form,
        "place": place,
        "address": request.path,
        "in_part": _in_part(request),
        "again": choose_again(_sent_files(request)) if form.is_bound else "",
    }
    name = "followups/forms/form.html" if _in_part(request) else "followups/perform.html"
    return render(request, name, told, status=status)


def _sent_files(request: HttpRequest) -> list[Any]:
    return [file for _name, files in request.FILES.lists() for file in files]


def _in_part(request: HttpRequest) -> bool:
    """Whether the form stands within another page."""
    return "HX-Request" in request.headers


def _go(request: HttpRequest, address: str) -> HttpResponse:
    if _in_part(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
