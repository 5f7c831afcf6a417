"""The pages of rules: the list, a new one by its condition, one with its trial."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.agencies.roles import ROLES
from sinergi.alerts.models import AlertRule
from sinergi.alerts.warning import queries
from sinergi.alerts.warning.catalogue import CONDITIONS
from sinergi.alerts.warning.offers import RULE, RULE_BY_SLUG, WRITE_RULE
from sinergi.alerts.warning.permissions import may_keep_rules
from sinergi.alerts.warning.vocabulary import REACH
from sinergi.followups.offers import Offer, fingerprint, standings
from sinergi.followups.performing import Place, perform
from sinergi.followups.timeline import event_of
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.permission import HIDDEN, YES, require
from sinergi.kernel.problems import NotFound


@require_safe
@signed_in
def rules(request: HttpRequest) -> HttpResponse:
    """All rules, for who reads the whole operation."""
    post = acting(request)
    wide = post.can("read") and post.covers(post.operation.region_code)
    require(YES if wide else HIDDEN)
    told = {
        "rules": queries.rules_of(post),
        "keeps": bool(may_keep_rules(post, post.operation)),
        "conditions": CONDITIONS.values(),
    }
    return render(request, "alerts/warning/rules.html", told)


@signed_in
def rule_new(request: HttpRequest) -> HttpResponse:
    """Write one for the `condition` of the catalogue that the address, or the form, names."""
    known = CONDITIONS.get(request.POST.get("condition") or request.GET.get("condition", ""))
    if known is None:
        raise Http404
    place = Place(_("Rules of alerts"), str(known.title), reverse("alerts:rules"))
    operation = acting(request).operation
    return perform(request, WRITE_RULE, operation, place, lambda made: str(made.get_absolute_url()))


@require_safe
@signed_in
def rule(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One rule: its sentence, what it says, how it did on the past, what it made."""
    post, row = acting(request), _found(request, pk)
    offered, refusals = standings(post, row, RULE, lambda offer: _address(row, offer))
    told = {
        "rule": row,
        "trial": _trial(row),
        "reach": [REACH[code] for code in row.reach],
        "roles": [ROLES[code].title for code in row.roles],
        "made": queries.with_answers(row.alerts.all()).order_by("-drafted_at")[:10],
        "events": [event_of(entry) for entry in JournalEntry.objects.for_subject(row)],
        "standings": offered,
        "refusals": refusals,
        "seen": fingerprint(row),
    }
    return render(request, "alerts/warning/rule.html", told)


def _trial(row: AlertRule) -> dict[str, Any] | None:
    """The result as a page shows it: times as times."""
    if not row.trial:
        return None
    fired = [
        {
            **one,
            "at": datetime.fromisoformat(one["at"]),
            "until": datetime.fromisoformat(one["until"]) if one["until"] else None,
        }
        for one in reversed(row.trial["fired"])
    ]
    days = row.trial["days"]
    return {**row.trial, "fired": fired, "a_week": round(row.trial["count"] * 7 / days, 1)}


def _found(request: HttpRequest, pk: uuid.UUID) -> AlertRule:
    rows = AlertRule.objects.visible_to(acting(request)).select_related("operation")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotFound()
    return row


def _address(row: AlertRule, offer: Offer) -> str:
    return reverse("alerts:rule-do", args=[row.pk, offer.slug])


@signed_in
def rule_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Try it, set it to watch, lay it to rest, change it."""
    row = _found(request, pk)
    if slug not in RULE_BY_SLUG:
        raise Http404
    place = Place(_("Rule"), row.sentence, row.get_absolute_url(), lambda: _news(row))
    return perform(request, RULE_BY_SLUG[slug], row, place)


def _news(row: AlertRule) -> dict[str, Any]:
    fresh = AlertRule.objects.get(pk=row.pk)
    return {"state": {"value": fresh.state, "label": fresh.get_state_display()}, "last": None}
