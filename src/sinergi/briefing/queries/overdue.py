"""What is overdue, and with whom: cases by desk, follow-ups by who owes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Min
from django.urls import reverse

from sinergi.agencies.models import Post
from sinergi.briefing.queries.calm import cases_url
from sinergi.followups import queries as promises
from sinergi.followups.models import Followup
from sinergi.incidents.filters import IncidentFilter
from sinergi.incidents.queries.situation import meant

SHOWN = 6
LATE = IncidentFilter(states=("overdue",))


@dataclass(frozen=True)
class Debt:
    """What one desk, agency or body is late with. `since`: the oldest of it."""

    owner: str
    kind: str  # cases, followups, or outside: follow-ups of a body outside the house
    count: int
    since: datetime | None
    url: str


@dataclass(frozen=True)
class Overdue:
    """All that is overdue, and those with whom most of it lies."""

    cases: int
    followups: int
    debts: list[Debt]  # most first
    owners: int
    cases_url: str
    followups_url: str

    @property
    def rest(self) -> int:
        """Owners beside those that are named."""
        return self.owners - len(self.debts)


def overdue_of(post: Post) -> Overdue:
    """Two statements, whatever is overdue."""
    cases, owed = list(_cases(post)), list(_followups(post))
    every = sorted([*cases, *owed], key=lambda debt: (-debt.count, debt.owner))
    return Overdue(
        cases=sum(debt.count for debt in cases),
        followups=sum(debt.count for debt in owed),
        debts=every[:SHOWN],
        owners=len(every),
        cases_url=cases_url(LATE),
        followups_url=_followups_url(),
    )


def _cases(post: Post) -> Iterator[Debt]:
    """The cases by the desk on which they lie, since the oldest of them came there."""
    rows = meant(post, LATE).order_by().values_list("desk_id", "desk__name")
    for desk, name, count, since in rows.annotate(n=Count("*"), since=Min("arrived_at")):
        wanted = IncidentFilter(states=("overdue",), desk=desk)
        yield Debt(name, "cases", count, since, cases_url(wanted))


OWNERS = ("to_agency_id", "to_agency__name", "to_desk_id", "to_desk__name", "to_body")


def _followups(post: Post) -> Iterator[Debt]:
    """The follow-ups by who owes them: those that the list of overdue ones shows."""
    late = promises.listed(post, state="overdue").order_by().values("pk")
    rows = Followup.objects.filter(pk__in=late).order_by()
    for agency, agency_name, desk, desk_name, body, count, since in (
        rows.values_list(*OWNERS).annotate(n=Count("*"), since=Min("due_at"))
    ):  # fmt: skip
        url = _followups_url(agency=agency, desk=desk, body=body)
        kind = "outside" if body else "followups"
        yield Debt(agency_name or desk_name or body, kind, count, since, url)


def _followups_url(**owner: Any) -> str:
    told = {name: value for name, value in owner.items() if value}
    return f"{reverse('followups:followups')}?{urlencode({'state': 'overdue', **told})}"
