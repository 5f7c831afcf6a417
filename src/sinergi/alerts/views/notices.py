"""The pages of the notices, the bell, and what the room puts into pages of others."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sinergi.agencies.current import acting, signed_in
from sinergi.agencies.models import Post
from sinergi.alerts import actions
from sinergi.alerts.models import Notice
from sinergi.alerts.queries import (
    arrived_since,
    bell_of,
    notices_by_key,
    notices_of,
    telling_of,
)
from sinergi.alerts.warning.queries import unanswered
from sinergi.incidents.models import Incident
from sinergi.kernel.problems import NotFound

A_PAGE = 30


@signed_in
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """What I was told: unread first."""
    post = acting(request)
    shown = _page(request, notices_of(post))
    shown.object_list = notices_by_key(list(shown.object_list))
    name = "alerts/notices.html#rows" if "HX-Request" in request.headers else "alerts/notices.html"
    return render(request, name, {"page": shown, "unread": bell_of(post)})


def _page(request: HttpRequest, rows: Any) -> Page[Any]:
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))


@signed_in
@require_GET
@never_cache
def notice(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Open one: it counts as read, and leads to what it is about. It changes nothing else."""
    post = acting(request)
    row = _mine(post, pk)
    if row.read_at is None:
        actions.read_notice(post, row)
    return redirect(row.url)


def _mine(post: Post, pk: uuid.UUID) -> Notice:
    row = Notice.objects.visible_to(post).with_subjects().filter(pk=pk).first()
    if row is None:
        raise NotFound()
    return row


@signed_in
@require_POST
def notice_read(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Mark one as read without leaving the page."""
    post = acting(request)
    actions.read_notice(post, _mine(post, pk))
    return notices_again(request)


@signed_in
@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    post = acting(request)
    actions.read_all(post, post.account)
    return notices_again(request)


def notices_again(request: HttpRequest) -> HttpResponse:
    """The list anew, and the bell with it."""
    return redirect("alerts:notices")


@signed_in
@require_GET
@never_cache
def bell(request: HttpRequest) -> HttpResponse:
    """The bell anew, and above the page what came since `after`."""
    post = acting(request)
    now = bell_of(post)
    known = _known(request.GET.get("after", ""))
    came = arrived_since(post, known) if known is not None and now.newest > known else []
    told = {"bell": now, "came": came, "owed": unanswered(post), "here": _page_of(request)}
    return render(request, "alerts/bell_news.html", told)


def _page_of(request: HttpRequest) -> str:
    """The page in which the bell stands, for the way back to it."""
    return urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"


def _known(text: str) -> str | None:
    """The newest notice that the page knows of; empty: it knew of none; None: nonsense."""
    try:
        return str(uuid.UUID(text)) if text else ""
    except ValueError:
        return None


def bell_status(request: HttpRequest) -> Mapping[str, Any]:
    """The bell in the top bar of every page."""
    return {"bell": bell_of(acting(request))}


def telling_panel(request: HttpRequest, incident: Incident) -> Mapping[str, Any] | None:
    """Who was told of a case: shown to its desk, to the desks above, and to whoever audits."""
    post = acting(request)
    works = post.sits_at(incident.desk) or post.sits_above(incident.desk)
    if not (works or post.can("audit")):
        return None
    telling = telling_of(incident)
    return {"telling": telling, "summary": _summary(telling.posts, telling.readers)}


def _summary(posts: int, readers: int) -> str:
    told = ngettext("%(count)d post was told", "%(count)d posts were told", posts)
    seen = ngettext("%(count)d has read it", "%(count)d have read it", readers)
    return f"{told % {'count': posts}}, {seen % {'count': readers}}."
