"""The pages of alerts: what runs, what waits, one of them, and what stands above every page."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sinergi.agencies.current import acting, post_of, signed_in
from sinergi.agencies.models import Post
from sinergi.alerts import actions
from sinergi.alerts.models import Alert, AlertReceipt
from sinergi.alerts.warning import queries
from sinergi.alerts.warning.offers import ALERT, ALERT_BY_SLUG, DRAFT
from sinergi.alerts.warning.permissions import may_keep_rules, may_look
from sinergi.followups.offers import Offer, fingerprint, standings
from sinergi.followups.performing import Place, perform
from sinergi.followups.timeline import event_of
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.permission import require
from sinergi.kernel.problems import NotFound


@require_safe
@signed_in
def alerts(request: HttpRequest) -> HttpResponse:
    """What runs, what waits for approval, what is over."""
    post = acting(request)
    require(may_look(post, post.operation))
    seen = Alert.objects.visible_to(post)
    past = queries.with_answers(seen.past()).order_by("-ended_at", "-pk")
    told = {
        "running": queries.with_answers(seen.running()).order_by("-sent_at", "-pk"),
        "waiting": seen.waiting().whole().order_by("-drafted_at"),
        "page": Paginator(past, queries.ON_A_PAGE).get_page(request.GET.get("page")),
        "owed": {row.alert_id for row in queries.unanswered(post)},
        "may_draft": bool(DRAFT.may(post, post.operation)),
        "keeps_rules": bool(may_keep_rules(post, post.operation)),
    }
    return render(request, "alerts/warning/alerts.html", told)


@signed_in
def alert_new(request: HttpRequest) -> HttpResponse:
    """Draft one by hand."""
    operation = acting(request).operation
    place = Place(_("Alerts"), operation.name, reverse("alerts:alerts"))
    return perform(request, DRAFT, operation, place, lambda made: str(made.get_absolute_url()))


@require_safe
@signed_in
def alert(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One alert: what was said, who knows, what I may do. Opened, it counts as seen."""
    post, row = acting(request), _found(request, pk)
    mine = AlertReceipt.objects.filter(alert=row, post=post).select_related("alert", "post").first()
    if mine is not None and mine.seen_at is None:
        mine = actions.see_alert(post, mine)
    offered, refusals = standings(post, row, ALERT, lambda offer: _address(row, offer))
    told = {
        "alert": row,
        "mine": mine,
        "sees_answers": post.covers(row.region_id) and post.can("read"),
        "answers": queries.answers_of(row) if row.is_sent else None,
        "sent": list(row.messages.all()),
        "events": [event_of(entry) for entry in JournalEntry.objects.for_subject(row)],
        "standings": offered,
        "refusals": refusals,
        "seen": fingerprint(row),
    }
    return render(request, "alerts/warning/alert.html", told)


def _found(request: HttpRequest, pk: uuid.UUID) -> Alert:
    row = Alert.objects.visible_to(acting(request)).whole().filter(pk=pk).first()
    if row is None:
        raise NotFound()
    return row


def _address(row: Alert, offer: Offer) -> str:
    return reverse("alerts:alert-do", args=[row.pk, offer.slug])


@signed_in
def alert_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Approve, dismiss, update or end it."""
    row = _found(request, pk)
    if slug not in ALERT_BY_SLUG:
        raise Http404
    place = Place(_("Alerts"), row.headline, row.get_absolute_url(), lambda: _news(row))
    return perform(request, ALERT_BY_SLUG[slug], row, place)


def _news(row: Alert) -> dict[str, Any]:
    """How it stands now."""
    fresh = Alert.objects.get(pk=row.pk)
    return {"state": {"value": fresh.state, "label": fresh.get_state_display()}, "last": None}


@require_POST
@signed_in
def alert_acknowledge(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say that I know, with one tap; back to the page on which the tap was made."""
    post = acting(request)
    rows = AlertReceipt.objects.filter(alert=pk, post=post).select_related("alert__operation")
    receipt = rows.first()
    if receipt is None:
        raise NotFound()
    actions.acknowledge_alert(post, receipt)
    messages.success(request, _("Noted: you know of it."))
    return redirect(_back(request) or reverse("alerts:alert", args=[pk]))


def _back(request: HttpRequest) -> str:
    asked = str(request.POST.get("next", ""))
    hosts = {request.get_host()}
    return asked if url_has_allowed_host_and_scheme(asked, hosts) else ""


def banner_of(post: Post) -> list[AlertReceipt]:
    """The alerts that stand above her pages until she says that she knows. One statement."""
    return queries.unanswered(post)


def banner_panel(request: HttpRequest, _subject: Any) -> Mapping[str, Any] | None:
    """What stands above every page; its empty place too, to be filled when an alert comes."""
    post: Post | None = post_of(request)
    return None if post is None else {"owed": banner_of(post), "here": request.get_full_path()}
