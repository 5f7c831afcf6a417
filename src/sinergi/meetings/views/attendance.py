"""Who came: by hand, by the code on the screen of the room, and on the phone of who scans it."""

from __future__ import annotations

import uuid
from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.agencies.models import Post
from sinergi.followups.offers import standings
from sinergi.kernel.clock import real_now
from sinergi.kernel.permission import Answer
from sinergi.kernel.problems import Forbidden, NotFound, Problem
from sinergi.meetings import attendance_code, offers, seating
from sinergi.meetings import door as the_door
from sinergi.meetings.calendar_entry import address_of
from sinergi.meetings.forms.working import HereForm
from sinergi.meetings.models import Meeting
from sinergi.meetings.permissions.meeting import may_check_in, may_keep_attendance
from sinergi.meetings.queries.meeting import find_meeting, seats_of
from sinergi.meetings.views.meeting import address
from sinergi.web.controls import add_problem

AT_THE_DOOR = ("open", "close", "late", "attendance-list")


@require_safe
@signed_in
def attendance(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Everybody who is called, with one tap for each; and the way to the screen at the door."""
    post = acting(request)
    row = find_meeting(post, pk)
    table = [offer for offer in offers.MEETING if offer.slug in AT_THE_DOOR]
    found, _refused = standings(post, row, table, lambda offer: address(row, offer))
    told = {
        "meeting": row,
        "tab": "attendance",
        "seats": seats_of(row),
        "keeps": bool(may_keep_attendance(post, row)),
        "standings": found,
        "refusals": [],
        "may_check_in": bool(may_check_in(post, row)),
    }
    return render(request, "meetings/attendance.html", told)


@require_safe
@signed_in
@never_cache
def door(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The big screen of the room: the code that changes. Only its secretary shows it."""
    post = acting(request)
    row = find_meeting(post, pk)
    _require(may_keep_attendance(post, row))
    told: dict[str, Any] = {"meeting": row, "seats": seats_of(row)}
    if row.state == Meeting.State.RUNNING:
        told |= _code_now(row)
    name = "meetings/door_code.html" if "HX-Request" in request.headers else "meetings/door.html"
    return render(request, name, told)


def _code_now(row: Meeting) -> dict[str, Any]:
    """The code of this moment, by the clock of the world."""
    moment = real_now()
    step = attendance_code.step_of(moment)
    code = attendance_code.code_at(row.attendance_secret, str(row.pk), step)
    return {
        "code": attendance_code.shown(code),
        "qr": _qr(f"{address_of(row)}here/?c={code}"),
        "seconds": attendance_code.seconds_left(moment),
        "step": attendance_code.STEP,
        "here": f"{address_of(row)}here/",
    }


def _qr(address: str) -> SafeString:
    """A QR code that fills its place, with the quiet zone that cameras want (ISO/IEC 18004)."""
    # Made from the house's own address: nothing in it was typed by a person.
    return SafeString(
        segno.make(address, error="m", micro=False).svg_inline(border=4, omitsize=True)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def here(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """On the phone of who scanned the code: one tap, and she is there."""
    post = acting(request)
    row = _meeting_in_the_room(request, post, pk)
    _require(may_check_in(post, row))
    seats = [seat for seat in seating.open_to(post, row) if _is_open(seat, post)]
    if request.method != "POST":
        return _here_page(request, row, seats, _blank(request, seats, post))
    form = HereForm(request.POST, seats=seats)
    if not form.is_valid():
        return _here_page(request, row, seats, form, status=422)
    try:
        seat = the_door.enter(post, row, **form.cleaned_data)
    except Problem as problem:
        if problem.status not in (409, 422, 429):
            raise
        add_problem(form, problem)
        return _here_page(request, row, seats, form, status=problem.status)
    messages.success(request, _("You are present as: %(seat)s.") % {"seat": seat.label})
    return redirect(row)


def _is_open(seat: Any, post: Post) -> bool:
    return seat.present_at is None or seat.post_id == post.pk or seat.present_as == post.title


def _meeting_in_the_room(request: HttpRequest, post: Post, pk: uuid.UUID) -> Meeting:
    """The meeting; who may not see it but holds its code is in the room, and told whom to ask."""
    try:
        return find_meeting(post, pk)
    except Problem:
        row = Meeting.objects.filter(pk=pk, operation_id=post.operation_id, state="running").first()
        code = request.GET.get("c", "")
        if row and attendance_code.is_valid(row.attendance_secret, str(pk), code, real_now()):
            raise Forbidden(
                _("You are not called to this meeting. Its secretary can add you by hand.")
            ) from None
        raise NotFound() from None


def _blank(request: HttpRequest, seats: list[Any], post: Post) -> HereForm:
    first = str(seats[0].pk) if seats else ""
    shown = {"code": request.GET.get("c", ""), "standing_for": first, "sex": ""}
    return HereForm(initial=shown, seats=seats)


def _here_page(
    request: HttpRequest, row: Meeting, seats: list[Any], form: HereForm, status: int = 200
) -> HttpResponse:
    post = acting(request)
    there = next((seat for seat in seats if seat.present_at), None)
    told = {
        "meeting": row,
        "form": form,
        "seats": seats,
        "there": there,
        "post": post,
        "scanned": bool(request.GET.get("c")) and not form.is_bound,
    }
    return render(request, "meetings/here.html", told, status=status)


def _require(answer: Answer) -> None:
    if answer.hidden:
        raise NotFound()
    if not answer:
        raise Forbidden(f"{answer.reason} {answer.who}".strip())
