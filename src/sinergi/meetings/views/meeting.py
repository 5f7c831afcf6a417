"""A meeting: its page, and all that can be done with it, its points and its seats."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.agencies.models import Post
from sinergi.followups.offers import Offer, fingerprint, standings
from sinergi.followups.performing import Place, perform
from sinergi.followups.timeline import event_of, is_told
from sinergi.kernel.documents import serve_document
from sinergi.kernel.models import JournalEntry, OfficialDocument
from sinergi.kernel.problems import NotFound
from sinergi.meetings import calendar_entry, offers
from sinergi.meetings.actions import order_agenda
from sinergi.meetings.models import Meeting
from sinergi.meetings.permissions.meeting import may_keep_attendance, may_manage, may_prepare
from sinergi.meetings.queries.meeting import (
    agenda_of,
    find_meeting,
    find_point,
    find_seat,
    seats_of,
)

LAST_EVENTS = 15


@require_safe
@signed_in
def meeting(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Facts, agenda, who is called and what they replied, papers, and what may be done now."""
    post = acting(request)
    row = find_meeting(post, pk)
    seats = seats_of(row)
    found, refusals = standings(post, row, _shown(row), lambda offer: address(row, offer))
    manages = bool(may_manage(post, row))
    told = {
        "meeting": row,
        "tab": "meeting",
        "agenda": agenda_of(row),
        "seats": seats,
        "mine": _mine(post, seats.mine(post), row),
        "manages": manages,
        "prepares": manages and bool(may_prepare(post, row)),
        "may_reply_for": manages and row.state in ("planned", "invited", "running"),
        "standings": found,
        "refusals": refusals if manages else [],
        "seen": fingerprint(row),
        "events": _events(row) if manages else [],
    }
    return render(request, "meetings/meeting.html", told)


def _shown(row: Meeting) -> Iterable[Offer]:
    """The offers of its page; attendance has a page of its own."""
    hidden = {"late", "attendance-list"}
    if row.state in ("planned", "invited"):
        hidden.add("close")
    return (offer for offer in offers.MEETING if offer.slug not in hidden)


def _mine(post: Post, rows: list[Any], row: Meeting) -> list[dict[str, Any]]:
    """Her seats, each with its reply and where she changes it."""
    if row.state != "invited":
        return []
    made = []
    for seat in rows[:10]:
        answer = offers.SEAT_BY_SLUG["reply"].may(post, seat)
        made.append({"seat": seat, "may": bool(answer), "seen": fingerprint(seat)})
    return made


def _events(row: Meeting) -> list[Any]:
    entries = JournalEntry.objects.for_subject(row).order_by("-id")[:LAST_EVENTS]
    return [event_of(entry) for entry in entries if is_told(entry.verb)]


def address(row: Meeting, offer: Offer) -> str:
    """Where an offer of a meeting is done."""
    return reverse("meetings:meeting-do", args=[row.pk, offer.slug])


@signed_in
def meeting_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Do one of the things that may be done with a meeting."""
    row = find_meeting(acting(request), pk)
    offer = _known(offers.MEETING_BY_SLUG, slug)
    at_the_door = slug in ("late", "attendance-list", "open")
    back = reverse("meetings:attendance", args=[row.pk]) if at_the_door else row.get_absolute_url()
    return perform(request, offer, row, _place(row, back))


@signed_in
def point_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Change a point of the agenda, or drop it."""
    item = find_point(acting(request), pk)
    back = item.meeting.get_absolute_url() + "#agenda"
    return perform(request, _known(offers.POINT_BY_SLUG, slug), item, _place(item.meeting, back))


@require_POST
@signed_in
def point_up(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Move a point one place up."""
    post = acting(request)
    item = find_point(post, pk)
    keys = [point.pk for point in agenda_of(item.meeting)]
    if item.pk not in keys:
        raise NotFound()
    at = keys.index(item.pk)
    if at:
        keys[at - 1], keys[at] = keys[at], keys[at - 1]
    order_agenda(post, item.meeting, order=keys)
    return HttpResponseRedirect(item.meeting.get_absolute_url() + "#agenda")


@signed_in
def seat_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Reply for a seat, mark who came, strike it off."""
    post = acting(request)
    seat = find_seat(post, pk)
    row = seat.meeting
    back = row.get_absolute_url()
    if slug in ("present", "absent") and may_keep_attendance(post, row):
        back = f"{reverse('meetings:attendance', args=[row.pk])}#seat-{seat.pk}"
    place = Place(row.title, seat.label, back)
    return perform(request, _known(offers.SEAT_BY_SLUG, slug), seat, place)


def _known(by_slug: dict[str, Offer], slug: str) -> Offer:
    if slug not in by_slug:
        raise Http404
    return by_slug[slug]


def _place(row: Meeting, back: str) -> Place:
    return Place(row.get_kind_display(), row.title, back, lambda: _news(row))


def _news(row: Meeting) -> dict[str, Any]:
    """How it stands now, and what happened last."""
    fresh = Meeting.objects.get(pk=row.pk)
    last = JournalEntry.objects.for_subject(row).last()
    return {
        "state": {"value": fresh.state, "label": fresh.get_state_display()},
        "last": event_of(last) if last and is_told(last.verb) else None,
    }


@require_safe
@signed_in
def invitation_pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The letter of invitation."""
    return _pdf(request, find_meeting(acting(request), pk).invitation)


@require_safe
@signed_in
def attendance_pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The attendance list."""
    return _pdf(request, find_meeting(acting(request), pk).attendance_list)


def _pdf(request: HttpRequest, document: OfficialDocument | None) -> HttpResponseBase:
    if document is None:
        raise NotFound()
    return serve_document(request, document)


@require_safe
@signed_in
def calendar_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The meeting as an entry for a calendar."""
    row = find_meeting(acting(request), pk)
    return HttpResponse(
        calendar_entry.invitation(row),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="rapat.ics"'},
    )
