"""Plays the four weeks before the meeting: every event is an action by someone who may do it."""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Min

from sinergi.agencies.models import Post
from sinergi.config.rehearsal.cast import HOME, JIWAN, Cast
from sinergi.config.rehearsal.stories import STORIES, Story
from sinergi.followups.models import Followup
from sinergi.followups.rules import OWED
from sinergi.followups.ticking import tick as let_followups_climb
from sinergi.incidents.models import Incident
from sinergi.incidents.ticking import tick
from sinergi.kernel.clock import stopped_at
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Problem
from sinergi.regions.locating import locate
from sinergi.regions.models import Region

Step = Callable[[], object]
SEED = 350_19


@dataclass(order=True)
class _Planned:
    at: datetime
    order: int
    step: Step = field(compare=False)
    certain: bool = field(compare=False, default=False)


class Play:
    """A stage with a clock: steps are done in the order of their time, deadlines in between."""

    def __init__(self, operation: Operation, cast: Cast, seed: int = SEED) -> None:
        self.operation, self.cast = operation, cast
        self.chance = random.Random(seed)  # noqa: S311 - a play, not a secret
        self.villages = list(
            Region.objects.within([operation.region_code]).villages().with_parent()
        )
        self._planned: list[_Planned] = []
        self._order = itertools.count()
        self.cases_moved = True
        self._due: datetime | None = None
        self.moment = datetime.min.replace(tzinfo=UTC)

    def plan(self, at: datetime, step: Step, *, certain: bool = False) -> None:
        """Let `step` happen at `at`. What is `certain` must succeed; else it may be refused."""
        heapq.heappush(self._planned, _Planned(at, next(self._order), step, certain))

    def run(self, until: datetime) -> None:
        """Do all that is planned before `until`, and let what is late climb when it is late."""
        while self._planned and self._planned[0].at < until:
            with transaction.atomic():
                self._run_day(min(until, self._planned[0].at + timedelta(days=1)))
        self._let_climb(until)

    def _run_day(self, until: datetime) -> None:
        while self._planned and self._planned[0].at < until:
            planned = heapq.heappop(self._planned)
            self._let_climb(planned.at)
            self.moment = planned.at
            with stopped_at(planned.at):
                planned.step() if planned.certain else self.attempt(planned.step)

    def _let_climb(self, until: datetime) -> None:
        while (due := self._next_deadline()) is not None and due < until:
            # Taken up late, a case may be past its next deadline too: time never runs back.
            self.moment = max(due + timedelta(seconds=10), self.moment)
            with stopped_at(self.moment):
                tick(self.operation)
                let_followups_climb(self.operation)
            self.cases_moved = True

    def _next_deadline(self) -> datetime | None:
        """The deadline that is missed next; asked anew only when a case has moved since."""
        if self.cases_moved:
            cases = Incident.objects.filter(operation=self.operation)
            promises = Followup.objects.filter(operation=self.operation, state__in=OWED)
            dues = (
                cases.aggregate(due=Min("next_deadline"))["due"],
                promises.aggregate(due=Min("next_climb"))["due"],
            )
            self._due, self.cases_moved = min(filter(None, dues), default=None), False
        return self._due

    @staticmethod
    def attempt(step: Step) -> None:
        """Do a step; what the house refuses (somebody was faster) is not done, as in life."""
        try:
            step()
        except Problem:
            return

    # -- who and where

    def village(self) -> Region:
        """Somewhere; the demo's own village and Jiwan come up more often."""
        wanted = self.chance.random()
        if wanted < 0.05:
            return next(place for place in self.villages if place.pk == HOME)
        if wanted < 0.12:
            return self.chance.choice([p for p in self.villages if p.pk.startswith(JIWAN)])
        return self.chance.choice(self.villages)

    def member(self, incident: Incident, capability: str = "verify") -> Post | None:
        """Somebody at the desk on which the case lies, who may do this there."""
        able = [
            post
            for post in self.cast.at_desk.get(incident.desk.region_id, [])
            if post.can(capability) and post.covers(incident.region_id)
        ]
        return self.chance.choice(able) if able else None

    def minutes(self, low: float, high: float) -> timedelta:
        """A span between two numbers of minutes; short ones are more frequent."""
        return timedelta(minutes=low + (high - low) * self.chance.random() ** 2)

    def position(self, village: Region) -> tuple[float, float] | None:
        """A point near the village's own, as a phone would give it; None when it has no signal."""
        if village.lon is None or village.lat is None or self.chance.random() < 0.25:
            return None
        for _ in range(8):
            lon = round(village.lon + self.chance.gauss(0, 0.004), 5)
            lat = round(village.lat + self.chance.gauss(0, 0.004), 5)
            found = locate(lon, lat)
            if found is not None and found.pk == village.pk:
                return lon, lat
        return village.lon, village.lat

    def story(self) -> Story:
        """Any of the stories, by its weight."""
        return self.chance.choices(STORIES, [story.weight for story in STORIES])[0]


def utc(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of WIB (UTC+7) as UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)
