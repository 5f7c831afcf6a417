"""Whether it is calm in the places of a post, and what that rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from sinergi.agencies.models import DayConfirmation, Desk, Post
from sinergi.briefing import rules
from sinergi.briefing.queries.warnings import running_alerts
from sinergi.incidents.filters import IncidentFilter, overdue
from sinergi.incidents.models import Incident
from sinergi.kernel.clock import local, now

HOURS = 24
GRAVE = ("high", "critical")
CRITICAL = IncidentFilter(severities=("critical",), states=("open",))
RECENT = IncidentFilter(hours=HOURS)
LATE = IncidentFilter(severities=GRAVE, states=("overdue",))
SHOWN = 5  # critical cases by name; the rest is counted


def cases_url(wanted: IncidentFilter) -> str:
    """The list of exactly these cases."""
    return f"{reverse('incidents:situation')}?{wanted.query()}"


@dataclass(frozen=True)
class Calm:
    """The judgement, its signs, and where each of them is listed."""

    signs: rules.Signs
    judgement: rules.Judgement
    critical: list[Incident]  # the oldest first, at most SHOWN
    yesterday: int  # desks that confirmed the day before
    links: dict[str, str]

    @property
    def silent(self) -> int:
        """Desks that have not confirmed today."""
        return self.signs.desks - self.signs.confirmed

    @property
    def rest(self) -> int:
        """Critical cases beside those that are named."""
        return max(self.signs.critical - len(self.critical), 0)


def calm_of(post: Post) -> Calm:
    """Five statements, whatever the number of cases and desks."""
    desks, confirmed, yesterday = _desks(post)
    alerts = running_alerts(post)
    cases = Incident.objects.visible_to(post)
    grave = cases.unfinished().aggregate(
        critical=Count("pk", filter=Q(severity="critical")),
        late=Count("pk", filter=overdue(now()) & Q(severity__in=GRAVE)),
    )
    recent, before = _recent(post)
    signs = rules.Signs(
        desks=desks,
        confirmed=confirmed,
        alerts=alerts.count,
        recent=recent,
        usual=rules.usual_in_a_day(before, rules.USUAL_DAYS),
        **grave,
    )
    return Calm(signs, rules.judge(signs), _critical(post), yesterday, _links(alerts.url))


def _links(alerts: str) -> dict[str, str]:
    desks = reverse("incidents:desks")
    return {
        "critical": cases_url(CRITICAL),
        "recent": cases_url(RECENT),
        "late": cases_url(LATE),
        "silent": f"{desks}?{urlencode({'only': 'silent'})}",
        "desks": desks,
        "days": reverse("agencies:days"),
        "alerts": alerts,
    }


def _desks(post: Post) -> tuple[int, int, int]:
    """(desks that she sees, of these: confirmed today, confirmed yesterday). One statement."""
    today = local(now()).date()
    counted: Any = Desk.objects.visible_to(post).aggregate(
        every=Count("pk"),
        today=Count("pk", filter=_confirmed(today)),
        yesterday=Count("pk", filter=_confirmed(today - timedelta(days=1))),
    )
    return counted["every"], counted["today"], counted["yesterday"]


def _confirmed(day: Any) -> Any:
    return Q(Exists(DayConfirmation.objects.filter(desk=OuterRef("pk"), day=day)))


def _recent(post: Post) -> tuple[int, int]:
    """(cases of the last 24 hours, cases of the days before them). One statement, by index."""
    begun = now() - timedelta(hours=HOURS)
    since = begun - timedelta(days=rules.USUAL_DAYS)
    rows = Incident.objects.visible_to(post).filter(happened_at__gt=since)
    found = rows.aggregate(
        recent=Count("pk", filter=Q(happened_at__gt=begun)),
        before=Count("pk", filter=Q(happened_at__lte=begun)),
    )
    return found["recent"], found["before"]


def _critical(post: Post) -> list[Incident]:
    rows = CRITICAL.apply(Incident.objects.visible_to(post))
    return list(rows.select_related("region__parent", "desk").order_by("happened_at")[:SHOWN])
