"""Where time was lost: how long each step took against what was allowed, and who was silent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sinergi.agencies.models import DayConfirmation, Desk, Post
from sinergi.agencies.scope import above_or_equal
from sinergi.briefing.models import Review
from sinergi.briefing.rules import Gap
from sinergi.incidents import rules as case_rules
from sinergi.incidents.filters import IncidentFilter
from sinergi.incidents.models import Incident
from sinergi.incidents.queries.figures import Figures, figures
from sinergi.incidents.queries.policy import current_policy
from sinergi.kernel.clock import local, now
from sinergi.regions.models import under


@dataclass(frozen=True)
class Silence:
    """Of so many days of desks that should have been confirmed, how many were not."""

    asked: int
    given: int

    @property
    def silent(self) -> int:
        """Days of desks without a word."""
        return self.asked - self.given


@dataclass(frozen=True)
class Gaps:
    """`steps` of one case, or `figures` of all cases of the span; and the silence of desks."""

    steps: list[Gap]
    figures: Figures | None
    silence: Silence
    cases: IncidentFilter | None


def gaps_of(post: Post, review: Review) -> Gaps:
    """At most nine statements."""
    silence = _silence(post, review)
    if review.incident:
        return Gaps(list(_steps(review.incident)), None, silence, None)
    wanted = IncidentFilter(
        place=review.region_id,
        since=local(review.since).date(),
        until=_last_day(review.until),
    )
    return Gaps([], figures(post, wanted), silence, wanted)


def _last_day(until: datetime) -> date:
    """The last day that the span holds: one that ends at midnight ends the day before."""
    return local(until - timedelta(microseconds=1)).date()


def _steps(case: Incident) -> Iterator[Gap]:
    """From the report until it was taken notice of, verified and settled.

    What is allowed is the time of the desk on which a report of this severity first lies, by the
    policy in force today.
    """
    policy = current_policy(case.operation_id)
    table = policy.rules() if policy else case_rules.DEFAULT_POLICY
    home = {5: "regency", 8: "district"}.get(len(case.region_id), "village")
    level = case_rules.first_level(case.severity, home)
    acknowledge, settle = (timedelta(minutes=minutes) for minutes in table[case.severity][level])
    yield Gap("told", case.reported_at - case.happened_at, None)
    yield Gap("acknowledged", _took(case, case.first_acknowledged_at), acknowledge)
    yield Gap("verified", _took(case, case.verified_at), None)
    yield Gap("settled", _took(case, case.closed_at), settle)


def _took(case: Incident, moment: datetime | None) -> timedelta | None:
    return None if moment is None else moment - case.reported_at


def _silence(post: Post, review: Review) -> Silence:
    """The desks of the place (of a case also those above it), and the days of the span.

    The day that runs is not asked of anybody yet. Two statements.
    """
    desks = Desk.objects.visible_to(post)
    if review.incident_id:
        desks = desks.filter(region_id__in=above_or_equal(review.region_id))
    else:
        desks = desks.filter(under("region_id", [review.region_id]))
    first = local(review.since).date()
    last = min(_last_day(review.until), local(now()).date() - timedelta(days=1))
    days = max((last - first).days + 1, 0)
    given = DayConfirmation.objects.filter(desk__in=desks.values("pk"), day__range=(first, last))
    return Silence(desks.count() * days, given.count())
