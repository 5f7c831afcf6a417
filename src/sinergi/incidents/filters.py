"""Which cases are meant: one filter, read from an address, for page, map, exports and API alike.

An address such as `?kind=crowd&state=open&place=35.19.09&days=7` becomes an `IncidentFilter`, which
narrows a QuerySet that began at `visible_to`, and writes itself back as an address. Periods are
days of the region's zone, and concern when something happened.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length
from django.http import QueryDict

from sinergi.followups.rules import OPEN as UNANSWERED
from sinergi.incidents import rules
from sinergi.incidents.models import Referral
from sinergi.incidents.models.incident import IncidentRows
from sinergi.incidents.stages import happened_in
from sinergi.kernel.clock import local, midnight, now
from sinergi.kernel.problems import Invalid
from sinergi.regions.models import under

# Beside the states themselves: what is asked for more often than any one of them.
CONDITIONS = ("open", "closed", "overdue", "unacknowledged")
EVERYTHING = "state=all"


@dataclass(frozen=True)
class IncidentFilter:
    """What is asked for; an empty one asks for everything. Lists mean one or another of them."""

    kinds: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    states: tuple[str, ...] = ()  # states of a case, and CONDITIONS
    level: str = ""  # of the desk on which it lies, or was closed
    above_home: bool = False  # only what lies, or was closed, above the desk of its own place
    place: str = ""  # official code: there and below
    stage: str = ""  # code of a stage of the election: happened within its days
    days: int = 0  # the last so many days, today among them
    hours: int = 0  # the last so many hours, up to now
    since: date | None = None
    until: date | None = None  # inclusive
    words: str = ""
    desk: uuid.UUID | None = None
    asked: uuid.UUID | None = None  # an agency that was asked for help or advice
    body: str = ""  # the body to which it was referred
    unanswered: bool = False  # only with a referral that still waits for its answer
    visibility: str = ""

    def query(self) -> str:
        """The address of this filter; `state=all` when it asks for everything."""
        return urlencode(list(self._pairs())) or EVERYTHING

    def _pairs(self) -> Iterator[tuple[str, str]]:
        for name, values in (
            ("kind", self.kinds),
            ("severity", self.severities),
            ("state", self.states),
        ):
            yield from ((name, value) for value in values)
        single: dict[str, Any] = {
            "level": self.level,
            "above": "yes" if self.above_home else "",
            "place": self.place,
            "stage": self.stage,
            "days": self.days,
            "hours": self.hours,
            "from": self.since,
            "to": self.until,
            "q": self.words,
            "desk": self.desk,
            "asked": self.asked,
            "body": self.body,
            "referral": "open" if self.unanswered else "",
            "visibility": self.visibility,
        }
        yield from ((name, str(value)) for name, value in single.items() if value)

    def apply(self, rows: IncidentRows) -> IncidentRows:
        """The rows that are meant. `rows` begin at `visible_to`: a filter only ever narrows."""
        conditions = Q()
        if self.kinds:
            conditions &= Q(kind__in=self.kinds)
        if self.severities:
            conditions &= Q(severity__in=self.severities)
        if self.states:
            conditions &= self._in_state()
        if self.level:
            conditions &= Q(level=self.level)
        if self.visibility:
            conditions &= Q(visibility=self.visibility)
        if self.desk:
            conditions &= Q(desk_id=self.desk)
        if self.asked:
            conditions &= Q(asked_agencies__contains=[self.asked])
        if self.place:
            conditions &= under("region_id", [self.place])
        if self.stage:
            conditions &= happened_in(self.stage)
        rows = rows.filter(conditions & self._in_period())
        return self._by_other_tables(rows)

    def _in_state(self) -> Q:
        conditions = Q(state__in=[state for state in self.states if state in rules.STATES])
        if "open" in self.states:
            conditions |= Q(state__in=rules.OPEN)
        if "closed" in self.states:
            conditions |= Q(state__in=rules.CLOSED)
        if "overdue" in self.states:
            conditions |= overdue(now())
        if "unacknowledged" in self.states:
            conditions |= UNACKNOWLEDGED
        return conditions

    def _in_period(self) -> Q:
        first, last = self.period()
        conditions = Q()
        if first:
            conditions &= Q(happened_at__gte=midnight(first))
        if last:
            conditions &= Q(happened_at__lt=midnight(last + timedelta(days=1)))
        if self.hours:
            conditions &= Q(happened_at__gt=now() - timedelta(hours=self.hours))
        return conditions

    def period(self) -> tuple[date | None, date | None]:
        """First and last day that are meant; None where it is open."""
        if self.since or self.until or not self.days:
            return self.since, self.until
        return local(now()).date() - timedelta(days=self.days - 1), None

    def _by_other_tables(self, rows: IncidentRows) -> IncidentRows:
        if self.words:
            rows = rows.matching(self.words)
        if self.above_home:
            rows = rows.alias(depth=Length("region_id")).filter(ABOVE_HOME)
        if self.body or self.unanswered:
            rows = rows.filter(Exists(self._referrals()))
        return rows

    def _referrals(self) -> Any:
        rows = Referral.objects.filter(incident=OuterRef("pk"))
        if self.body:
            rows = rows.filter(body=self.body)
        return rows.filter(followup__state__in=UNANSWERED) if self.unanswered else rows


UNACKNOWLEDGED = Q(state__in=rules.OPEN, acknowledged_at__isnull=True)
# A code of 13 characters is a village's, one of 8 a district's; `depth` is that length.
ABOVE_HOME = (Q(depth=13) & ~Q(level="village")) | Q(depth=8, level="regency")


def overdue(moment: datetime) -> Q:
    """Open cases whose desk has missed a deadline, as `Incident.is_overdue` says of one."""
    missed = Q(next_deadline__lte=moment) | Q(reminders__gt=0)
    return Q(state__in=rules.OPEN) & missed


def read_filter(params: QueryDict | Mapping[str, Any]) -> tuple[IncidentFilter, dict[str, str]]:
    """The filter of an address, and {field: what is wrong with it}; what is wrong is left out."""
    from sinergi.incidents.filter_form import FilterForm

    form = FilterForm(params)
    form.is_valid()
    return form.filter(), {name: str(errors[0]) for name, errors in form.errors.items()}


def require_filter(params: QueryDict | Mapping[str, Any]) -> IncidentFilter:
    """The filter of an address; raises Invalid at the first field that cannot be read."""
    found, errors = read_filter(params)
    for name, message in errors.items():
        raise Invalid(message, field=name)
    return found


__all__ = [
    "ABOVE_HOME",
    "CONDITIONS",
    "EVERYTHING",
    "UNACKNOWLEDGED",
    "IncidentFilter",
    "overdue",
    "read_filter",
    "require_filter",
]
