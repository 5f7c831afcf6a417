"""Prevention cards: public, made to be shared. Beside them, for who is signed in, pledge drives."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from sinergi.agencies.current import post_of
from sinergi.commitments import queries as commitments
from sinergi.commitments.rules import Share
from sinergi.kernel.clock import local, now, use_operation
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import NotFound
from sinergi.neutrality import cards as paper
from sinergi.neutrality.law.cards import Card, deck
from sinergi.neutrality.law.records import Moment
from sinergi.neutrality.periods import dates_of

SHOWN = 5  # drives on the page


@require_safe
def cards(request: HttpRequest) -> HttpResponse:
    """No sign-in. Chosen by `who` and `when`; without `when` those of today come first."""
    known = {row.code: row for row in deck().audiences}
    on = moments_now(request)
    audience = known.get(request.GET.get("who", ""))
    chosen = _chosen(request, on)
    told = {
        "audiences": deck().audiences,
        "moments": deck().moments,
        "audience": audience,
        "chosen": chosen,
        "on": {row.code for row in on},
        "cards": [
            paper.card_of(row.code, chosen.code)
            for row in ([audience] if audience else deck().audiences)
        ],
        "as_of": deck().as_of,
        "pledges": _pledges(request),
    }
    return render(request, "neutrality/cards.html", told)


@require_safe
def card(request: HttpRequest, who: str, moment: str) -> HttpResponse:
    """One card under an address of its own, with what is pasted into a chat."""
    row = _card(who, moment)
    told = {
        "card": row,
        "text": paper.chat_text(row),
        "address": paper.address_of(row),
        "is_now": moment in {one.code for one in moments_now(request)},
        "others": [one for one in deck().cards.values() if one.audience == row.audience],
        "as_of": deck().as_of,
    }
    return render(request, "neutrality/card.html", told)


@require_safe
@cache_control(public=True, max_age=3600)
def picture(request: HttpRequest, who: str, moment: str) -> HttpResponse:
    """The card as a picture."""
    content = paper.picture_of(_card(who, moment), operation_of(request))
    return _file(content, "image/png", f"netralitas-{who}-{moment}.png")


@require_safe
@cache_control(public=True, max_age=3600)
def poster(request: HttpRequest, who: str, moment: str) -> HttpResponse:
    """The card to be printed."""
    content = paper.poster_of(_card(who, moment), operation_of(request))
    return _file(content, "application/pdf", f"netralitas-{who}-{moment}.pdf")


def operation_of(request: HttpRequest) -> Operation | None:
    """That of whoever is signed in; else the actual one that began last, else any."""
    post = post_of(request)
    return post.operation if post else Operation.objects.order_by("mode", "-pk").first()


def moments_now(request: HttpRequest) -> list[Moment]:
    """The moments of the election that are on today, the one that began last first."""
    operation = operation_of(request)
    if operation is None:
        return []
    with use_operation(operation):
        return paper.moments_of(dates_of(operation), local(now()).date(), deck())


def _chosen(request: HttpRequest, on: list[Moment]) -> Moment:
    """The moment that was asked for, else the present one, else the first."""
    known = {row.code: row for row in deck().moments}
    return known.get(request.GET.get("when", "")) or (on or list(deck().moments))[0]


def _card(who: str, moment: str) -> Card:
    row = paper.card_of(who, moment)
    if row is None:
        raise NotFound()
    return row


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=disposition)


def _pledges(request: HttpRequest) -> dict[str, Any] | None:
    """Pledge drives of integrity pacts; None for who is signed out."""
    post = post_of(request)
    if post is None:
        return None
    rows = list(commitments.open_drives(post).filter(kind="integrity")[:SHOWN])
    return {
        "rows": [
            {"commitment": row, "share": Share(row.signed_sum, row.staff_sum)}  # type: ignore[attr-defined]
            for row in rows
        ],
        "standing": commitments.standing_of(rows[0].drive) if rows else None,
        "may_start": bool(commitments.desks_to_convene(post)),
    }
