"""Secret addresses of the calendar: making, revoking, and what a phone reads there."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.kernel.problems import NotFound, Problem
from sinergi.stages import actions, icalendar_file, queries, reading
from sinergi.stages.forms import FeedForm
from sinergi.stages.models import CalendarFeed
from sinergi.web.controls import add_problem


@sensitive_variables("token", "address")
@signed_in
def feeds(request: HttpRequest) -> HttpResponse:
    """My addresses; a new one is shown here, once, with a code for the phone."""
    post = acting(request)
    form = FeedForm(request.POST or None)
    shown: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        token = actions.new_token()
        try:
            actions.make_feed(post, post, token=token, kind=form.cleaned_data["kind"])
            shown, form = _shown(request, token), FeedForm()
        except Problem as problem:
            add_problem(form, problem)
    told = {"form": form, "feeds": queries.feeds_of(post), "made": shown}
    response = render(request, "stages/feeds.html", told)
    response["Cache-Control"] = "no-store"
    return response


def _shown(request: HttpRequest, token: str) -> dict[str, Any]:
    """The address as text, as a link that a calendar opens, and as a code to scan."""
    address = request.build_absolute_uri(reverse("stages:feed", args=[token]))
    calendar = "webcal" + address.removeprefix("https").removeprefix("http")
    drawn = segno.make(address, error="m", micro=False)
    code = drawn.svg_inline(border=2, scale=5, omitsize=False, light="#fff")
    return {"address": address, "calendar": calendar, "code": SafeString(code)}


@require_POST
@signed_in
def feed_revoke(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """That address opens nothing any more."""
    post = acting(request)
    feed = CalendarFeed.objects.select_related("post").filter(pk=pk, post=post).first()
    if feed is None:
        raise NotFound()
    actions.revoke_feed(post, feed)
    messages.success(request, _("The address opens nothing any more."))
    return redirect("stages:feeds")


@sensitive_variables("token")
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What a phone reads: no session, no cookie; only the address itself opens it."""
    known = reading.feed_of(token)
    if known is None:
        return HttpResponseNotFound(content_type="text/plain; charset=utf-8")
    found, post = known
    origin = request.build_absolute_uri("/").removesuffix("/")
    content = reading.content_of(found, post, origin)
    reading.mark_read(found)
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    response = HttpResponse(content, content_type=icalendar_file.MEDIA_TYPE)
    answer: HttpResponse = get_conditional_response(request, etag, None, response) or response
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, max-age=300"
    answer["Content-Disposition"] = 'inline; filename="kalender.ics"'
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
