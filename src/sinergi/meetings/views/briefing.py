"""The briefing pack on screen: its contents, its slides, its PDF."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.kernel.action import may
from sinergi.kernel.documents import serve_document
from sinergi.kernel.problems import NotFound
from sinergi.meetings.actions.briefing import make_briefing
from sinergi.meetings.models import Briefing
from sinergi.meetings.permissions.meeting import may_see
from sinergi.meetings.queries.meeting import find_meeting


@require_safe
@signed_in
def briefing(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The newest pack, those before it, and the button that makes a new one."""
    meeting = find_meeting(acting(request), pk)
    packs = list(meeting.briefings.select_related("document"))
    told = {
        "meeting": meeting,
        "packs": packs,
        "may_make": may(acting(request), "make_briefing", meeting),
        "tab": "briefing",
        **_shown(packs[0] if packs else None),
    }
    return render(request, "meetings/briefing.html", told)


@require_POST
@signed_in
def briefing_make(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Make it, and show it."""
    make_briefing(acting(request), find_meeting(acting(request), pk))
    messages.success(request, _("The briefing pack is ready."))
    return redirect("meetings:briefing", pk)


@require_safe
@signed_in
def briefing_slides(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The newest pack as slides for the wall of the room."""
    meeting = find_meeting(acting(request), pk)
    pack = meeting.briefings.select_related("document").first()
    if pack is None:
        return redirect("meetings:briefing", pk)
    return render(request, "meetings/briefing_slides.html", {"meeting": meeting, **_shown(pack)})


@require_safe
@signed_in
def briefing_pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The PDF, as it was issued."""
    rows = Briefing.objects.select_related("document", "meeting")
    pack = rows.filter(pk=pk).first()
    if pack is None or not may_see(acting(request), pack.meeting):
        raise NotFound()
    return serve_document(request, pack.document)


def _shown(pack: Briefing | None) -> dict[str, Any]:
    if pack is None:
        return {"pack": None}
    drawn = pack.facts["situation"]["map"]
    # Drawn by regions.picture, which escapes every name that it writes.
    return {"pack": pack, "facts": pack.facts, "map": mark_safe(drawn)}  # noqa: S308
