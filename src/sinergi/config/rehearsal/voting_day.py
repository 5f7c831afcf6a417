"""The voting day of the rehearsal: every station reports, but not all in time, and not all.

Turnout follows that of 2019 in each village, a little lower; some stations open late, some fall
silent, some report what cannot quite be, some send twice or correct themselves.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import close_old_connections

from sinergi.agencies.actions.operations import resume_clock
from sinergi.agencies.models import Post
from sinergi.config.rehearsal.case import Case
from sinergi.config.rehearsal.live import cast_of
from sinergi.config.rehearsal.loading import CODE
from sinergi.config.rehearsal.playing import Play
from sinergi.config.rehearsal.stories import OF_THE_COUNT, OF_THE_DAY
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import now, stopped_at, use_operation
from sinergi.kernel.context import use_door
from sinergi.kernel.identifiers import uuid7
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Problem
from sinergi.polling.actions.checking_in import Said, check_in_once
from sinergi.polling.expectation import expected_turnout
from sinergi.polling.models import Milestone, Station

BEGINS = timedelta(minutes=90)  # before the stations open
ENDS = timedelta(hours=14)  # after they open: boxes are on their way back
SHARES = {"turnout_09": 0.34, "turnout_11": 0.71}  # of the final turnout, by then
LATE, SILENT, WILD, TWICE, WRONG = 0.06, 0.02, 0.012, 0.02, 0.02  # shares of stations or reports
LOWER = 0.035  # than in 2019
INCIDENTS = 14
PAUSE = 0.5  # seconds of the world between two looks at the clock
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Report:
    """One report to come: who sends what of which station, when."""

    at: datetime
    post: Post
    station: Station
    said: Said


class VotingDay:
    """The day as it will be played, in the order of its time."""

    def __init__(self, operation: Operation, seed: int = 27_11) -> None:
        self.play = Play(operation, cast_of(operation), seed=seed)
        self.chance = self.play.chance
        self.milestones = list(Milestone.objects.filter(operation=operation, active=True))
        due = {row.code: row.due_at for row in self.milestones}
        self.opening, self.closing = due["opened"], due["closed"]
        self.stations = list(Station.objects.filter(operation=operation, active=True).whole())
        self.expected = expected_turnout({station.region_id for station in self.stations})

    def reports(self) -> list[Report]:
        """All reports of the day, and of the evening before, oldest first."""
        found = [report for station in self.stations for report in self._of(station)]
        return sorted(found, key=lambda report: report.at)

    def _of(self, station: Station) -> list[Report]:
        members = self.play.cast.at_desk.get(station.region_id, [])
        able = [post for post in members if post.can("check_in")]
        if not able:
            return []
        post = self.chance.choice(able)
        falls_silent = self.chance.random() < SILENT
        delay = timedelta(
            minutes=self.chance.uniform(35, 120) if self.chance.random() < LATE else 0
        )
        final = self._final(station)
        found: list[Report] = []
        for milestone in self.milestones:
            if falls_silent and milestone.due_at > self.opening:
                break
            found += self._told(station, post, milestone, delay, final)
        return found

    def _final(self, station: Station) -> int:
        share = self.expected[station.region_id] - LOWER + self.chance.gauss(0, 0.04)
        return round(station.voters * min(max(share, 0.3), 1.0))

    def _told(
        self, station: Station, post: Post, milestone: Milestone, delay: timedelta, final: int
    ) -> list[Report]:
        minutes = self.chance.triangular(-25, 20, -2) if milestone.kind == "mark" else 0
        happened = milestone.due_at + timedelta(minutes=minutes) + delay
        at = happened + timedelta(minutes=abs(self.chance.gauss(3, 6)))
        value = self._value(station, milestone, final)
        said = Said(milestone, value, happened_at=happened, client_id=uuid7(), sure=True)
        reports = [Report(at, post, station, said)]
        again = self.chance.random()
        if again < TWICE:
            reports.append(Report(at + timedelta(minutes=2), post, station, said))
        elif again < TWICE + WRONG and value:
            right = Said(milestone, max(value - 3, 0), happened_at=happened, sure=True)
            reports.append(Report(at + timedelta(minutes=9), post, station, right))
        return reports

    def _value(self, station: Station, milestone: Milestone, final: int) -> int | None:
        if milestone.kind == "mark":
            return None
        if self.chance.random() < WILD:
            return station.voters + self.chance.randint(3, 25)
        share = SHARES.get(milestone.code, 1.0)
        return round(final * min(share * self.chance.uniform(0.9, 1.1), 1.0))


def play_voting_day(*, speed: float, tell: Tell, until: datetime | None = None) -> None:
    """Move the rehearsal to the morning of the voting day and play it, `speed` times life.

    What was to be reported the evening before is there at once. Ends `until`, or 14 hours after
    the stations opened; the clock then goes on as in life.
    """
    operation = Operation.objects.get(code=CODE)
    day = VotingDay(operation)
    begin, end = day.opening - BEGINS, until or day.opening + ENDS
    reports = day.reports()
    before = [report for report in reports if report.at < begin]
    tell(f"{len(day.stations)} stations; {len(before)} reports of the evening before ...")
    with use_door("rehearsal"), use_operation(operation):
        for report in before:
            with stopped_at(report.at):
                _send(report)
        today = resume_clock(SYSTEM, operation, at=begin, speed=speed)
    tell(f"The day begins, {speed:g} times as fast as in life.")
    with use_door("rehearsal"), use_operation(today):  # whose clock runs anew
        _play(day, [report for report in reports if begin <= report.at < end], end, tell)
        resume_clock(SYSTEM, today, at=now(), speed=1.0)


def _play(day: VotingDay, reports: list[Report], end: datetime, tell: Tell) -> None:
    troubles = _troubles(day, end)
    sent = hour = 0
    while now() < end:
        while sent < len(reports) and reports[sent].at <= now():
            _send(reports[sent])
            sent += 1
        while troubles and troubles[0][0] <= now():
            day.play.attempt(troubles.pop(0)[1])
        if now().hour != hour:
            hour = now().hour
            tell(f"{sent} of {len(reports)} reports")
        close_old_connections()
        time.sleep(PAUSE)


def _send(report: Report) -> None:
    """What was sent before, or is refused, is not sent again."""
    with suppress(Problem):
        check_in_once(report.post, report.station, report.said)


def _troubles(day: VotingDay, end: datetime) -> list[tuple[datetime, Any]]:
    """Incidents over the day, in the order of their time."""
    found = []
    for _ in range(INCIDENTS):
        at = day.opening + (end - day.opening) * day.chance.random()
        stories = OF_THE_DAY if at < day.closing else OF_THE_COUNT
        (story,) = day.chance.choices(stories, [story.weight for story in stories])
        found.append((at, partial(_report_trouble, day.play, story)))
    return sorted(found, key=lambda one: one[0])


def _report_trouble(play: Play, story: Any) -> None:
    Case(play, story).report()
